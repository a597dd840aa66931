"""The passages of a document that may be told, and what speaks for each: its centrality, its place, its ease."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mutoscope.engines.write.formal import is_formality
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told, passage
from mutoscope.engines.write.words import content_words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Candidate:
    """A passage that may be told, its score and its length."""

    places: range
    score: float
    seconds: float
    words: frozenset[str]
    section: int


def candidates_of(told: Sequence[Told], language: str) -> list[Candidate]:
    """Every passage that can be told by itself, the most telling first."""
    # Only a text that is chosen from needs numpy.
    from mutoscope.engines.write.ranking import centrality

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
        section=told[places.start].section,
    )


def _merit(sentence: Told, language: str) -> float:
    """What speaks for a sentence beside its centrality: it opens a paragraph, and it is easy to listen to."""
    seconds = spoken_seconds(sentence.text, language)
    merit = 0.5 if sentence.place == 0 else 0.12 if sentence.opens else 0.0
    merit -= 0.1 if sentence.known else 0.0
    merit -= 0.3 if seconds < 1.5 else 0.2 if seconds > 12 else 0.0
    merit -= 0.5 if seconds > 18 else 0.0
    merit -= 0.15 * len(re.findall(r"[(（;；]", sentence.text))
    merit -= 1.0 if is_formality(sentence.text, language) else 0.0
    return merit - 0.08 * max(0, len(NUMBER.findall(sentence.text)) - 2)


def repeats(words: frozenset[str], said: Sequence[frozenset[str]], share: float) -> bool:
    return any(len(words & earlier) > share * min(len(words), len(earlier)) for earlier in said if words)
