"""What a scene shows: its keywords, most important first, and the visual prompt made of them.

Invariant: keywords are content words of the scene itself, things one can draw before ideas.
"""

import re
from collections import Counter
from collections.abc import Mapping

from mutoscope.engines.write.words import content_words, picturable_words

MOST_KEYWORDS = 6
_IDEAS = ("tion", "sion", "ness", "ity", "ment", "ism", "ance", "ence", "ship", "hood")
_ACTS_AND_MANNERS = ("ing", "ed", "ly", "ive", "ous", "able", "ible", "ful", "less", "est", "ize", "ise", "ify")

_VAGUE = 2
_ENOUGH = 3
_AFTER_ARTICLE = re.compile(
    r"(?:\b(?:el|la|los|las|un|una|unos|unas|del|al|de|con|le|les|une|des|du|au|aux|en)\s|\b[ld]')([^\W\d_]+)"
)


def document_weights(text: str, language: str) -> Mapping[str, int]:
    """How often each content word stands in the whole text."""
    return Counter(content_words(text, language))


def scene_keywords(narration: str, language: str, weights: Mapping[str, int]) -> tuple[str, ...]:
    """At most six content words: what one can draw first, then by their weight in the document, then in order."""
    found = content_words(narration, language)
    order = {word: position for position, word in reversed(list(enumerate(found)))}
    nouns = _nouns(narration, language)

    def rank(word: str) -> tuple[int, int, int]:
        return (_vagueness(word, language, nouns), -min(weights.get(word, 1), 5), order[word])

    best = sorted(order, key=rank)
    shown = [word for word in best if rank(word)[0] < _VAGUE]
    return tuple((shown if len(shown) >= 2 else best[:_ENOUGH])[:MOST_KEYWORDS])


def picture_prompt(keywords: tuple[str, ...], subject: str, language: str) -> str:
    """A short visual prompt: the scene's things, and the film's subject where the scene names few."""
    comma = "、" if language in {"zh", "ja"} else "، " if language == "ar" else ", "
    things = list(keywords[:5])
    if subject and subject not in things and len(things) < _ENOUGH:
        things.append(subject)
    return comma.join(things)[:1_000]


def _vagueness(word: str, language: str, nouns: frozenset[str]) -> int:
    """0 for a thing one can draw, 1 for another word, 2 for one that names an idea, an act or a manner."""
    if language == "en":
        thing = word in picturable_words() or word.rpartition("-")[2] in picturable_words()
        return 0 if thing else _VAGUE if word.endswith(_IDEAS + _ACTS_AND_MANNERS) else 1
    if language == "zh":
        return _VAGUE if len(word) > 2 else 1
    return 0 if word in nouns else 1


def _nouns(narration: str, language: str) -> frozenset[str]:
    """What the language itself marks as nouns: capitals in German, the word after an article in Spanish and French."""
    if language == "de":
        return frozenset(word.lower() for word in re.findall(r"(?<=[\wäöüß,;] )[A-ZÄÖÜ]\w+", narration))
    if language in {"es", "fr"}:
        return frozenset(_AFTER_ARTICLE.findall(narration.lower().replace("’", "'")))
    return frozenset()
