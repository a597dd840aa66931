"""Where the documents of these tests lie."""

from pathlib import Path

import pytest


@pytest.fixture
def documents() -> Path:
    return Path(__file__).parents[2] / "data" / "documents"
