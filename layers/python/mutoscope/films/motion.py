"""How a scene moves: where its view goes, in what pace, and how its picture takes the place of the one before.

The view slows down where the narrator pauses and moves on with the sentence that matters; directions alternate, so
that no two scenes after one another drift alike.
"""

import random
from collections.abc import Sequence
from itertools import pairwise

from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.render.timeline import FPS, SAMPLES_PER_FRAME, Beat, Transition, View

FARTHEST, NEAREST = 1008, 1080
_PAUSE = SAMPLE_RATE // 5
_SENTENCE_ENDS = tuple(".?!…。？！।؟")
_CALM, _STEADY, _KEEN = 350, 1000, 1500
_RAMP = FPS * 2 // 3


def entrance(seed: int, number: int, last: int) -> Transition:
    """How scene `number` of `last` comes in; what lies after the last one is black.

    Out of black at first, and through black before the last scene: both carry the title, and in a short film one would
    lie over the other. Between them mostly crossfades, with a push, a wipe or a plain cut now and then, never the same
    of these twice in a row.
    """
    if number in (1, last, last + 1):
        return Transition.BLACK
    accents = [Transition.PUSH, Transition.CUT, Transition.WIPE]
    random.Random(f"{seed}/transitions").shuffle(accents)
    return Transition.CROSSFADE if number % 2 == 0 else accents[number // 2 % len(accents)]


def views(seed: int, number: int, frames: int) -> tuple[View, View]:
    """Where the view starts and ends: in, across, out and back across, farther the longer the scene lasts."""
    chance = random.Random(f"{seed}/{number}")
    side = 1 if number % 4 < 2 else -1
    zoom = min(NEAREST, FARTHEST + 24 + frames // 5)
    near = View(zoom=zoom, x=500 + side * chance.randrange(12, 26), y=chance.randrange(474, 500))
    if number % 2:
        wide = View(zoom=FARTHEST)
        return (wide, near) if number % 4 == 1 else (near, wide)
    # Across: from one side to the other, a little nearer at the end, since an even pan looks mechanical.
    sway = (zoom - 1000) * 45 // 100
    return View(zoom=zoom - 14, x=500 - side * sway, y=490), View(zoom=zoom, x=500 + side * sway, y=494)


def pace(words: Sequence[Word], frames: int, *, rests: int) -> tuple[Beat, ...]:
    """The view's speed: soft at both ends, slow in pauses, quicker through the longest sentence of several."""
    last = frames - 1
    beats: list[Beat] = []
    for frame, speed in ((min(rests, last), 0), (rests + _RAMP, _STEADY), *_beats(words), (last - _RAMP, _STEADY)):
        # Beats that come too close to follow, or into the soft end, are left out.
        if not beats or beats[-1].frame + FPS // 5 <= frame <= last - _RAMP:
            beats.append(Beat(frame=frame, speed=speed))
    return (*(beat for beat in beats if beat.frame < last), Beat(frame=last, speed=0))


def _beats(words: Sequence[Word]) -> list[tuple[int, int]]:
    sentences = _sentences(words)
    longest = max(sentences, key=lambda sentence: sentence[-1].end - sentence[0].start) if len(sentences) > 1 else None
    beats = []
    for sentence in sentences:
        speed = _KEEN if sentence is longest else _STEADY
        start, end = sentence[0].start // SAMPLES_PER_FRAME, sentence[-1].end // SAMPLES_PER_FRAME
        beats += [(start + FPS // 3, speed), (end - FPS // 3, speed), (end + FPS // 6, _CALM)]
    return beats[:-1]


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    """The words in groups that a long pause or a sentence's end parts."""
    sentences = [[words[0]]] if words else []
    for before, word in pairwise(words):
        ends = before.text.strip().rstrip("\"'”’»)]」』").endswith(_SENTENCE_ENDS)
        if ends or word.start - before.end > _PAUSE:
            sentences.append([])
        sentences[-1].append(word)
    return sentences
