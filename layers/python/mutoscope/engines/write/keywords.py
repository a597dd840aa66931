"""What a scene shows: its keywords, most important first, and the visual prompt made of them.

Invariant: keywords are content words of the scene itself, things one can draw before ideas.
"""

from collections import Counter
from collections.abc import Mapping

from mutoscope.engines.write.words import content_words, picturable_words

MOST_KEYWORDS = 6
_IDEAS = ("tion", "sion", "ness", "ity", "ment", "ism", "ance", "ence", "ship", "hood")
_ACTS_AND_MANNERS = ("ing", "ed", "ly", "ive", "ous", "able", "ible", "ful", "less", "est", "ize", "ise", "ify")


def document_weights(text: str, language: str) -> Mapping[str, int]:
    """How often each content word stands in the whole text."""
    return Counter(content_words(text, language))


def scene_keywords(narration: str, language: str, weights: Mapping[str, int]) -> tuple[str, ...]:
    """At most six content words: what one can draw first, then by their weight in the document, then in order."""
    found = content_words(narration, language)
    order = {word: position for position, word in reversed(list(enumerate(found)))}

    def rank(word: str) -> tuple[int, int, int]:
        return (_abstractness(word, language), -min(weights.get(word, 1), 5), order[word])

    return tuple(sorted(order, key=rank)[:MOST_KEYWORDS])


def picture_prompt(keywords: tuple[str, ...], subject: str, language: str) -> str:
    """A short visual prompt: the scene's things, and the film's subject where the scene does not name it."""
    comma = "、" if language in {"zh", "ja"} else "، " if language == "ar" else ", "
    things = list(keywords[:4])
    if subject and subject not in things:
        things.append(subject)
    return comma.join(things)[:1_000]


def _abstractness(word: str, language: str) -> int:
    """0 for a thing one can draw, 1 for another word, 2 for one whose ending speaks of an idea, an act or a manner."""
    if language == "en" and (word in picturable_words() or word.rpartition("-")[2] in picturable_words()):
        return 0
    return 2 if language == "en" and word.endswith(_IDEAS + _ACTS_AND_MANNERS) else 1
