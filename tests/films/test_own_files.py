"""Pictures, voices and music of one's own in a film: checked when it is ordered, used when it is built."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
from fastapi.testclient import TestClient

from mutoscope.films.film import find_film
from mutoscope.films.scene_timeline import LAST_TAIL_FRAMES, LEAD_FRAMES
from mutoscope.media.inputs import InputMissing
from mutoscope.render.sound import write_sound
from mutoscope.studio import Studio

Build = Callable[[str], dict[str, Any]]
Put = Callable[[Path], str]
MISSING = f"{'0' * 64}/nothing.png"


@pytest.fixture
def put(client: TestClient) -> Put:
    """Stores a file and answers its key."""

    def stored(path: Path) -> str:
        return str(client.put(f"/v1/inputs/{path.name}", content=path.read_bytes()).json()["key"])

    return stored


@pytest.fixture
def photo(tmp_path: Path, put: Put) -> str:
    picture = (pyvips.Image.black(300, 200, bands=3).linear(1, [10, 150, 60])).cast("uchar").copy(interpretation="srgb")
    picture.write_to_file(str(tmp_path / "photo.jpg"))
    return put(tmp_path / "photo.jpg")


@pytest.fixture
def voice(tmp_path: Path, put: Put) -> str:
    time = np.arange(48_000 * 2) / 48_000
    tone = np.where((time > 0.4) & (time < 1.6), np.sin(2 * np.pi * 200 * time), 0.0)
    write_sound(tmp_path / "voice.flac", np.rint(tone * 6_000).astype(np.int16))
    return put(tmp_path / "voice.flac")


@pytest.fixture
def order(client: TestClient) -> Callable[..., Any]:
    def ordered(*scenes: dict[str, str], **more: object) -> Any:
        script = {"title": "Ours", "scenes": list(scenes)}
        return client.post("/v1/films", json={"script": script, "aspect": "1:1", "captions": "none", **more})

    return ordered


def runs(film: dict[str, Any]) -> dict[tuple[str, str | None], int]:
    return {(stage["name"], stage["scene"]): stage["runs"] for stage in film["stages"]}


def test_a_film_uses_the_files_its_scenes_name(
    client: TestClient, order: Callable[..., Any], build: Build, photo: str, voice: str
) -> None:
    scene = {"narration": "Our own garden, in our own words.", "picture_file": photo, "voice_file": voice}

    film = build(order(scene, music_file=voice).json()["id"])

    assert film["status"] == "completed", film["error"]
    assert film["duration"] == pytest.approx(2 + (LEAD_FRAMES + LAST_TAIL_FRAMES) / 30, abs=0.2)
    assert (film["scenes"][0]["picture_file"], film["music_file"]) == (photo, voice)
    still = pyvips.Image.new_from_buffer(client.get(film["files"]["thumbnail"]).content, "")
    assert [band.avg() for band in still.bandsplit()] == pytest.approx([10, 150, 60], abs=12)
    subtitles = client.get(film["files"]["captions"]).text
    assert "Our own garden, in our own words." in subtitles.replace("\n", " ")
    assert "00:00:00,8" in subtitles


def test_a_script_in_plain_text_names_stored_files_in_brackets(
    client: TestClient, studio: Studio, photo: str, voice: str
) -> None:
    text = f"# Ours\n[music: {voice}]\n\nOne. [picture: {photo}] [voice: {voice}]\n\nTwo. [picture: a red barn]"

    film_id = client.post("/v1/films", json={"script": text}).json()["id"]

    film = find_film(studio.database, film_id)
    assert film is not None
    assert film.script is not None
    one, two = film.script.scenes
    assert (one.narration, one.picture_file, one.voice_file, one.picture) == ("One.", photo, voice, "")
    assert (two.narration, two.picture_file, two.picture) == ("Two.", "", "a red barn")
    assert film.spec.music_file == voice


@pytest.mark.parametrize(
    ("scene", "more", "param"),
    [
        ({"picture_file": MISSING}, {}, "script.scenes.0.picture_file"),
        ({"voice_file": MISSING}, {}, "script.scenes.0.voice_file"),
        ({}, {"music_file": MISSING}, "music_file"),
    ],
)
def test_a_file_that_is_not_stored_is_refused_and_nothing_is_ordered(
    client: TestClient, order: Callable[..., Any], scene: dict[str, str], more: dict[str, str], param: str
) -> None:
    answer = order({"narration": "Hello.", **scene}, **more)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (422, "input_missing", param)
    assert client.get("/v1/films").json()["data"] == []


@pytest.mark.parametrize("key", ["photo.jpg", "../../secret", f"{'0' * 64}/a/b", f"{'0' * 64}/..\0"])
def test_what_is_no_key_is_invalid(order: Callable[..., Any], key: str) -> None:
    answer = order({"narration": "Hello.", "picture_file": key})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_input")


def test_a_path_in_a_script_sent_over_the_api_is_not_a_key(client: TestClient) -> None:
    answer = client.post("/v1/films", json={"script": "Hello. [voice: hello.wav]"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_an_input_key")


def test_a_sound_is_no_picture_and_a_picture_no_sound(order: Callable[..., Any], photo: str, voice: str) -> None:
    picture = order({"narration": "Hello.", "picture_file": voice}).json()["error"]
    music = order({"narration": "Hello."}, music_file=photo).json()["error"]

    assert (picture["code"], music["code"]) == ("input_of_another_kind", "input_of_another_kind")
    assert "is a sound" in picture["message"]


def test_editing_one_scene_runs_only_that_scene_again(
    client: TestClient, order: Callable[..., Any], build: Build, photo: str, voice: str
) -> None:
    own = {"picture_file": photo, "voice_file": voice}
    film_id = order({"narration": "One.", **own}, {"narration": "Two.", **own}, music="none").json()["id"]
    build(film_id)

    client.patch(f"/v1/films/{film_id}/scenes/s02", json={"narration": "Two, said anew."})
    film = build(film_id)

    assert {place for place, count in runs(film).items() if count} == {
        ("voice", "s02"),
        ("segment", "s02"),
        ("sound", None),
        ("master", None),
    }
    assert film["scenes"][1]["voice_file"] == voice


def test_a_described_picture_takes_the_place_of_a_file_and_a_file_that_of_a_description(
    client: TestClient, order: Callable[..., Any], photo: str
) -> None:
    film_id = order({"narration": "One.", "picture_file": photo}, {"narration": "Two.", "picture": "a barn"}).json()[
        "id"
    ]

    client.patch(f"/v1/films/{film_id}/scenes/s01", json={"picture": "a red barn"})
    film = client.patch(f"/v1/films/{film_id}/scenes/s02", json={"picture_file": photo}).json()

    assert [scene["picture_file"] for scene in film["scenes"]] == ["", photo]


def test_a_file_that_was_deleted_meanwhile_ends_the_film_with_a_reason(
    studio: Studio, order: Callable[..., Any], build: Build, photo: str
) -> None:
    film_id = order({"narration": "One.", "picture_file": photo}, music="none").json()["id"]
    studio.media.delete_prefix("inputs/")

    film = build(film_id)

    assert (film["status"], film["error"]["code"]) == ("failed", InputMissing.code)
