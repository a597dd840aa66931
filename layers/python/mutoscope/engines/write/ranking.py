"""How central each sentence is to its document: LexRank, on words cut by us, so no data has to be fetched.

Invariant: scores lie in 0 to 1 and depend on the sentences alone.
"""

from collections.abc import Sequence

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer

from mutoscope.engines.write.words import content_words

_BLOCK = 80
"""LexRank compares every pair of sentences, so a long document is ranked in blocks: 0.1 s each."""


class _Words:
    """What sumy asks of a tokenizer."""

    def __init__(self, language: str) -> None:
        self._language = language

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return content_words(sentence, self._language)


def centrality(sentences: Sequence[str], language: str) -> tuple[float, ...]:
    """One score per sentence, 1.0 for the most central of its block."""
    blocks = [sentences[at : at + _BLOCK] for at in range(0, len(sentences), _BLOCK)]
    return tuple(score for block in blocks for score in _rank_block(block, _Words(language)))


def _rank_block(sentences: Sequence[str], tokenizer: _Words) -> list[float]:
    told = [Sentence(text, tokenizer) for text in sentences]
    ratings: dict[str, float] = {}

    def keep_ratings(infos: Sequence[tuple[object, int, float]]) -> Sequence[tuple[object, int, float]]:
        ratings.update({str(sentence): float(rating) for sentence, _, rating in infos})
        return infos

    LexRankSummarizer()(ObjectDocumentModel([Paragraph(told)]), keep_ratings)
    highest = max(ratings.values(), default=0.0) or 1.0
    return [ratings[str(sentence)] / highest for sentence in told]
