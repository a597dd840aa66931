"""Which pictograms the words of a scene name: its figures, the subject first.

A wrong pictogram is worse than none: a word counts by what its company says it means, by our lexicon or by a
pictogram's own name. The package's loose keywords are not followed: measured on 300 common nouns, every second one
led astray (table to clamp, people to bus).
"""

from dataclasses import dataclass
from random import Random

from mutoscope.engines.draw.homonyms import meant_by
from mutoscope.engines.draw.lexicon import LEXICON
from mutoscope.engines.draw.pictograms import Pictogram, Pictograms
from mutoscope.engines.draw.staging import ALIKE, COMMON, SKY_LIGHTS, TREES
from mutoscope.engines.draw.wording import plain_forms

MOST_FIGURES = 4
_KINDS = frozenset({"Animals & Nature", "Food & Drink"})


@dataclass(frozen=True)
class Term:
    """One word or phrase, and how much it matters (0 to 1)."""

    word: str
    weight: float


def choose_figures(
    terms: tuple[Term, ...], company: frozenset[str], pictograms: Pictograms, chance: Random
) -> tuple[Pictogram, ...]:
    """One pictogram for each word, the best first; a word's second choice only where the picture would be empty.

    `company` is what else is spoken of: it tells which of two things a word means.
    """
    scores: dict[str, float] = {}
    spare: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for term in terms:
        names, fit = match(term, company, pictograms)
        if not names or names in seen:
            continue
        seen.add(names)
        unused = [name for name in names if name not in scores]
        chosen = names[1] if len(unused) > 1 and chance.random() < 0.2 else names[0]
        scores[chosen] = max(scores.get(chosen, 0.0), fit * term.weight)
        spare.extend(names)
    best = sorted(scores, key=lambda name: (-scores[name], name))
    if len(best) == 1:
        best += [name for name in spare if name not in best][:1]
    return tuple(pictograms.describe(name) for name in _without_twins(best)[:MOST_FIGURES])


def _without_twins(names: list[str]) -> list[str]:
    """One of each family, and no second sun or moon beside the sky's own."""
    distinct: dict[str, str] = {}
    for name in names:
        distinct.setdefault(_family(name), name)
    return [name for index, name in enumerate(distinct.values()) if index == 0 or name not in SKY_LIGHTS]


def _family(name: str) -> str:
    """Pictograms of one family look alike: no two of them are shown together."""
    return next((family for family in ALIKE if family in name), name)


def match(term: Term, company: frozenset[str], pictograms: Pictograms) -> tuple[tuple[str, ...], float]:
    """Pictogram names, the best first, and how well they fit (0 to 1), by the first reading of the word that fits."""
    for form in plain_forms(term.word):
        if (meant := meant_by(form, company)) is not None:
            return meant, 1.0
        names = tuple(name for name in LEXICON.get(form, ()) if name in pictograms)
        if names:
            return names, 1.0
        if (same := pictograms.named(form.replace(" ", "-"))) is not None:
            return (same.name,), 0.97
        if (kind := _headed(form, pictograms)) is not None:
            return (kind,), 0.85
    return (), 0.0


def _headed(word: str, pictograms: Pictograms) -> str | None:
    """The plainest pictogram whose two-word name is a kind of the word, as a kitchen-knife is of knife."""
    kinds = [known.name for known in pictograms.known_as(word) if known.name.split("-")[1:] == [word]]
    return min(kinds, key=lambda name: (len(name), name), default=None)


def of_the_film(figures: tuple[Pictogram, ...], subject: tuple[Pictogram, ...]) -> tuple[Pictogram, ...]:
    """Where a scene says "flower" in a film about lavender, lavender is shown."""
    if not subject or subject[0].category not in _KINDS:
        return figures
    shown = (subject[0] if _stands_for(figure, subject[0]) else figure for figure in figures)
    return tuple(dict.fromkeys(shown))


def _stands_for(figure: Pictogram, subject: Pictogram) -> bool:
    """A tree is no wheat, whatever grows in the film's fields."""
    if figure.name in TREES and subject.name not in TREES:
        return False
    return figure.name in COMMON and figure.category == subject.category


def company_of(terms: tuple[Term, ...]) -> frozenset[str]:
    """All the words, and what each of them may be an inflection of."""
    return frozenset(form for term in terms for word in (term.word, *term.word.split()) for form in plain_forms(word))
