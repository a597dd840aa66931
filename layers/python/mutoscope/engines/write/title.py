"""The title of a film made from a document.

Invariant: never empty, one line, at most 60 characters where the text has a title as short, and never cut off.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from mutoscope.engines.write.sentences import Paragraph, clean
from mutoscope.engines.write.words import content_words

LONGEST_TITLE = 200
SHORT_TITLE = 60
_SHORTEST = 6
_BREAKS = (r"\s+[|•·»]\s+", r"\s+[–—-]\s+", r"\s*[:：]\s+|：", r"\s*[;；]\s*", r"\s+\(", r",\s+|[，、،]\s*")
_SMALL_WORDS = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"})


def find_title(
    asked: str | None, paragraphs: Sequence[Paragraph], weights: Mapping[str, int], language: str, text: str = ""
) -> str:
    """The title that was asked for, else the document's heading, else a short first sentence, else its main words."""
    phrase = _central_phrase(paragraphs, weights, language)
    if asked and clean(asked):
        return shorten(recase(clean(asked), text, language)) or phrase or clean(asked)[:LONGEST_TITLE]
    if paragraphs and paragraphs[0].heading:
        heading = recase(paragraphs[0].heading, text, language)
        return shorten(heading) or phrase or heading[:LONGEST_TITLE]
    first = next(sentence for paragraph in paragraphs for sentence in paragraph.sentences)
    if len(first) <= SHORT_TITLE:
        return first.rstrip(".。।")
    return phrase or shorten(first) or first[:LONGEST_TITLE]


def shorten(title: str) -> str:
    """The title, or its first part that stands for itself, in at most 60 characters; empty if there is none."""
    if len(title) <= SHORT_TITLE:
        return title
    for pattern in _BREAKS:
        head = re.split(pattern, title, maxsplit=1)[0].strip()
        if (_SHORTEST if head.isascii() else _SHORTEST // 2) <= len(head) <= SHORT_TITLE:
            return head
    return ""


def recase(title: str, text: str, language: str) -> str:
    """A title in capitals as it is written in running text: each word as the text writes it, else by the language."""
    if not title.isupper():
        return title[:1].upper() + title[1:]
    written = Counter(re.findall(r"[^\W\d_]+", text.replace(title, " ")))
    forms: dict[str, str] = {}
    for word, _ in written.most_common():
        forms.setdefault(word.lower(), word)
    told = re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda found: _word(found.group(), forms, language), title)
    return told[:1].upper() + told[1:]


def _word(word: str, forms: Mapping[str, str], language: str) -> str:
    """English writes the words of a title large, but for small ones; the others only names, and German its nouns."""
    lower = word.lower()
    if lower in _SMALL_WORDS and language == "en":
        return lower
    if lower in forms and not (language == "en" and forms[lower].islower()):
        return forms[lower]
    if language in {"en", "id"} or (language == "de" and lower not in forms):
        return word if len(word) == 1 else lower.capitalize()
    return lower


def _central_phrase(paragraphs: Sequence[Paragraph], weights: Mapping[str, int], language: str) -> str:
    """The two words that weigh most, in the order in which the document first says them."""
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:2]
    said = [word for paragraph in paragraphs for text in paragraph.sentences for word in content_words(text, language)]
    in_order = sorted((word for word in heaviest if word in said), key=said.index)
    phrase = ("、" if language in {"zh", "ja"} else " · ").join(word[:1].upper() + word[1:] for word in in_order)
    return phrase if len(phrase) <= SHORT_TITLE else ""
