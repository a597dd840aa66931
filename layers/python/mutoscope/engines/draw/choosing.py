"""What a picture shows: the place, the hour and the pictograms that the request's words ask for.

A wrong pictogram is worse than none: a word counts by our lexicon or by a pictogram's own name. The package's loose
keywords are not followed: measured on 300 common nouns, every second one led astray (table to clamp, people to bus).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mutoscope.engines.draw.foreign import in_english
from mutoscope.engines.draw.lexicon import LEXICON
from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.palettes import Hour
from mutoscope.engines.draw.pictograms import Pictogram, Pictograms
from mutoscope.engines.draw.places import (
    FOUND_IN,
    HOURS,
    IMAGINED,
    NAMED,
    PLACES,
    SCENERY,
    SEASONAL,
    SKIES,
    TELLING,
    TURNS,
    UNTOLD,
)
from mutoscope.engines.draw.staging import ALIKE, BOATS, COMMON, GROWING, PORTABLE, SKY_LIGHTS, WEATHER
from mutoscope.engines.draw.wording import IDLE, LOOSE, plain_forms, split
from mutoscope.engines.tasks import DrawRequest
from mutoscope.films.script import Role

MOST_FIGURES = 4
_WATERLESS = frozenset({"field", "forest", "garden", "hills", "mountains", "river"})
"""Places that are a lake when their subject is a boat."""
_INDOORS = frozenset({"kitchen", "laboratory", "library", "room"})
_POTTED = frozenset({"rose", "tulip", "herb"})
_KINDS = frozenset({"Animals & Nature", "Food & Drink"})
_LEADING = 2
"""So many first keywords are what a scene is about."""


@dataclass(frozen=True)
class Term:
    """One word or phrase, and how much it matters (0 to 1)."""

    word: str
    weight: float


@dataclass(frozen=True)
class Choice:
    """`figures` are pictograms, the subject first; where no word names any, `scenery` is what the place may have.

    `hour` is None when no word names one.
    """

    place: str
    hour: Hour | None
    figures: tuple[Pictogram, ...]
    weather: Weather = Weather.CLEAR
    scenery: tuple[Pictogram, ...] = ()


def choose(request: DrawRequest, pictograms: Pictograms, chance: Random) -> Choice:
    terms = tuple(_terms(request, pictograms))
    topic = tuple(_topic_terms(request.topic))
    weather = _choose_weather((*terms, *topic) if request.role is Role.HOOK else terms)
    told = tuple(term for term in terms if term.word not in SKIES and term.word not in HOURS)
    known = tuple(term for term in topic if term.word not in NAMED | LOOSE | TELLING)
    own, subject = _choose_figures(told, pictograms, chance), _choose_figures(known, pictograms, chance)
    figures = _of_the_film(own, subject)
    # What the film is about stands in for a scene's own things, but not in every such scene.
    if not figures and (not request.variation or request.title or request.variation % 2):
        figures = subject
    hour = _choose_hour(terms)
    placing = (*terms, *(term for term in topic if _sets_scene(term)))
    place = _choose_place(placing, weather, figures, request.variation, chance)
    if place == "desert" and weather is Weather.SNOW:
        weather = Weather.CLEAR
    if figures and figures[0].name in BOATS and place in _WATERLESS:
        place = "lake"
    if figures and not any(_fits(figure, place) for figure in figures):
        place = chance.choice([other for other in FOUND_IN[figures[0].category] if _fits(figures[0], other)])
    figures = tuple(figure for figure in figures if _fits(figure, place))
    met = tuple(pictograms.describe(name) for name in SCENERY.get(place, ()))
    if not figures and not met:
        figures = subject
    turn = request.variation % max(1, len(met))
    return Choice(place, hour, figures, weather, scenery=() if figures else (*met[turn:], *met[:turn]))


def _of_the_film(figures: tuple[Pictogram, ...], subject: tuple[Pictogram, ...]) -> tuple[Pictogram, ...]:
    """Where a scene says "flower" in a film about lavender, lavender is shown."""
    if not subject or subject[0].category not in _KINDS:
        return figures
    shown = (
        subject[0] if figure.name in COMMON and figure.category == subject[0].category else figure for figure in figures
    )
    return tuple(dict.fromkeys(shown))


def _fits(figure: Pictogram, place: str) -> bool:
    """No boat without water, and no house or tree inside a house."""
    if place in _WATERLESS:
        return figure.name not in BOATS
    if place in _INDOORS:
        tree = figure.name in GROWING and figure.name not in _POTTED
        return not tree and (figure.category != "Travel & Places" or figure.name in PORTABLE)
    return True


def _terms(request: DrawRequest, pictograms: Pictograms) -> Iterator[Term]:
    """Keywords from the first on, then the prompt's words at a lower weight; a known phrase is not taken apart."""
    for index, keyword in enumerate(request.keywords):
        weight = max(0.45, 1 - 0.08 * index)
        phrase = split(keyword)
        if len(phrase) > 1:
            whole = Term(" ".join(phrase), weight)
            yield whole
            if _match(whole, pictograms)[0]:
                continue
        for place, word in enumerate(phrase):
            readings = _readings(word, weight * (1 if place == len(phrase) - 1 else 0.85))
            yield from (term for term in readings if index < _LEADING or term.word not in SEASONAL)
    weight = 0.4 if request.keywords else 0.8
    said = {word for keyword in request.keywords for word in split(keyword)}
    for index, word in enumerate(split(request.prompt)[:60]):
        if word not in LOOSE and word not in said and not (request.keywords and word.endswith(("ed", "ing"))):
            readings = _readings(word, weight * max(0.5, 1 - 0.02 * index))
            yield from (term for term in readings if term.word not in SEASONAL)


