"""The improver by a language model."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from mutoscope.engines.improve.hosted.openai_compatible import OpenAiCompatibleImprover
from mutoscope.engines.understanding import Improved, ImproveRequest, Medium
from mutoscope.engines.write.hosted.asking import Patience
from mutoscope.errors import EngineFailed

REQUEST = ImproveRequest("a heron", Medium.VIDEO, "watercolour", 2, 0)


def improver(provider: Any) -> OpenAiCompatibleImprover:
    return OpenAiCompatibleImprover(provider.base_url, SecretStr("sk-0123456789"), "m-1", Patience(5.0))


def answer(*prompts: str) -> str:
    return json.dumps({"prompts": [{"prompt": prompt, "added": ["light"]} for prompt in prompts]})


def test_as_many_ways_as_were_asked_for_come_back(provider: Any) -> None:
    provider.says(answer("a heron at dawn ", "a heron at dusk", "a third"))

    ways = improver(provider).improve(REQUEST)

    order = provider.orders[0]["messages"][1]["content"]
    assert ways == (Improved("a heron at dawn", ("light",)), Improved("a heron at dusk", ("light",)))
    assert all(word in order for word in ("2 prompts", "video", "watercolour", "a heron"))


def test_fewer_than_were_asked_for_are_a_failure(provider: Any) -> None:
    provider.says(answer("a heron at dawn"))

    with pytest.raises(EngineFailed, match="1 prompts of 2"):
        improver(provider).improve(REQUEST)
