"""The pictogram package as set-up installs it, read once for all tests of the illustrator."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mutoscope.engines.draw.illustrator import Illustrator, offer
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.tasks import DrawRequest
from mutoscope.settings import Settings

Order = Callable[..., DrawRequest]


@pytest.fixture(scope="session")
def illustrator() -> Illustrator:
    offered = offer(Settings())
    assert offered is not None, "run `make setup` first: the pictograms are not installed"
    return offered


@pytest.fixture(scope="session")
def pictograms() -> Pictograms:
    return Pictograms(Settings().assets / "node_modules")


@pytest.fixture
def order() -> Order:
    def make(*keywords: str, **changes: Any) -> DrawRequest:
        request = DrawRequest(
            prompt="", keywords=keywords, style="storybook", width=640, height=360, seed=1, reserve_bottom=0.2
        )
        return replace(request, **changes)

    return make
