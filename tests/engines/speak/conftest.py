import pytest

from mutoscope.engines.speak.speaker import EspeakSpeaker, offer
from mutoscope.settings import Settings


@pytest.fixture(scope="session")
def espeak() -> EspeakSpeaker:
    speaker = offer(Settings())
    assert speaker is not None
    return speaker
