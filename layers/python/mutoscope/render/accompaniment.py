"""Where a piece of music lies under a film: its ending on the film's end, whatever the two lengths are.

A piece that is too short goes back to an earlier phrase, one that is too long leaves phrases out. Either way it jumps
by whole phrases, on the beat, so rhythm and harmony go on; only its very beginning may be cut.
"""

from dataclasses import dataclass

from mutoscope.render.timeline import SAMPLE_RATE, Clip

PHRASE = 4
"""Bars."""
CROSSING = SAMPLE_RATE // 10
"""One passage crosses into the next over this time before the beat, so that each beat sounds once."""

Passage = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Lengths in samples: the last `ending` of `samples` close it, before them lie whole bars; 0 when not known."""

    asset: str
    samples: int
    ending: int = 0
    bar: int = 0


def accompany(piece: Piece, samples: int) -> tuple[Clip, ...]:
    """Clips that fill a film of `samples`, in order; each begins CROSSING before the one before it ends."""
    passages = _passages(piece, samples)
    clips, at = [], 0
    for begin, end in passages:
        lead = min(CROSSING, begin) if at else 0
        clips.append(Clip(asset=piece.asset, start=at - lead, samples=end - begin + lead, offset=begin - lead))
        at += end - begin
    return tuple(clips)


def _passages(piece: Piece, samples: int) -> list[Passage]:
    body = piece.samples - piece.ending
    bars = body // piece.bar if piece.bar else 0
    phrase = min(PHRASE, bars) * piece.bar
    missing = samples - piece.samples
    if missing <= 0 and (not phrase or samples < piece.ending + phrase):
        return [(-missing, piece.samples)]
    if not phrase:
        return [(0, samples)]
    if missing > 0:
        return _prolonged(piece, missing, phrase)
    return _shortened(piece, -missing, phrase)


def _prolonged(piece: Piece, missing: int, phrase: int) -> list[Passage]:
    """From the end of the body back by whole phrases, in several turns if need be, but not to the introduction.

    Where that would leave less than a phrase before the first turn, it goes back by bars.
    """
    body = piece.samples - piece.ending
    again = -(-missing // phrase) * phrase
    if again - missing > body - phrase:
        again = -(-missing // piece.bar) * piece.bar
    most = max(1, body // phrase - 1) * phrase
    turns = [*[most] * (again // most), *([again % most] if again % most else [])]
    begins = [again - missing, *(body - turn for turn in turns)]
    return [*((begin, body) for begin in begins[:-1]), (begins[-1], piece.samples)]


def _shortened(piece: Piece, surplus: int, phrase: int) -> list[Passage]:
    """The beginning, and after the phrases left out the rest; where little remains only the end of the piece."""
    body = piece.samples - piece.ending
    left_out = surplus // phrase * phrase
    remaining = (body - left_out) // phrase
    if not left_out or remaining < 3:
        return [(surplus, piece.samples)]
    left = body % phrase + max(2, remaining // 3) * phrase
    return [(surplus - left_out, left), (left + left_out, piece.samples)]
