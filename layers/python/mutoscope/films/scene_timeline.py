"""A scene's timeline: a breath, the narration, a breath, on whole frames, the view moving with what is said.

It depends on the scene, its place and the film's order alone, so that editing one scene changes no other's timeline.
"""

from collections.abc import Sequence

from mutoscope.engines.tasks import Word
from mutoscope.films.motion import entrance, pace, views
from mutoscope.films.request import FilmSpec
from mutoscope.render.captions import make_cues
from mutoscope.render.timeline import FPS, SAMPLES_PER_FRAME, Clip, Shot, Timeline, Transition
from mutoscope.stages.contracts.voice import VoiceFacts

LEAD_FRAMES = 12
TAIL_FRAMES = 12
LAST_TAIL_FRAMES = 90
"""After the last word: the score strikes its last chord 1.9 to 3.4 s before the film ends, and it shall ring alone."""
SHORTEST_FRAMES = 2 * FPS
_OPENING_FRAMES, _DIP_FRAMES, _CLOSING_FRAMES = 12, 8, 30


def scene_timeline(
    spec: FilmSpec, *, number: int, last: int, voice_key: str, voice: VoiceFacts, picture_key: str
) -> Timeline:
    """The timeline of scene `number` (from 1) of `last`; its clip and shot name the results of the stages before."""
    width, height = spec.aspect.size
    frames = scene_frames(number, last, voice)
    lead = LEAD_FRAMES * SAMPLES_PER_FRAME
    words = [Word(text=word.text, start=word.start + lead, end=word.end + lead) for word in voice.words]
    return Timeline(
        width=width,
        height=height,
        language=spec.language,
        captions=spec.captions,
        shots=(_shot(spec.seed, number, last, picture_key, frames, words),),
        cues=make_cues(words, frames=frames, language=spec.language),
        voice=(speech(voice_key, voice, 0),),
    )


def scene_frames(number: int, last: int, voice: VoiceFacts) -> int:
    """How long scene `number` (from 1) of `last` is."""
    tail = LAST_TAIL_FRAMES if number == last else TAIL_FRAMES
    spoken = -(-voice.samples // SAMPLES_PER_FRAME)
    return max(LEAD_FRAMES + spoken + tail, SHORTEST_FRAMES)


def speech(key: str, voice: VoiceFacts, start: int) -> Clip:
    """The narration, result `key` of its stage, in a scene that begins at frame `start`."""
    return Clip(asset=key, start=(start + LEAD_FRAMES) * SAMPLES_PER_FRAME, samples=voice.samples)


def _shot(seed: int, number: int, last: int, picture: str, frames: int, words: Sequence[Word]) -> Shot:
    start, end = views(seed, number, frames)
    coming, leaving = entrance(seed, number, last), entrance(seed, number + 1, last)
    return Shot(
        picture=picture,
        frames=frames,
        start=start,
        end=end,
        pace=pace(words, frames, rests=LEAD_FRAMES if coming.joins else 0),
        transition=coming,
        transition_frames=_frames(coming, opens=number == 1),
        leaving=leaving,
        leaving_frames=_CLOSING_FRAMES if number == last else _frames(leaving, opens=False),
    )


def _frames(transition: Transition, *, opens: bool) -> int:
    """How long it takes. Nobody speaks and no caption is shown in a scene's first twelve frames."""
    if transition is Transition.CUT:
        return 0
    if transition is Transition.BLACK:
        return _OPENING_FRAMES if opens else _DIP_FRAMES
    return LEAD_FRAMES
