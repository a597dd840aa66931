"""A scene's timeline: a breath, the narration, a breath, on whole frames, the view drifting over the picture."""

import random

from mutoscope.engines.tasks import Word
from mutoscope.films.request import FilmSpec
from mutoscope.render.captions import make_cues
from mutoscope.render.timeline import FPS, SAMPLES_PER_FRAME, Clip, Shot, Timeline, Transition, View
from mutoscope.stages.voice import VoiceFacts

LEAD_FRAMES = 9
TAIL_FRAMES = 15
LAST_TAIL_FRAMES = 45
SHORTEST_FRAMES = 2 * FPS
OPENING_FADE_FRAMES = 12


def scene_timeline(
    spec: FilmSpec, *, number: int, last: int, voice_key: str, voice: VoiceFacts, picture_key: str
) -> Timeline:
    """The timeline of scene `number` (from 1) of `last`; its clip and shot name the results of the stages before."""
    width, height = spec.aspect.size
    tail = LAST_TAIL_FRAMES if number == last else TAIL_FRAMES
    spoken = -(-voice.samples // SAMPLES_PER_FRAME)
    frames = max(LEAD_FRAMES + spoken + tail, SHORTEST_FRAMES)
    lead = LEAD_FRAMES * SAMPLES_PER_FRAME
    words = [Word(text=word.text, start=word.start + lead, end=word.end + lead) for word in voice.words]
    start, end = _views(spec.seed, number)
    opening = number == 1
    return Timeline(
        width=width,
        height=height,
        language=spec.language,
        captions=spec.captions,
        shots=(
            Shot(
                picture=picture_key,
                frames=frames,
                start=start,
                end=end,
                transition=Transition.BLACK if opening else Transition.CUT,
                transition_frames=min(OPENING_FADE_FRAMES, frames) if opening else 0,
            ),
        ),
        cues=make_cues(words, frames=frames, language=spec.language),
        voice=(Clip(asset=voice_key, start=lead, samples=voice.samples),),
    )


def _views(seed: int, number: int) -> tuple[View, View]:
    """Nearer in odd scenes, farther in even ones, each towards a side of its own."""
    chance = random.Random(f"{seed}/{number}")
    near = View(zoom=1120, x=chance.randrange(420, 581), y=chance.randrange(430, 521))
    wide = View(zoom=1010)
    return (wide, near) if number % 2 else (near, wide)
