"""Every order that docs/clips.md shows is one that the studio takes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mutoscope.kinds.registry import require_kind
from mutoscope.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "clips.md").read_text(encoding="utf-8")
ORDERS = [json.loads(block) for block in re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)]


def test_every_section_shows_an_order() -> None:
    assert [order["kind"] for order in ORDERS] == re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("order", ORDERS, ids=[order["kind"] for order in ORDERS])
def test_an_order_of_the_page_is_taken(order: dict[str, Any]) -> None:
    kind = require_kind(order["kind"])
    # A job's result is named by the key of its file before its kind sees it.
    given = {**order["input"], **({"image": f"{'a' * 64}/image.png"} if "image" in order["input"] else {})}

    request = kind.request.model_validate(given)

    made = kind.as_film(request) if kind.as_film else kind.recipe and kind.recipe(request, Settings())
    assert made is not None
