"""When each token of a sentence is heard, from espeak's word events and the sound itself.

espeak may say a token in several words (numbers) or several tokens in one (`of the`); each token still gets its
own span, in order and without overlap.
"""

from bisect import bisect_right
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.speak.espeak_library import Utterance
from mutoscope.engines.speak.spoken_text import Sentence
from mutoscope.engines.speak.tone import ESPEAK_RATE

Span = tuple[int, int]

_WINDOW = ESPEAK_RATE // 100
_SILENT = 100.0
"""Root mean square, of int16, below which a hundredth of a second is taken for silence."""
_SHORTEST = ESPEAK_RATE // 50


def token_spans(sentence: Sentence, utterance: Utterance) -> tuple[Span, ...]:
    """First and last sample of each token, at espeak's rate."""
    starts = _filled(_heard_starts(sentence, utterance), sentence, len(utterance.samples))
    loud = _loud_windows(utterance.samples)
    limits = [*starts[1:], len(utterance.samples)]
    heard = [_start_of_sound(loud, start, limit) for start, limit in zip(starts, limits, strict=True)]
    return tuple((start, _end_of_sound(loud, start, limit)) for start, limit in zip(heard, limits, strict=True))


def _heard_starts(sentence: Sentence, utterance: Utterance) -> list[int | None]:
    widths = (len(token.spoken) + len(sentence.separator) for token in sentence.tokens)
    offsets = list(accumulate(widths, initial=0))[:-1]
    starts: list[int | None] = [None] * len(sentence.tokens)
    for event in utterance.words:
        index = max(0, bisect_right(offsets, event.character) - 1)
        known = starts[index]
        starts[index] = event.sample if known is None else min(known, event.sample)
    starts[0] = 0
    return starts


def _filled(starts: list[int | None], sentence: Sentence, end: int) -> list[int]:
    """Tokens without an event of their own share the time up to the next one by their length."""
    known = [(index, start) for index, start in _rising(starts, end)]
    bounds = [*known, (len(starts), end)]
    filled: list[int] = []
    for (first, begin), (last, finish) in pairwise(bounds):
        lengths = [len(sentence.tokens[index].spoken) for index in range(first, last)]
        shares = list(accumulate(lengths, initial=0))
        filled += [begin + (finish - begin) * share // shares[-1] for share in shares[:-1]]
    return filled


def _rising(starts: list[int | None], end: int) -> list[tuple[int, int]]:
    """The starts that leave every token, also those between them, at least the shortest span."""
    kept = [(0, 0)]
    for index, start in enumerate(starts):
        before, at = kept[-1]
        room = start is not None and start <= end - (len(starts) - index) * _SHORTEST
        if index and start is not None and room and start >= at + (index - before) * _SHORTEST:
            kept.append((index, start))
    return kept


def _loud_windows(samples: NDArray[np.int16]) -> NDArray[np.bool_]:
    whole = len(samples) // _WINDOW * _WINDOW
    windows = samples[:whole].astype(np.float64).reshape(-1, _WINDOW)
    return np.asarray(np.sqrt(np.mean(windows**2, axis=1)) > _SILENT)


def _start_of_sound(loud: NDArray[np.bool_], start: int, limit: int) -> int:
    """Where the token is first heard: after a comma or a colon its event may come while the voice still pauses."""
    heard = np.flatnonzero(loud[start // _WINDOW : limit // _WINDOW])
    if not len(heard):
        return start
    return max(start, min((start // _WINDOW + int(heard[0])) * _WINDOW, limit - _SHORTEST))


def _end_of_sound(loud: NDArray[np.bool_], start: int, limit: int) -> int:
    """Where the token falls silent: the pause a comma makes belongs to no word."""
    heard = np.flatnonzero(loud[start // _WINDOW : limit // _WINDOW])
    if not len(heard):
        return limit
    return min(limit, max(start + _SHORTEST, (start // _WINDOW + int(heard[-1]) + 1) * _WINDOW))
