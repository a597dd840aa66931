"""The looker by a model that sees."""

import base64
import json
from typing import Any

import cv2
import numpy as np
import pytest
from pydantic import SecretStr

from mutoscope.engines.look.hosted.openai_compatible import OpenAiCompatibleLooker
from mutoscope.engines.look.measure import measure
from mutoscope.engines.understanding import Focus, LookRequest
from mutoscope.engines.write.hosted.asking import Patience
from mutoscope.errors import EngineFailed

PIXELS = np.full((900, 1_600, 3), (205, 35, 40), np.uint8)
REQUEST = LookRequest(PIXELS, measure(PIXELS, {}), Focus.LIGHT, "a barn")
TOLD = json.dumps({"report": " A red barn. ", "prompts": ["one", "two", "three", "four"]})


def looker(provider: Any) -> OpenAiCompatibleLooker:
    return OpenAiCompatibleLooker(provider.base_url, SecretStr("sk-0123456789"), "m-1", Patience(5.0))


def test_the_picture_goes_small_and_as_pixels_alone(provider: Any) -> None:
    provider.says(TOLD)

    seen = looker(provider).look(REQUEST)

    text, picture = provider.orders[0]["messages"][1]["content"]
    sent = cv2.imdecode(np.frombuffer(base64.b64decode(picture["image_url"]["url"].partition(",")[2]), np.uint8), 1)
    assert (seen.report, seen.prompts) == ("A red barn.", ("one", "two", "three"))
    assert "light" in text["text"]
    assert "a barn" in text["text"]
    assert sent.shape == (576, 1_024, 3)
    assert sent[0, 0].tolist() == pytest.approx([40, 35, 205], abs=6)


def test_an_answer_of_another_shape_is_sent_back_once(provider: Any) -> None:
    provider.says("A red barn.")
    provider.says(f"Of course:\n```json\n{TOLD}\n```")

    assert looker(provider).look(REQUEST).report == "A red barn."


def test_an_answer_of_another_shape_twice_is_a_failure(provider: Any) -> None:
    provider.says("A red barn.")
    provider.says("A red barn, as I said.")

    with pytest.raises(EngineFailed, match="shape"):
        looker(provider).look(REQUEST)
