"""The words that a picture is chosen by, and how much each matters: keywords, the prompt's own, the topic's."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mutoscope.engines.draw.casting import Term, match
from mutoscope.engines.draw.foreign import in_english
from mutoscope.engines.draw.lexicon import LEXICON
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.places import (
    NAMED,
    PLACES,
    SEASONAL,
    UNTOLD,
)
from mutoscope.engines.draw.wording import IDLE, LOOSE, plain_forms, split
from mutoscope.engines.tasks import DrawRequest
from mutoscope.engines.write.language_of import language_of
from mutoscope.films.script import Role

_LEADING = 2
"""So many first keywords are what a scene is about."""


def terms_of(request: DrawRequest, pictograms: Pictograms) -> Iterator[Term]:
    """Keywords from the first on, then the prompt's words at a lower weight; a known phrase is not taken apart."""
    language = language_told(request)
    for index, keyword in enumerate(request.keywords):
        weight = max(0.45, 1 - 0.08 * index)
        phrase = split(keyword)
        if len(phrase) > 1:
            whole = Term(" ".join(phrase), weight)
            yield whole
            if match(whole, frozenset(), pictograms)[0]:
                continue
        for place, word in enumerate(phrase):
            readings = _readings(word, weight * (1 if place == len(phrase) - 1 else 0.85), language)
            # A film ends on what it is about, and not on the winter that its last sentence looks out to.
            counts = index < _LEADING and request.role is not Role.CLOSE
            yield from (term for term in readings if counts or term.word not in SEASONAL)
    weight = 0.4 if request.keywords else 0.8
    words = split(request.prompt)[:60]
    phrases = tuple(phrases_of(words))
    yield from (Term(phrase, weight) for phrase in phrases)
    told_whole = (phrase for phrase in phrases if any(form in LEXICON for form in plain_forms(phrase)))
    said = {word for text in (*request.keywords, *told_whole) for word in split(text)}
    for index, word in enumerate(words):
        if word not in LOOSE and word not in said and not (request.keywords and word.endswith(("ed", "ing"))):
            readings = _readings(word, weight * max(0.5, 1 - 0.02 * index), language)
            yield from (term for term in readings if term.word not in SEASONAL)


def language_told(request: DrawRequest) -> str:
    """What is asked for without a film says no language: then by its words."""
    return request.language if request.language != "en" else language_of(request.prompt)


def phrases_of(words: Sequence[str]) -> Iterator[str]:
    """Two or three words after one another that name one thing together, as steam engines and hot air balloons do."""
    together = (*zip(words, words[1:], words[2:], strict=False), *pairwise(words))
    spoken = (" ".join(words) for words in together)
    return (phrase for phrase in spoken if any(form in LEXICON or form in PLACES for form in plain_forms(phrase)))


def topic_terms(topic: str, language: str) -> Iterator[Term]:
    """What the film is about weighs little, but a place that it names is where a scene is, unless it names another."""
    words = split(topic)
    yield from (Term(phrase, 0.5) for phrase in phrases_of(words))
    for index, word in enumerate(words):
        for term in _readings(word, 0.3 / (index + 1), language):
            yield Term(term.word, 0.65 if is_named(term) else term.weight)


def is_named(term: Term) -> bool:
    return any(form in NAMED for form in plain_forms(term.word))


def sets_scene(term: Term) -> bool:
    return is_named(term) or all(PLACES.get(form) not in UNTOLD for form in plain_forms(term.word))


def _readings(word: str, weight: float, language: str) -> Iterator[Term]:
    if word in IDLE:
        return
    if word.isascii():
        yield Term(word, weight)
    yield from (Term(english, weight * 0.95) for english in in_english(word, language) if english not in IDLE)
