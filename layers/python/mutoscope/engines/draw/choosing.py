"""What a picture shows: the place, the hour and the pictograms that the request's words ask for.

A wrong pictogram is worse than none: a word counts only by our lexicon, by a pictogram's own name, or by a keyword
that few pictograms share; loose keywords of the prompt alone count for nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mutoscope.engines.draw.foreign import in_english
from mutoscope.engines.draw.lexicon import LEXICON
from mutoscope.engines.draw.palettes import Hour
from mutoscope.engines.draw.pictograms import Pictogram, Pictograms
from mutoscope.engines.draw.places import FOUND_IN, HOURS, IMAGINED, PLACES
from mutoscope.engines.draw.wording import IDLE, plain_forms, split
from mutoscope.engines.tasks import DrawRequest

MOST_FIGURES = 4
LOOSE = 3
"""A keyword shared by more pictograms than this says too little."""


@dataclass(frozen=True)
class Term:
    """One word, how much it matters (0 to 1), and whether it is one of the request's keywords."""

    word: str
    weight: float
    is_keyword: bool


@dataclass(frozen=True)
class Choice:
    """`figures` are pictograms, the subject first; there may be none. `hour` is None when no word names one."""

    place: str
    hour: Hour | None
    figures: tuple[Pictogram, ...]


def choose(request: DrawRequest, pictograms: Pictograms, chance: Random) -> Choice:
    terms = tuple(_terms(request))
    figures = _choose_figures(terms, pictograms, chance)
    return Choice(_choose_place(terms, figures, chance), _choose_hour(terms), figures)


def _terms(request: DrawRequest) -> Iterator[Term]:
    """Keywords from the first on, then the prompt's words at a lower weight."""
    for index, keyword in enumerate(request.keywords):
        weight = max(0.45, 1 - 0.08 * index)
        phrase = split(keyword)
        if len(phrase) > 1:
            yield Term(" ".join(phrase), weight, True)
        for place, word in enumerate(phrase):
            yield from _readings(word, weight * (1 if place == len(phrase) - 1 else 0.85), is_keyword=True)
    weight = 0.4 if request.keywords else 0.8
    for index, word in enumerate(split(request.prompt)[:60]):
        yield from _readings(word, weight * max(0.5, 1 - 0.02 * index), is_keyword=False)


def _readings(word: str, weight: float, *, is_keyword: bool) -> Iterator[Term]:
    if word in IDLE:
        return
    if word.isascii():
        yield Term(word, weight, is_keyword)
    for english in in_english(word):
        yield Term(english, weight * 0.95, is_keyword)


def _choose_figures(terms: tuple[Term, ...], pictograms: Pictograms, chance: Random) -> tuple[Pictogram, ...]:
    scores: dict[str, float] = {}
    for term in terms:
        for name, fit in _matches(term, pictograms, chance):
            scores[name] = max(scores.get(name, 0.0), fit * term.weight)
    best = sorted(scores, key=lambda name: (-scores[name], name))
    return tuple(pictograms.describe(name) for name in best[:MOST_FIGURES])


def _matches(term: Term, pictograms: Pictograms, chance: Random) -> Iterator[tuple[str, float]]:
    """Pictogram names with how well they fit (0 to 1), from the first reading of the word that fits at all."""
    for form in plain_forms(term.word):
        names = tuple(name for name in LEXICON.get(form, ()) if name in pictograms)
        if names:
            start = 1 if len(names) > 1 and chance.random() < 0.25 else 0
            yield from ((name, 1.0 - 0.3 * index) for index, name in enumerate(names[start:][:2]))
            return
        if (same := pictograms.named(form.replace(" ", "-"))) is not None:
            yield same.name, 0.97
            return
        if found := _by_keyword(form, pictograms, term.is_keyword):
            yield found
            return


def _by_keyword(form: str, pictograms: Pictograms, is_keyword: bool) -> tuple[str, float] | None:
    known = pictograms.known_as(form)
    headed = [pictogram for pictogram in known if pictogram.name.split("-")[-1] == form]
    if headed:
        return min(headed, key=lambda pictogram: (len(pictogram.name), pictogram.name)).name, 0.85
    if is_keyword and len(form) > 3 and 0 < len(known) <= LOOSE:
        return min(known, key=lambda pictogram: (len(pictogram.keywords), pictogram.name)).name, 0.55
    return None


def _choose_place(terms: tuple[Term, ...], figures: tuple[Pictogram, ...], chance: Random) -> str:
    scores: dict[str, float] = defaultdict(float)
    for term in terms:
        place = next((PLACES[form] for form in plain_forms(term.word) if form in PLACES), None)
        if place is not None:
            scores[place] += term.weight * (0.35 if place in IMAGINED else 1)
    if scores:
        return max(sorted(scores), key=lambda place: scores[place])
    if figures:
        return chance.choice(FOUND_IN[figures[0].category])
    return chance.choice(("abstract", "abstract", "hills", "mountains", "sea"))


def _choose_hour(terms: tuple[Term, ...]) -> Hour | None:
    for term in sorted(terms, key=lambda term: -term.weight):
        for form in plain_forms(term.word):
            if form in HOURS:
                return HOURS[form]
    return None
