"""How central each sentence is to its document: LexRank, on words cut by us, so no data has to be fetched.

Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", 2004, with threshold 0.1.
Invariant: scores lie in 0 to 1 and depend on the sentences alone.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.write.words import content_words

_BLOCK = 80
"""LexRank compares every pair of sentences, so a long document is ranked in blocks."""
_ALIKE = 0.1
_SETTLED = 0.1
"""When a round moves the scores less than this, their order does not change any more."""

Matrix = NDArray[np.float64]


def centrality(sentences: Sequence[str], language: str) -> tuple[float, ...]:
    """One score per sentence, 1.0 for the most central of its block."""
    blocks = [sentences[at : at + _BLOCK] for at in range(0, len(sentences), _BLOCK)]
    return tuple(score for block in blocks for score in _rank_block(block, language))


def _rank_block(sentences: Sequence[str], language: str) -> list[float]:
    told = [Counter(word.lower() for word in content_words(sentence.strip(), language)) for sentence in sentences]
    scores = _settle(_neighbours(_weights(told)))
    # A sentence that is told twice is as central as the last time.
    ratings = dict(zip(sentences, map(float, scores), strict=True))
    highest = max(ratings.values(), default=0.0) or 1.0
    return [ratings[sentence] / highest for sentence in sentences]


def _weights(told: Sequence[Counter[str]]) -> Matrix:
    """Shape (sentences, words): how often a sentence has a word, times how few sentences have it."""
    places = {word: place for place, word in enumerate(dict.fromkeys(word for words in told for word in words))}
    weights = np.zeros((len(told), len(places)))
    rarity = np.zeros(len(places))
    for word, place in places.items():
        rarity[place] = math.log(len(told) / (1 + sum(word in words for words in told)))
    for row, words in enumerate(told):
        for word, count in words.items():
            weights[row, places[word]] = count / max(words.values())
    weighted: Matrix = weights * rarity
    return weighted


def _neighbours(weights: Matrix) -> Matrix:
    """Each sentence's share in those that are alike: its cosine with them is over the threshold."""
    lengths = np.sqrt((weights**2).sum(axis=1))
    products = lengths[:, np.newaxis] * lengths
    cosines = np.divide(weights @ weights.T, products, out=np.zeros_like(products), where=products > 0)
    alike = (cosines > _ALIKE).astype(np.float64)
    shares: Matrix = alike / np.maximum(alike.sum(axis=1, keepdims=True), 1)
    return shares


def _settle(neighbours: Matrix) -> Matrix:
    scores: Matrix = np.full(len(neighbours), 1.0 / len(neighbours))
    while True:
        following: Matrix = neighbours.T @ scores
        following /= np.linalg.norm(following) or 1.0
        if np.linalg.norm(following - scores) <= _SETTLED:
            return following
        scores = following
