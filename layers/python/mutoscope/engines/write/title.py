"""The title of a film made from a document.

Invariant: never empty, one line, at most 200 characters.
"""

from collections.abc import Mapping, Sequence

from mutoscope.engines.write.sentences import Paragraph, clean
from mutoscope.engines.write.words import content_words

LONGEST_TITLE = 200
_LONGEST_FIRST_SENTENCE = 60


def find_title(asked: str | None, paragraphs: Sequence[Paragraph], weights: Mapping[str, int], language: str) -> str:
    """The title that was asked for, else the document's heading, else a short first sentence, else its main words."""
    if asked and clean(asked):
        return clean(asked)[:LONGEST_TITLE]
    if paragraphs and paragraphs[0].heading:
        heading = paragraphs[0].heading[:LONGEST_TITLE]
        return heading.title() if heading.isupper() else heading
    first = next(sentence for paragraph in paragraphs for sentence in paragraph.sentences)
    if len(first) <= _LONGEST_FIRST_SENTENCE:
        return first.rstrip(".。।")
    return _central_phrase(paragraphs, weights, language) or first[:_LONGEST_FIRST_SENTENCE]


def _central_phrase(paragraphs: Sequence[Paragraph], weights: Mapping[str, int], language: str) -> str:
    """The two words that weigh most, in the order in which the document first says them."""
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:2]
    said = [word for paragraph in paragraphs for text in paragraph.sentences for word in content_words(text, language)]
    in_order = sorted((word for word in heaviest if word in said), key=said.index)
    phrase = ("、" if language in {"zh", "ja"} else " · ").join(word[:1].upper() + word[1:] for word in in_order)
    return phrase[:LONGEST_TITLE]
