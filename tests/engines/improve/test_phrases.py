"""The embedded improver: every word of the writer's stays, and only what is lacking is added."""

import pytest

from mutoscope.engines.improve.phrases import PhraseImprover
from mutoscope.engines.improve.vocabulary import ASPECTS
from mutoscope.engines.understanding import Improved, ImproveRequest, Medium


def improve(
    prompt: str, medium: Medium = Medium.IMAGE, *, style: str = "", count: int = 1, seed: int = 0
) -> list[Improved]:
    return list(PhraseImprover().improve(ImproveRequest(prompt, medium, style, count, seed)))


@pytest.mark.parametrize("medium", Medium)
def test_the_writers_words_come_first_and_each_lacking_aspect_gets_one_phrase(medium: Medium) -> None:
    improved = improve("a heron on a jetty.", medium)[0]

    assert improved.prompt.startswith("a heron on a jetty, ")
    assert len(improved.added) == len(ASPECTS[medium])
    assert improved.prompt == ", ".join(["a heron on a jetty", *improved.added])


def test_what_is_said_already_is_not_said_again() -> None:
    improved = improve("close-up of a heron at sunset, muted palette, fine texture")[0]

    assert improved.added == ()


def test_a_night_is_not_lit_by_the_morning() -> None:
    added = " ".join(improve("a heron at midnight")[0].added)

    assert "moon" in added or "lamp" in added or "starlight" in added


def test_each_way_is_another_one_and_the_same_seed_gives_the_same() -> None:
    ways = improve("a heron on a jetty", count=3, seed=4)

    assert len({way.prompt for way in ways}) == 3
    assert improve("a heron on a jetty", count=3, seed=4) == ways


def test_a_style_is_added_once() -> None:
    assert improve("a heron", style="watercolour")[0].added[0] == "watercolour"
    assert "watercolour" not in improve("a heron in watercolour", style="watercolour")[0].added


def test_a_film_gets_movement_and_music_gets_instruments() -> None:
    film, music = improve("a heron on a jetty", Medium.VIDEO)[0], improve("a heron on a jetty", Medium.MUSIC)[0]

    assert "camera" in film.prompt
    assert "bpm" in music.prompt
