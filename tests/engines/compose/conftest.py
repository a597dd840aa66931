import pytest

from mutoscope.engines.compose.synthesiser import Synthesiser, offer
from mutoscope.settings import Settings


@pytest.fixture(scope="session")
def synthesiser() -> Synthesiser:
    return offer(Settings())
