"""Filling the time that is left when whole passages do not fit it: single sentences more, and the best fitting first.

Invariant: a sentence that is added leans on none that is left out, and says nothing that was said.
"""

from collections.abc import Sequence

from mutoscope.engines.write.formal import is_formality
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told
from mutoscope.engines.write.words import content_words

_ENOUGH, _MOST = 0.95, 1.06
_SAME = 0.7


def top_up(chosen: Sequence[Told], told: Sequence[Told], language: str, seconds: float) -> tuple[Told, ...]:
    """What is chosen and, while the film is too short, whatever sentence brings it nearest to its length."""
    kept = list(chosen)
    spent = sum(spoken_seconds(sentence.text, language) for sentence in kept)
    while spent < seconds * _ENOUGH:
        room = seconds * _MOST - spent
        fitting = [sentence for sentence in _addable(kept, told, language) if _takes(sentence, language) <= room]
        if not fitting:
            break
        best = max(fitting, key=lambda sentence: (_takes(sentence, language), -sentence.place))
        kept = sorted([*kept, best], key=lambda sentence: sentence.place)
        spent += _takes(best, language)
    return tuple(kept)


def _addable(kept: Sequence[Told], told: Sequence[Told], language: str) -> list[Told]:
    places = {sentence.place for sentence in kept}
    said = [frozenset(content_words(sentence.text, language)) for sentence in kept]
    return [
        sentence
        for sentence in told
        if sentence.place not in places
        and (sentence.place - 1 in places or not (sentence.leans or sentence.known))
        and not is_formality(sentence.text, language)
        and not _repeats(frozenset(content_words(sentence.text, language)), said)
    ]


def _repeats(words: frozenset[str], said: Sequence[frozenset[str]]) -> bool:
    return any(len(words & earlier) > _SAME * min(len(words), len(earlier)) for earlier in said if words and earlier)


def _takes(sentence: Told, language: str) -> float:
    return spoken_seconds(sentence.text, language)
