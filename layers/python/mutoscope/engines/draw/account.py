"""What of a picture's words is in it, place, hour, weather and figures, and what is not."""

from collections.abc import Iterator

from mutoscope.engines.draw.casting import Term, company_of, match
from mutoscope.engines.draw.choosing import in_the_backdrop
from mutoscope.engines.draw.foreign import in_english
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.places import HOURS, PLACES, SKIES
from mutoscope.engines.draw.planning import Plan
from mutoscope.engines.draw.scene import Figure
from mutoscope.engines.draw.terms import phrases_of
from mutoscope.engines.draw.wording import IDLE, plain_forms, split
from mutoscope.engines.write.language_of import language_of
from mutoscope.engines.write.words import stop_words

_COLOURS = frozenset(
    ["black", "blue", "brown", "gray", "green", "grey", "orange", "pink", "purple", "red", "white", "yellow"]
)


Words = tuple[str, ...]


def account_of(prompt: str, plan: Plan, pictograms: Pictograms) -> tuple[Words, Words]:
    """The prompt's words that were drawn, and those that were not, in its order.

    No colour is followed, so colours are always among what was not drawn.
    """
    drawn: list[str] = []
    left: list[str] = []
    language = language_of(prompt)
    company = company_of(tuple(Term(word, 1.0) for word in split(prompt)))
    for word in _told(prompt):
        shown = any(
            _is_shown(Term(reading, 1.0), company, plan, pictograms) for reading in (word, *in_english(word, language))
        )
        (drawn if shown else left).append(word)
    return tuple(dict.fromkeys(drawn)), tuple(dict.fromkeys(left))


def _told(prompt: str) -> Iterator[str]:
    """Phrases that name one thing, and all other words but those that name nothing."""
    words, idle = split(prompt), IDLE | stop_words(language_of(prompt))
    known = tuple(phrases_of(words))
    phrases = [phrase for phrase in known if not any(phrase in longer and phrase != longer for longer in known)]
    inside = {word for phrase in phrases for word in phrase.split()}
    yield from phrases
    yield from (word for word in words if word not in inside and (word not in idle or word in _COLOURS))


def _is_shown(term: Term, company: frozenset[str], plan: Plan, pictograms: Pictograms) -> bool:
    choice = plan.choice
    for form in plain_forms(term.word):
        if PLACES.get(form) == choice.place or (form in HOURS and HOURS[form] is choice.hour):
            return True
        if SKIES.get(form) is choice.weather:
            return True
    standing = {mark.name for layer in plan.scene.layers for mark in layer.marks if isinstance(mark, Figure)}
    names, _ = match(term, company, pictograms)
    return not {*standing, *in_the_backdrop(choice.place)}.isdisjoint(names)
