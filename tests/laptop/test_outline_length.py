"""How long the outline of a bare topic gets is said before the film is made, and not found out afterwards."""

from pathlib import Path

import pytest

from mutoscope.films.request import FilmRequest
from mutoscope.laptop.script_command import outline_seconds
from mutoscope.settings import Settings


def test_a_long_film_of_a_bare_topic_is_foretold_at_the_length_its_outline_has() -> None:
    seconds = outline_seconds(FilmRequest(topic="How long does rice take to grow?", seconds=300), Settings())

    assert seconds is not None
    assert 60 < seconds < 120


def test_a_short_film_of_a_bare_topic_is_foretold_at_the_length_it_is_ordered_at() -> None:
    seconds = outline_seconds(FilmRequest(topic="How long does rice take to grow?", seconds=40), Settings())

    assert seconds == pytest.approx(40, rel=0.15)


@pytest.mark.parametrize("source", [{"text": "Rice grows."}, {"source_url": "https://example.com/"}, {"script": "Hi."}])
def test_nothing_is_foretold_of_a_film_that_has_something_to_tell(source: dict[str, str]) -> None:
    assert outline_seconds(FilmRequest.model_validate({**source, "seconds": 300}), Settings()) is None


def test_nothing_is_foretold_where_a_model_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.example/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "key")

    assert outline_seconds(FilmRequest(topic="Rice", seconds=300), Settings()) is None
