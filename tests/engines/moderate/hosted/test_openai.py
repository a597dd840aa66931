"""The moderator at OpenAI."""

from typing import Any

import pytest
from pydantic import SecretStr

from mutoscope.engines.moderate.hosted.openai import MODEL, OpenAiModerator
from mutoscope.engines.understanding import Category
from mutoscope.engines.write.hosted.asking import Patience
from mutoscope.errors import EngineFailed


def moderator(provider: Any) -> OpenAiModerator:
    return OpenAiModerator(provider.base_url, SecretStr("sk-0123456789"), Patience(5.0))


def result(**scores: float) -> dict[str, Any]:
    return {
        "flagged": any(score > 0.5 for score in scores.values()),
        "categories": {name: score > 0.5 for name, score in scores.items()},
        "category_scores": scores,
        "category_applied_input_types": {},
    }


def test_each_text_gets_its_scores_and_flags_in_order(provider: Any) -> None:
    answer = [result(**{"violence": 0.9, "self-harm/intent": 0.1}), result(violence=0.01)]
    provider.answers.append((200, {"id": "modr-1", "model": MODEL, "results": answer}))

    first, second = moderator(provider).moderate(("one", "two"))

    assert provider.orders == [{"input": ["one", "two"], "model": MODEL}]
    assert (first.flagged, second.flagged) == (frozenset({Category.VIOLENCE}), frozenset())
    assert (first.scores[Category.VIOLENCE], first.scores[Category.SELF_HARM_INTENT]) == (0.9, 0.1)
    assert first.scores.keys() == set(Category)


def test_a_refusal_is_ours(provider: Any) -> None:
    provider.refuses(401)

    with pytest.raises(EngineFailed, match="invalid API key"):
        moderator(provider).moderate(("one",))
