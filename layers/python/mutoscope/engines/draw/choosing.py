"""What a picture shows: the place, the hour and the pictograms that the request's words ask for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mutoscope.engines.draw.casting import Term, choose_figures, company_of, match, of_the_film
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
    SKIES,
    TELLING,
    TURNS,
)
from mutoscope.engines.draw.shared_sky import CLEARING, USUAL
from mutoscope.engines.draw.staging import AIRBORNE, BOATS, DEEP, GROWING, OFFSHORE, PORTABLE, SWIMMING, WEATHER
from mutoscope.engines.draw.terms import is_named, language_told, phrases_of, sets_scene, terms_of, topic_terms
from mutoscope.engines.draw.wording import LOOSE, plain_forms, split
from mutoscope.engines.tasks import DrawRequest
from mutoscope.films.script import Role

_WATERLESS = frozenset({"field", "forest", "garden", "hills", "mountains", "river"})
"""Places that are a lake when their subject is a boat."""
_AT_SEA = frozenset({"sea", "underwater"})
_INDOORS = frozenset({"kitchen", "laboratory", "library", "room"})
_POTTED = frozenset({"rose", "tulip", "herb"})
CAPE = "cape"
_IN_THE_BACKDROP = {
    CAPE: {"lighthouse"},
    "mountains": {"mountain", "snow-capped-mountain"},
    "snow": {"mountain", "snow-capped-mountain"},
    "sea": {"desert-island"},
}
"""What a place shows by itself: as a figure it would stand there twice."""
_HOUSED = "bouquet cat dog fly hamster lady-beetle mosquito mouse parrot potted-plant rat spider"
_TAME = frozenset(_HOUSED.split())
"""What one meets in a room of what lives; for anything else that sleeps or has a child, a room is the wrong place."""
_JOINED = re.compile(r"\b(?:and|with|plus)\b|[,;+&]")
_WHERE = re.compile(r"\b(?:on|in|at|by|near|under|beside|behind|before|over|next to|in front of|through|along)\b")


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
    terms = tuple(terms_of(request, pictograms))
    topic = tuple(topic_terms(request.topic, language_told(request)))
    weather = _choose_weather((*terms, *topic) if request.role is Role.HOOK else terms)
    if weather is Weather.CLEAR and request.weather and not _says_clear(terms):
        weather = Weather(request.weather)
    told = tuple(term for term in terms if term.word not in SKIES and term.word not in HOURS)
    known = tuple(term for term in topic if term.word not in NAMED | LOOSE | TELLING)
    company = company_of((*terms, *topic))
    own, subject = (choose_figures(words, company, pictograms, chance) for words in (told, known))
    avoided = _avoided(request, pictograms)
    figures = tuple(figure for figure in of_the_film(own, subject) if figure.name not in avoided)
    # What the film is about stands in for a scene's own things, but not in every such scene.
    closes = request.role is Role.CLOSE
    if not figures and (not request.variation or request.title or closes or request.variation % 2):
        figures = tuple(figure for figure in subject if figure.name not in avoided)
    hour = _choose_hour(terms) if not request.hour else None if request.hour == USUAL else Hour(request.hour)
    placing = (*terms, *(term for term in topic if sets_scene(term)))
    place = _choose_place(placing, weather, figures, request.variation, chance)
    if place == "desert" and weather is Weather.SNOW:
        weather = Weather.CLEAR
    if figures and figures[0].name in BOATS and place in _WATERLESS:
        place = "lake"
    fitting = [_fits(figure, place) for figure in figures]
    # A room is where things are when nothing says where: it gives way to a subject that does not belong there, and the
    # deep to one that would drown.
    if figures and not (fitting[0] if place in {"room", "underwater"} else any(fitting)):
        found = [other for other in FOUND_IN[figures[0].category] if _fits(figures[0], other)]
        place = chance.choice(found or ["underwater"])
    shown_at_large = bool(figures) and _is_backdrop(figures[0], place)
    figures = tuple(figure for figure in figures if _fits(figure, place) and not _is_backdrop(figure, place))
    if figures and shown_at_large:
        # The place itself is the subject: what else is named is met there, and does not stand before it.
        return Choice(place, hour, (), weather, scenery=figures)
    met = tuple(pictograms.describe(name) for name in SCENERY.get(place, ()) if name not in avoided)
    if not figures and (not met or request.title or closes):
        figures = tuple(figure for figure in subject if not _is_backdrop(figure, place))
    turn = request.variation % max(1, len(met))
    return Choice(place, hour, figures, weather, scenery=() if figures else (*met[turn:], *met[:turn]))


def named_figures(prompt: str, pictograms: Pictograms) -> tuple[Pictogram, ...]:
    """What the words name that can be drawn for itself: of "a hot air balloon and a cat on a sofa", balloon and cat."""
    listed = _WHERE.split(prompt.lower())[0]
    named = (_headword(part, pictograms) for part in _JOINED.split(listed))
    return tuple(pictograms.describe(name) for name in dict.fromkeys(name for name in named if name))


def _headword(part: str, pictograms: Pictograms) -> str | None:
    """The last word that names something: what stands before it says of which kind it is."""
    words = [term for term in _words_of(part, pictograms) if term.word not in SKIES and term.word not in HOURS]
    named = [found[0] for term in words if (found := match(term, frozenset(), pictograms)[0])]
    return named[-1] if named else None


def names_place(prompt: str, pictograms: Pictograms) -> bool:
    return any(form in PLACES for term in _words_of(prompt, pictograms) for form in plain_forms(term.word))


def _words_of(prompt: str, pictograms: Pictograms) -> Iterator[Term]:
    return terms_of(DrawRequest(prompt, (), "", 1, 1, 0, 0.0), pictograms)


def _avoided(request: DrawRequest, pictograms: Pictograms) -> frozenset[str]:
    """The pictograms of every reading of a word that must not be in the picture."""
    words = split(request.avoid)
    named = (match(Term(word, 1.0), frozenset(), pictograms)[0] for word in (*words, *phrases_of(words)))
    return frozenset(name for names in named for name in names)


def in_the_backdrop(place: str) -> frozenset[str]:
    """What a place shows by itself."""
    return frozenset(_IN_THE_BACKDROP.get(place, ()))


def _is_backdrop(figure: Pictogram, place: str) -> bool:
    return figure.name in in_the_backdrop(place)


def _fits(figure: Pictogram, place: str) -> bool:
    """No boat without water, no house in it, and no house, tree or wild animal inside a house."""
    if place in _AT_SEA:
        lands = figure.category == "Travel & Places" and figure.name not in BOATS | AIRBORNE | PORTABLE | OFFSHORE
        walks = figure.category == "Animals & Nature" and figure.name not in SWIMMING | AIRBORNE
        return not (lands or (walks and place == "underwater"))
    if figure.name in DEEP:
        return False
    if place in _WATERLESS:
        return figure.name not in BOATS
    if place == "room" and figure.category == "Animals & Nature" and figure.name not in _POTTED | _TAME:
        return False
    if place in _INDOORS:
        tree = figure.name in GROWING and figure.name not in _POTTED
        return not tree and (figure.category != "Travel & Places" or figure.name in PORTABLE)
    return True


def _choose_place(
    terms: tuple[Term, ...], weather: Weather, figures: tuple[Pictogram, ...], variation: int, chance: Random
) -> str:
    """The place that most words name; else one where the subject is usually found."""
    scores: dict[str, float] = defaultdict(float)
    sure: set[str] = set()
    for term in terms:
        place = next((PLACES[form] for form in plain_forms(term.word) if form in PLACES), None)
        if place is not None:
            named = is_named(term)
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


def _says_clear(terms: tuple[Term, ...]) -> bool:
    return any(form in CLEARING for term in terms for form in plain_forms(term.word))


def _choose_weather(terms: tuple[Term, ...]) -> Weather:
    for term in terms:
        for form in plain_forms(term.word):
            if form in SKIES:
                return SKIES[form]
    return Weather.CLEAR
