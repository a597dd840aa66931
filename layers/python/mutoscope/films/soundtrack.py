"""What is heard in a film: each scene's narration in its place, and the score under all of them, ending with them.

It follows from the voices and the score alone, so the film's sound is made while its scenes are rendered.
"""

from collections.abc import Sequence
from itertools import accumulate

from mutoscope.films.scene_timeline import scene_frames, speech
from mutoscope.render.accompaniment import Piece, accompany
from mutoscope.render.timeline import SAMPLES_PER_FRAME, Clip
from mutoscope.stages.contracts.score import ScoreFacts
from mutoscope.stages.contracts.sound import SoundInputs
from mutoscope.stages.contracts.voice import VoiceFacts
from mutoscope.stages.stage import Record


def soundtrack(voices: Sequence[Record], score: Record) -> SoundInputs:
    """From the results of the voice stages, in the scenes' order, and of the score stage."""
    spoken = [VoiceFacts.model_validate(voice.facts) for voice in voices]
    frames = [scene_frames(number, len(voices), facts) for number, facts in enumerate(spoken, start=1)]
    samples = sum(frames) * SAMPLES_PER_FRAME
    starts = accumulate(frames, initial=0)
    clips = (speech(voice.key, facts, start) for voice, facts, start in zip(voices, spoken, starts, strict=False))
    return SoundInputs(samples=samples, voice=tuple(clips), music=accompaniment(score, samples))


def accompaniment(score: Record, samples: int) -> tuple[Clip, ...]:
    """Where the score lies under a film of so many samples; nowhere if there is none."""
    facts = ScoreFacts.model_validate(score.facts)
    if facts.samples == 0:
        return ()
    return accompany(Piece(score.key, facts.samples, facts.ending_samples, facts.bar_samples), samples)
