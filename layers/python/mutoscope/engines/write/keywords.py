"""What a scene shows: its keywords, most important first, and the visual prompt made of them.

Invariant: keywords are content words of the scene itself, things one can draw before ideas; in other languages the
English words of the commonest things come after them, because every illustrator knows those.
"""

import re
from collections import Counter
from collections.abc import Mapping

from mutoscope.engines.draw.foreign import in_english, without_names, words_of
from mutoscope.engines.write.words import content_words, picturable_words

MOST_KEYWORDS = 6
_IDEAS = ("tion", "sion", "ness", "ity", "ment", "ism", "ance", "ence", "ship", "hood")
_ACTS_AND_MANNERS = ("ing", "ed", "ly", "ive", "ous", "able", "ible", "ful", "less", "est", "ize", "ise", "ify")

_MOST_OWN, _LEAST_OWN = 4, 2
_OTHER, _VAGUE = 2, 3
_SHORTEST_ARABIC = 3
_LONGEST_COMPOUND = 3
_MISTAKEN = frozenset({"hundert", "hunderte", "ஆறு", "心", "本", "月", "路", "道", "家"})
"""Looks like a thing's name, but is mostly a number or a part of other words."""
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NUMERAL = re.compile(r"[一二三四五六七八九十百千万億亿两几数何\d]+(?:.{0,2}$|年|月|日)")
_JAPANESE_NOUN = re.compile(
    r"(?:[\u4e00-\u9fff々]+|[\u30a0-\u30ff]{2,})(?=[はがをにでとのもやへ、。」』）]|から|まで|より|など|さん|だけ|ほど|です|[^\u3040-\u309f]|$)"
)
"""A run of Chinese characters before a particle; before other letters it is mostly the stem of a verb."""
_ENOUGH = 3
_AFTER_ARTICLE = re.compile(
    r"(?:\b(?:el|la|los|las|un|una|unos|unas|del|al|de|con|le|les|une|des|du|au|aux|en)\s|\b[ld]')([^\W\d_]+)"
)


def document_weights(text: str, language: str) -> Mapping[str, int]:
    """How often each content word stands in the whole text."""
    return Counter(content_words(text, language))


def scene_keywords(narration: str, language: str, weights: Mapping[str, int]) -> tuple[str, ...]:
    """At most six content words: what one can draw first, then by their weight in the document, then in order."""
    own = _own_keywords(narration, language, weights)
    if language == "en":
        return own[:MOST_KEYWORDS]
    english = dict.fromkeys(thing for word in own for thing in _things(word, language))
    kept = min(_MOST_OWN, max(_LEAST_OWN, MOST_KEYWORDS - len(english)))
    return tuple(dict.fromkeys([*own[:kept], *english]))[:MOST_KEYWORDS]


def _own_keywords(narration: str, language: str, weights: Mapping[str, int]) -> tuple[str, ...]:
    found = content_words(narration, language)
    order = {word: position for position, word in reversed(list(enumerate(found)))}
    nouns = _nouns(narration, language)

    def rank(word: str) -> tuple[int, int, int]:
        return (_vagueness(word, language, nouns), -min(weights.get(word, 1), 5), order[word])

    best = sorted(order, key=rank)
    shown = [word for word in best if rank(word)[0] < _VAGUE]
    return tuple(shown if len(shown) >= 2 else best[:_ENOUGH])


def _things(word: str, language: str) -> tuple[str, ...]:
    """The English things that a foreign word names. A character inside a Japanese word says little, in Chinese much."""
    if word in _MISTAKEN:
        return ()
    known = words_of(language)
    if word in known:
        return (known[word],)
    word = without_names(word, language)
    if _WIDE.search(word):
        shortest = 1 if language == "zh" and len(word) <= _LONGEST_COMPOUND else 2
        inside = {key: english for key, english in known.items() if len(key) >= shortest and key in word}
        return tuple(inside[key] for key in sorted(inside, key=word.index) if key not in _MISTAKEN)[:2]
    bare = word.removeprefix("و") if len(word) > _SHORTEST_ARABIC else word
    return tuple(in_english(word, language)) or tuple(in_english(bare, language))


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
    if _things(word, language):
        return 0
    if _NUMERAL.match(word) or (language == "ja" and word not in nouns):
        return _VAGUE
    if language == "zh":
        return _VAGUE if len(word) > 2 else 1
    return (0 if language == "ja" else 1) if word in nouns else 1 if language not in {"de", "es", "fr"} else _OTHER


def _nouns(narration: str, language: str) -> frozenset[str]:
    """What the language itself marks as nouns: capitals in German, the word after an article in Spanish and French."""
    if language == "de":
        return frozenset(word.lower() for word in re.findall(r"(?<=[\wäöüß,;] )[A-ZÄÖÜ]\w+", narration))
    if language in {"es", "fr"}:
        return frozenset(_AFTER_ARTICLE.findall(narration.lower().replace("’", "'")))
    if language == "ja":
        return frozenset(_JAPANESE_NOUN.findall(narration))
    return frozenset()
