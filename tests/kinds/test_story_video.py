"""A story video is a film: word for word where the story fits, retold where not, in the manner of its preset."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.engines.languages import UnknownLanguage
from mutoscope.films.request import FilmRequest, ScriptRequest
from mutoscope.kinds.story_video import Preset, StoryVideoRequest, as_film

STORY = "Once there was a fox who could not sleep. She counted the stars.\n\nAt a thousand she fell asleep."


def film_of(**given: Any) -> FilmRequest:
    return as_film(StoryVideoRequest.model_validate(given))


def test_a_story_that_fits_is_told_word_for_word() -> None:
    film = film_of(story=STORY)

    assert isinstance(film.script, ScriptRequest)
    assert " ".join(scene.narration for scene in film.script.scenes).split() == STORY.split()
    assert film.script.scenes[-1].narration == "At a thousand she fell asleep."


def test_a_story_that_is_too_long_is_retold() -> None:
    film = film_of(story=STORY * 40, seconds=20)

    assert film.script is None
    assert film.text == (STORY * 40).strip()


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_gives_style_and_music_and_gives_way_to_what_is_asked_for(preset: Preset) -> None:
    given, asked = film_of(topic="a fox", preset=preset), film_of(topic="a fox", preset=preset, music="none")

    assert given.style
    assert given.music
    assert (asked.style, asked.music) == (given.style, "none")


def test_no_two_presets_look_alike() -> None:
    assert len({(film.style, film.music) for film in (film_of(topic="a fox", preset=each) for each in Preset)}) == 5


def test_a_language_that_nobody_speaks_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        film_of(story=STORY, language="tlh")


def test_a_story_video_is_ordered_and_quoted_as_a_film(client: TestClient) -> None:
    order = {"kind": "story_video", "input": {"story": "A fox slept.", "seconds": 10, "preset": "fable"}}

    quote = client.post("/v1/quotes", json=order).json()
    job = client.post("/v1/jobs", json=order).json()

    film = client.get(f"/v1/films/{job['film_id']}").json()
    assert job["kind"] == "film"
    assert quote["credits"] == job["credits"]["held"]
    assert [scene["narration"] for scene in film["scenes"]] == ["A fox slept."]
