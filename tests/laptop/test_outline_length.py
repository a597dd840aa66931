"""How long the outline of a bare topic gets is said before the film is made, and not found out afterwards."""

from pathlib import Path

import pytest
from rich.console import Console

from mutoscope.films.request import FilmRequest
from mutoscope.laptop.film_command import foretell_length, foretell_no_length
from mutoscope.laptop.options import FilmOptions
from mutoscope.laptop.script_command import outline_seconds
from mutoscope.settings import Settings


def test_a_long_film_of_a_bare_topic_is_foretold_at_the_length_its_outline_has() -> None:
    seconds = outline_seconds(FilmRequest(topic="How long does rice take to grow?", seconds=300), Settings())

    assert seconds is not None
    assert 60 < seconds < 120


def test_a_short_film_of_a_bare_topic_is_foretold_at_the_length_it_is_ordered_at() -> None:
    seconds = outline_seconds(FilmRequest(topic="How long does rice take to grow?", seconds=40), Settings())

    assert seconds == pytest.approx(40, rel=0.15)


def said_before(request: FilmRequest) -> str:
    console = Console(record=True, width=200)
    foretell_length(console, request, Settings())
    return console.export_text()


def test_a_topic_too_long_for_its_film_is_foretold_too() -> None:
    topic = "What happens in the brain of a person who sleeps and dreams through a long winter night, and why? " * 3

    assert "an outline of about" in said_before(FilmRequest(topic=topic, seconds=10))


def test_nothing_is_said_of_an_outline_that_keeps_to_its_length() -> None:
    assert said_before(FilmRequest(topic="How do bees make honey?", seconds=15)) == ""


@pytest.mark.parametrize("source", [{"text": "Rice grows."}, {"source_url": "https://example.com/"}, {"script": "Hi."}])
def test_nothing_is_foretold_of_a_film_that_has_something_to_tell(source: dict[str, str]) -> None:
    assert outline_seconds(FilmRequest.model_validate({**source, "seconds": 300}), Settings()) is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (FilmOptions(None, None, "rice.txt", length="20"), "LENGTH has no effect"),
        (FilmOptions(None, None, "rice.txt"), ""),
        (FilmOptions("Rice", None, None, length="20"), ""),
    ],
)
def test_a_length_that_is_given_with_a_script_is_said_to_have_no_effect(options: FilmOptions, said: str) -> None:
    console = Console(record=True, width=200)

    foretell_no_length(console, options)

    assert console.export_text().partition(":")[0] == said


def test_nothing_is_foretold_where_a_model_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.example/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "key")

    assert outline_seconds(FilmRequest(topic="Rice", seconds=300), Settings()) is None
