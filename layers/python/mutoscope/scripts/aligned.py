"""A script against a recording of it: which of the recording's words each scene says, and when it is told.

Invariant: scenes follow one another without a gap, from the recording's first sample to its last.
"""

from collections.abc import Sequence
from itertools import pairwise

from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.films.script import Script
from mutoscope.scripts.beats import measured_starts
from mutoscope.scripts.pictures import Told
from mutoscope.stages.contracts.voice import SpokenWord, VoiceFacts


def told_in(script: Script, words: Sequence[Word], samples: int) -> list[Told]:
    """The scenes as they are told in a recording of so many samples, in which these words are said."""
    spoken = [SpokenWord(text=word.text, start=word.start, end=word.end) for word in words]
    whole = VoiceFacts(samples=samples, words=tuple(spoken))
    starts = measured_starts([scene.narration for scene in script.scenes], whole)
    bounds = [0.0, *starts[1:], round(samples / SAMPLE_RATE, 3)]
    return [
        Told(
            text=scene.narration,
            picture=scene.picture,
            start=start,
            end=end,
            lead=0.0,
            voice=_part(spoken, start, end),
        )
        for scene, (start, end) in zip(script.scenes, pairwise(bounds), strict=True)
    ]


def _part(words: Sequence[SpokenWord], start: float, end: float) -> VoiceFacts:
    """What is said from `start` to `end`, its times from `start` on."""
    first, last = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    inside = [word for word in words if first <= word.start + 1 < last]
    moved = tuple(
        SpokenWord(text=word.text, start=max(0, word.start - first), end=max(0, word.end - first)) for word in inside
    )
    return VoiceFacts(samples=last - first, words=moved)
