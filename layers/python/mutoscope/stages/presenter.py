"""The presenter stage: a drawn presenter who says a text, the mouth following the phonemes of the voice.

With a recording of one's own the phonemes are those of the text as the embedded voice would say it, laid on the times
at which the recording's words are likely said.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.clips.puppet import PRESENTERS
from mutoscope.clips.puppet_show import PuppetShow
from mutoscope.clips.sound import LEAD, make_sound, speak
from mutoscope.clips.visemes import Lips, mouth_keys
from mutoscope.engines import registry
from mutoscope.engines.tasks import DrawRequest, Phoneme, Speech, Word
from mutoscope.media.inputs import name_of
from mutoscope.media.own_voice import SPEECH_LOUDNESS, at_loudness, estimate_words
from mutoscope.media.picture_file import cover
from mutoscope.media.sound_file import MOST_VOICE_SECONDS, read_own_sound
from mutoscope.render.caption_art import CaptionArtist, lay_over, spoken_word
from mutoscope.render.captions import make_cues
from mutoscope.render.clip import Paint, Shape, save_clip
from mutoscope.render.planes import Planes
from mutoscope.render.timeline import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Cue
from mutoscope.stages.contracts.presenter import PresenterFacts, PresenterInputs
from mutoscope.stages.stage import Bench

_TAIL = SAMPLE_RATE * 6 // 10
_BLUR = 1 / 130
"""A drawn backdrop is out of focus by so much of its height, so that the presenter stands out."""


def run(inputs: PresenterInputs, bench: Bench) -> PresenterFacts:
    speech = _speech(inputs, bench)
    frames = -(-(LEAD + len(speech.samples) + _TAIL) // SAMPLES_PER_FRAME)
    shape = Shape(inputs.width, inputs.height, frames, FPS)
    sound = make_sound(
        inputs.sound, frames * SAMPLES_PER_FRAME, bench.settings, bench.scratch, seed=inputs.seed, speech=speech
    )
    lips = Lips(mouth_keys(speech.phonemes, LEAD))
    show = PuppetShow(PRESENTERS[inputs.presenter], _backdrop(inputs, bench), lips, frames, inputs.seed)
    paint = _captioned(show.paint, inputs, speech, frames, bench) if inputs.captions else show.paint
    save_clip(paint, shape, bench.folder, bench.scratch, report=bench.report, sound=sound)
    return PresenterFacts(
        width=inputs.width,
        height=inputs.height,
        frames=frames,
        fps=FPS,
        seconds=round(frames / FPS, 3),
        engine="a drawn puppet",
        timing="estimated" if inputs.voice_file else "spoken",
    )


def _speech(inputs: PresenterInputs, bench: Bench) -> Speech:
    spoken = speak(inputs.sound, bench.settings)
    if not inputs.voice_file:
        return spoken
    name, path = name_of(inputs.voice_file), bench.bring(inputs.voice_file)
    recorded = read_own_sound(path, name, channels=1, most=MOST_VOICE_SECONDS)
    words = estimate_words(recorded, inputs.sound.narration, inputs.sound.language, name)
    level = np.ascontiguousarray(at_loudness(recorded, SPEECH_LOUDNESS)[:, 0])
    return Speech(level, words, phonemes=lent(spoken, words))


def lent(spoken: Speech, words: Sequence[Word]) -> tuple[Phoneme, ...]:
    """The phonemes of a speech at the times of other words for the same text, from the first word to the last."""
    own, other = (_times(each) for each in (spoken.words, words))
    if len(own) != len(other):
        own, other = own[[0, -1]], other[[0, -1]]
    moved = np.interp([each.start for each in spoken.phonemes], own, other)
    return tuple(Phoneme(each.ipa, round(at)) for each, at in zip(spoken.phonemes, moved, strict=True))


def _times(words: Sequence[Word]) -> NDArray[np.float64]:
    return np.array([time for word in words for time in (word.start, word.end)], np.float64)


def _backdrop(inputs: PresenterInputs, bench: Bench) -> NDArray[np.uint8]:
    if inputs.backdrop:
        return cover(bench.bring(inputs.backdrop), inputs.width, inputs.height, name_of(inputs.backdrop))
    request = DrawRequest(
        prompt=inputs.scene, keywords=(), style=inputs.style, width=inputs.width, height=inputs.height,
        seed=inputs.seed, reserve_bottom=0.1,
    )  # fmt: skip
    picture = registry.drawer(bench.settings).draw(request).pixels
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(inputs.height * _BLUR, 0.8)), np.uint8)


def _captioned(paint: Paint, inputs: PresenterInputs, speech: Speech, frames: int, bench: Bench) -> Paint:
    words = [Word(word.text, word.start + LEAD, word.end + LEAD) for word in speech.words]
    cues = make_cues(words, frames=frames, language=inputs.sound.language)
    artist = CaptionArtist(inputs.width, inputs.height, inputs.sound.language, bench.settings.assets)

    def painted(number: int, frame: Planes) -> None:
        paint(number, frame)
        cue = _cue_at(cues, number)
        if cue is not None:
            lay_over(frame, artist.draw(cue, spoken_word(cue, number)))

    return painted


def _cue_at(cues: Sequence[Cue], number: int) -> Cue | None:
    return next((cue for cue in cues if cue.first <= number < cue.last), None)
