"""How central a sentence is to its document."""

import pytest

from mutoscope.engines.write.ranking import centrality

PADDIES = (
    "Rice grows in wet fields.",
    "Farmers plant rice in wet fields.",
    "Farmers harvest rice by hand.",
    "The moon is far away.",
    "Wet fields keep weeds away.",
)


def test_the_scores_are_those_of_lexrank() -> None:
    # Of sumy 0.13's LexRank, on the same words.
    expected = (1.0, 1.0, 0.674419, 0.837209, 0.674419)

    assert centrality(PADDIES, "en") == pytest.approx(expected, abs=1e-6)


def test_sentences_that_share_no_word_are_equally_central() -> None:
    assert centrality(("Rice grows.", "The moon is far."), "en") == (0.0, 0.0)


def test_a_long_document_is_ranked_in_blocks_and_each_has_its_most_central_sentence() -> None:
    scores = centrality(PADDIES * 20, "en")

    assert len(scores) == 100
    assert max(scores[:80]) == max(scores[80:]) == 1.0


def test_no_sentences_have_no_scores() -> None:
    assert centrality((), "en") == ()
