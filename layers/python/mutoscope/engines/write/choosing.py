"""Choosing the sentences of a document that fill the time a film has, the most telling ones first.

Invariant: what is chosen stays in document order, nothing is chosen twice, and nothing leans on what was left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mutoscope.engines.write.formal import is_formality
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told, passage, understood
from mutoscope.engines.write.retelling import hangs_together, retell
from mutoscope.engines.write.topping_up import top_up
from mutoscope.engines.write.words import content_words

_OVERRUN = 1.06
_ENOUGH = 0.94
_SAME = 0.5
_NEARLY = 0.75
_FEWEST_WORDS = 4
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SECTION_TOLD = 0.25
"""What each passage that is taken from a section takes from the score of the others there, so that all get a turn."""
_FORMAL = -0.3
"""Formalities score less, and nothing that does closes a film."""
_ENDING = 0.8
"""Where the ending of a document begins, as a share of its sentences."""


@dataclass(frozen=True)
class Candidate:
    """A passage that may be told, its score and its length."""

    places: range
    score: float
    seconds: float
    words: frozenset[str]
    section: int


def choose(told: Sequence[Told], language: str, seconds: float, *, dry: bool = False) -> tuple[Told, ...]:
    """The sentences to tell, in document order; all of them where the document is shorter than the film.

    `dry`: no story, so its sentences may be picked one by one whatever leans on what.
    """
    if sum(spoken_seconds(sentence.text, language) for sentence in told) <= seconds * _OVERRUN:
        return without_repeats(told, language)
    if not dry and hangs_together(told):
        return top_up(tuple(_named_where_torn(retell(told, language, seconds))), told, language, seconds)
    candidates = _candidates(told, language)
    taken = _fill(_ending_first(candidates, len(told)), told, language, seconds)
    return top_up(understood([told[place] for place in sorted(taken)]), told, language, seconds)


def _named_where_torn(chosen: Sequence[Told]) -> Iterator[Told]:
    for before, sentence in zip([None, *chosen], chosen, strict=False):
        torn = before is None or before.place != sentence.place - 1
        yield sentence.alone() if torn else sentence


def without_repeats(told: Sequence[Told], language: str) -> tuple[Told, ...]:
    """All that is told, but for a sentence that says in nearly the same words what another said."""
    kept: list[Told] = []
    said: list[frozenset[str]] = []
    for sentence in told:
        own = frozenset(content_words(sentence.text, language))
        if not _says_again(own, said, sentence.text, kept):
            kept.append(sentence)
            said.append(own)
    return understood(kept)


def _says_again(own: frozenset[str], said: Sequence[frozenset[str]], text: str, kept: Sequence[Told]) -> bool:
    numbers = set(_NUMBER.findall(text))
    return any(
        len(own) >= _FEWEST_WORDS
        and len(own & earlier) > _NEARLY * len(own | earlier)
        and numbers <= set(_NUMBER.findall(other.text))
        for earlier, other in zip(said, kept, strict=True)
    )


def _candidates(told: Sequence[Told], language: str) -> list[Candidate]:
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
    return merit - 0.08 * max(0, len(_NUMBER.findall(sentence.text)) - 2)


def _ending_first(candidates: list[Candidate], sentences: int) -> list[Candidate]:
    """With the document's own ending in front, or the best passage near it, so that the film has a close."""
    near = [c for c in candidates if c.places.start >= sentences * _ENDING and c.score > _FORMAL]
    last = [candidate for candidate in near if candidate.places.stop == sentences and len(candidate.places) <= 2]
    ending = (last or near)[:1]
    return [*ending, *(candidate for candidate in candidates if candidate not in ending)]


def _fill(candidates: Sequence[Candidate], told: Sequence[Told], language: str, seconds: float) -> set[int]:
    """First without repeating what was said, then, if time is left, with whatever still fits."""
    taken: set[int] = set()
    said: list[frozenset[str]] = []
    spent = 0.0
    for strict in (True, False):
        for candidate in _turn_by_turn(candidates):
            if spent >= seconds * _ENOUGH:
                return taken
            new = [place for place in candidate.places if place not in taken]
            cost = sum(spoken_seconds(told[place].text, language) for place in new)
            if (
                not new
                or spent + cost > seconds * _OVERRUN
                or _repeats(candidate.words, said, _SAME if strict else _NEARLY)
            ):
                continue
            taken.update(new)
            said.append(candidate.words)
            spent += cost
    return taken or set(candidates[0].places)


def _turn_by_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first stays first, it is the ending; of the rest each section's best come before anyone's second best."""
    turns: Counter[int] = Counter()
    ranked = []
    for candidate in candidates[1:]:
        ranked.append((candidate.score - _SECTION_TOLD * turns[candidate.section], candidate))
        turns[candidate.section] += 1
    ordered = sorted(ranked, key=lambda entry: (-entry[0], entry[1].places.start))
    return [*candidates[:1], *(candidate for _, candidate in ordered)]


def _repeats(words: frozenset[str], said: Sequence[frozenset[str]], share: float) -> bool:
    return any(len(words & earlier) > share * min(len(words), len(earlier)) for earlier in said if words)
