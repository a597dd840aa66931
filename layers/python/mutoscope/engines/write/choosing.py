"""Choosing the sentences of a document that fill the time a film has, the most telling ones first.

Invariant: what is chosen stays in document order, nothing is chosen twice, and nothing leans on what was left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told, passage
from mutoscope.engines.write.ranking import centrality
from mutoscope.engines.write.retelling import hangs_together, retell
from mutoscope.engines.write.words import content_words

_OVERRUN = 1.06
_ENOUGH = 0.94
_SAME = 0.5
_KNOWN_THING = re.compile(r"(?:the|el|la|los|las|le|les|der|die|das|den|dem)\s", re.IGNORECASE)
"""A sentence inside a paragraph that begins with a definite article mostly speaks of what was named just before."""
_ENDING = 0.8
"""Where the ending of a document begins, as a share of its sentences."""


@dataclass(frozen=True)
class Candidate:
    """A passage that may be told, its score and its length."""

    places: range
    score: float
    seconds: float
    words: frozenset[str]


def choose(told: Sequence[Told], language: str, seconds: float) -> tuple[Told, ...]:
    """The sentences to tell, in document order; all of them where the document is shorter than the film."""
    if sum(spoken_seconds(sentence.text, language) for sentence in told) <= seconds * _OVERRUN:
        return tuple(told)
    if hangs_together(told):
        return retell(told, language, seconds)
    candidates = _candidates(told, language)
    taken = _fill(_ending_first(candidates, len(told)), told, language, seconds)
    return tuple(told[place] for place in sorted(taken))


def _candidates(told: Sequence[Told], language: str) -> list[Candidate]:
    scores = [
        rank + _merit(sentence, language)
        for rank, sentence in zip(centrality([sentence.text for sentence in told], language), told, strict=True)
    ]
    ranges = [places for sentence in told if (places := passage(told, sentence.place)) is not None]
    ranges = ranges or [range(sentence.place, sentence.place + 1) for sentence in told]
    found = [_candidate(places, told, scores, language) for places in ranges]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.places.start))


def _candidate(places: range, told: Sequence[Told], scores: Sequence[float], language: str) -> Candidate:
    text = " ".join(told[place].text for place in places)
    return Candidate(
        places=places,
        score=sum(scores[place] for place in places) / len(places),
        seconds=spoken_seconds(text, language),
        words=frozenset(content_words(text, language)),
    )


def _merit(sentence: Told, language: str) -> float:
    """What speaks for a sentence beside its centrality: it opens a paragraph, and it is easy to listen to."""
    seconds = spoken_seconds(sentence.text, language)
    merit = 0.25 if sentence.place == 0 else 0.12 if sentence.opens else 0.0
    merit -= 0.0 if sentence.opens or not _KNOWN_THING.match(sentence.text) else 0.35
    merit -= 0.3 if seconds < 1.5 else 0.2 if seconds > 12 else 0.0
    merit -= 0.5 if seconds > 18 else 0.0
    merit -= 0.15 * len(re.findall(r"[(（;；]", sentence.text))
    return merit - 0.08 * max(0, len(re.findall(r"\d+(?:[.,]\d+)*", sentence.text)) - 2)


def _ending_first(candidates: list[Candidate], sentences: int) -> list[Candidate]:
    """With the document's own ending in front, or the best passage near it, so that the film has a close."""
    near = [candidate for candidate in candidates if candidate.places.start >= sentences * _ENDING]
    last = [candidate for candidate in near if candidate.places.stop == sentences and len(candidate.places) <= 2]
    ending = (last or near)[:1]
    return [*ending, *(candidate for candidate in candidates if candidate not in ending)]


def _fill(candidates: Sequence[Candidate], told: Sequence[Told], language: str, seconds: float) -> set[int]:
    """First without repeating what was said, then, if time is left, with whatever still fits."""
    taken: set[int] = set()
    said: list[frozenset[str]] = []
    spent = 0.0
    for strict in (True, False):
        for candidate in candidates:
            if spent >= seconds * _ENOUGH:
                return taken
            new = [place for place in candidate.places if place not in taken]
            cost = sum(spoken_seconds(told[place].text, language) for place in new)
            if not new or spent + cost > seconds * _OVERRUN or (strict and _repeats(candidate.words, said)):
                continue
            taken.update(new)
            said.append(candidate.words)
            spent += cost
    return taken or set(candidates[0].places)


def _repeats(words: frozenset[str], said: Sequence[frozenset[str]]) -> bool:
    return any(len(words & earlier) > _SAME * min(len(words), len(earlier)) for earlier in said if words)
