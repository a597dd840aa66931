"""Choosing the sentences of a document that fill the time a film has, the most telling ones first.

Invariant: what is chosen stays in document order, nothing is chosen twice, and nothing leans on what was left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from mutoscope.engines.write.candidates import NUMBER, Candidate, candidates_of, repeats
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told, understood
from mutoscope.engines.write.retelling import hangs_together, retell
from mutoscope.engines.write.scenes import SHORT_FILM
from mutoscope.engines.write.short_films import choose_short
from mutoscope.engines.write.topping_up import top_up
from mutoscope.engines.write.words import content_words

_OVERRUN = 1.06
_ENOUGH = 0.94
_MOST = 1.1
"""A story that takes longer, because it is told with all that it needs, is not told as one."""
_SAME = 0.5
_NEARLY = 0.75
_FEWEST_WORDS = 4
_SECTION_TOLD = 0.25
"""What each passage that is taken from a section takes from the score of the others there, so that all get a turn."""
_FORMAL = -0.3
"""Formalities score less, and nothing that does closes a film."""
_ENDING = 0.8
"""Where the ending of a document begins, as a share of its sentences."""


def choose(told: Sequence[Told], language: str, seconds: float, *, dry: bool = False) -> tuple[Told, ...]:
    """The sentences to tell, in document order; all of them where the document is shorter than the film.

    `dry`: no story, so its sentences may be picked one by one whatever leans on what.
    """
    if takes(told, language) <= seconds * _OVERRUN:
        return without_repeats(told, language)
    if not dry and hangs_together(told):
        story = top_up(tuple(_named_where_torn(retell(told, language, seconds))), told, language, seconds)
        if takes(story, language) <= seconds * _MOST:
            return story
    candidates = _ending_first(candidates_of(told, language), len(told))
    if seconds <= SHORT_FILM:
        return understood([told[place] for place in sorted(choose_short(candidates, told, language, seconds))])
    taken = _fill(candidates, told, language, seconds)
    return top_up(understood([told[place] for place in sorted(taken)]), told, language, seconds)


def takes(told: Sequence[Told], language: str) -> float:
    """Seconds of narration."""
    return sum(spoken_seconds(sentence.text, language) for sentence in told)


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
    numbers = set(NUMBER.findall(text))
    return any(
        len(own) >= _FEWEST_WORDS
        and len(own & earlier) > _NEARLY * len(own | earlier)
        and numbers <= set(NUMBER.findall(other.text))
        for earlier, other in zip(said, kept, strict=True)
    )


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
                or repeats(candidate.words, said, _SAME if strict else _NEARLY)
            ):
                continue
            taken.update(new)
            said.append(candidate.words)
            spent += cost
    return taken or set(min(candidates, key=lambda candidate: abs(candidate.seconds - seconds)).places)


def _turn_by_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first stays first, it is the ending; of the rest each section's best come before anyone's second best."""
    turns: Counter[int] = Counter()
    ranked = []
    for candidate in candidates[1:]:
        ranked.append((candidate.score - _SECTION_TOLD * turns[candidate.section], candidate))
        turns[candidate.section] += 1
    ordered = sorted(ranked, key=lambda entry: (-entry[0], entry[1].places.start))
    return [*candidates[:1], *(candidate for _, candidate in ordered)]