def _topic_terms(topic: str) -> Iterator[Term]:
    """What the film is about weighs little, but a place that it names is where a scene is, unless it names another."""
    for index, word in enumerate(split(topic)):
        for term in _readings(word, 0.3 / (index + 1)):
            yield Term(term.word, 0.65 if _is_named(term) else term.weight)


def _is_named(term: Term) -> bool:
    return any(form in NAMED for form in plain_forms(term.word))


def _sets_scene(term: Term) -> bool:
    return _is_named(term) or all(PLACES.get(form) not in UNTOLD for form in plain_forms(term.word))


def _readings(word: str, weight: float) -> Iterator[Term]:
    if word in IDLE:
        return
    if word.isascii():
        yield Term(word, weight)
    yield from (Term(english, weight * 0.95) for english in in_english(word) if english not in IDLE)


def _choose_figures(terms: tuple[Term, ...], pictograms: Pictograms, chance: Random) -> tuple[Pictogram, ...]:
    """One pictogram for each word, the best first; a word's second choice only where the picture would be empty."""
    scores: dict[str, float] = {}
    spare: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for term in terms:
        names, fit = _match(term, pictograms)
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


def _match(term: Term, pictograms: Pictograms) -> tuple[tuple[str, ...], float]:
    """Pictogram names, the best first, and how well they fit (0 to 1), by the first reading of the word that fits."""
    for form in plain_forms(term.word):
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


def _choose_place(
    terms: tuple[Term, ...], weather: Weather, figures: tuple[Pictogram, ...], variation: int, chance: Random
) -> str:
    """The place that most words name; else one where the subject is usually found."""
    scores: dict[str, float] = defaultdict(float)
    sure: set[str] = set()
    for term in terms:
        place = next((PLACES[form] for form in plain_forms(term.word) if form in PLACES), None)
        if place is not None:
            named = _is_named(term)
            scores[place] += term.weight * (0.35 if place in IMAGINED else 1.7 if named else 1)
            sure |= {place} if named else set()
    if scores:
        best = max(sorted(scores), key=lambda place: scores[place])
        best = "cape" if best == "sea" and "cape" in scores else best
        turns = (best,) if best in sure else TURNS.get(best, (best,))
        return turns[variation % len(turns)]
    if weather is not Weather.CLEAR or any(figure.name in WEATHER for figure in figures):
        return "snow" if weather is Weather.SNOW else chance.choice(("hills", "mountains", "garden"))
    if figures:
        return chance.choice(FOUND_IN[figures[0].category])
    return chance.choice(("abstract", "hills", "mountains", "garden", "sea"))


def _choose_hour(terms: tuple[Term, ...]) -> Hour | None:
    for term in sorted(terms, key=lambda term: -term.weight):
        for form in plain_forms(term.word):
            if form in HOURS:
                return HOURS[form]
    return None


def _choose_weather(terms: tuple[Term, ...]) -> Weather:
    for term in terms:
        for form in plain_forms(term.word):
            if form in SKIES:
                return SKIES[form]
    return Weather.CLEAR
