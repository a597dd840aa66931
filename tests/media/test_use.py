"""The library in use: in a film's scenes, in an order of a model, and results of jobs that come into it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.films.film import find_film
from mutoscope.jobs.job import find_job
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio
from tests.functions.tenants import make_person
from tests.media.library import Library

Make = Callable[..., Path]
LOOK = {"aspect": "1:1", "captions": "none"}


@pytest.fixture
def order(client: TestClient) -> Callable[..., Any]:
    def ordered(scene: dict[str, str], **more: object) -> Any:
        script = {"title": "Ours", "scenes": [{"narration": "Hello.", **scene}]}
        return client.post("/v1/films", json={"script": script, "music": "none", **LOOK, **more})

    return ordered


def finish(studio: Studio, client: TestClient, film_id: str) -> dict[str, Any]:
    film: dict[str, Any] = client.get(f"/v1/films/{film_id}").json()
    while film["status"] in ("queued", "in_progress"):
        received = studio.work.receive(wait=5)
        assert received is not None, film
        take(studio, received)
        film = client.get(f"/v1/films/{film_id}").json()
    return film


def test_a_film_is_made_with_picture_voice_and_music_of_the_library(
    library: Library, studio: Studio, client: TestClient, order: Callable[..., Any], picture: Make, recording: Make
) -> None:
    photo, voice = library.bring(picture("photo.jpg"))["id"], library.bring(recording("me.wav"))["id"]
    ordered = order({"picture_file": photo, "voice_file": voice}, music_file=voice).json()

    film = finish(studio, client, ordered["id"])

    assert (film["status"], film["error"]) == ("completed", None)
    assert {stage["name"] for stage in film["stages"]} >= {"voice", "picture", "score", "master"}
    kept = find_film(studio.database, film["id"])
    assert kept is not None
    assert kept.script is not None
    assert kept.script.scenes[0].picture_file.startswith(f"{photo}/")


def test_a_script_in_plain_text_names_the_library_by_its_ids(
    library: Library, studio: Studio, client: TestClient, picture: Make
) -> None:
    photo = library.bring(picture())["id"]

    ordered = client.post("/v1/films", json={"script": f"Hello.\n[picture: {photo}]", "music": "none", **LOOK})

    film = find_film(studio.database, ordered.json()["id"])
    assert film is not None
    assert film.script is not None
    assert film.script.scenes[0].picture_file.startswith(f"{photo}/")


@pytest.mark.parametrize("state", ["refused", "uploading", "inspecting"])
def test_what_is_not_ready_is_not_used(
    library: Library, studio: Studio, order: Callable[..., Any], picture: Make, state: str
) -> None:
    photo = library.announce(picture())["id"]
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE media SET status = %s WHERE media_id = %s", (state, photo))

    answer = order({"picture_file": photo})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "input_missing")
    assert answer.json()["error"]["param"] == "script.scenes.0.picture_file"


def test_somebody_elses_file_is_not_used(
    library: Library, studio: Studio, client: TestClient, order: Callable[..., Any], picture: Make
) -> None:
    item = library.bring(picture())
    stranger = make_person(studio, "user").headers
    script = {"scenes": [{"narration": "Hello.", "picture_file": item["id"]}]}
    by_key = {"scenes": [{"narration": "Hello.", "picture_file": f"{item['id']}/{item['sha256']}/photo.png"}]}

    answers = [client.post("/v1/films", json={"script": each}, headers=stranger) for each in (script, by_key)]

    assert [each.json()["error"]["code"] for each in answers] == ["input_missing", "input_missing"]
    assert order({"picture_file": item["id"]}).status_code == 202


def test_a_sound_is_no_picture(library: Library, order: Callable[..., Any], recording: Make) -> None:
    answer = order({"picture_file": library.bring(recording())["id"]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "input_of_another_kind")


def test_what_a_film_uses_is_deleted_only_by_force_and_then_is_out_of_it(
    library: Library, studio: Studio, client: TestClient, order: Callable[..., Any], picture: Make
) -> None:
    photo = library.bring(picture())["id"]
    film_id = order({"picture_file": photo}).json()["id"]

    refused = client.delete(f"/v1/media/{photo}")
    forced = client.delete(f"/v1/media/{photo}?force=true")

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "media_in_use")
    assert film_id in refused.json()["error"]["message"]
    assert forced.json() == {"id": photo, "object": "media.deleted", "deleted": True}
    assert library.stored("inputs/") == []
    film = find_film(studio.database, film_id)
    assert film is not None
    assert film.script is not None
    assert film.script.scenes[0].picture_file == ""


def test_what_a_scene_does_not_show_any_more_can_be_deleted(
    library: Library, client: TestClient, order: Callable[..., Any], picture: Make
) -> None:
    photo = library.bring(picture())["id"]
    film_id = order({"picture_file": photo}).json()["id"]
    edited = client.patch(f"/v1/films/{film_id}/scenes/s01", json={"picture_file": ""})

    answer = client.delete(f"/v1/media/{photo}")

    assert (edited.status_code, answer.status_code) == (202, 200)


def test_a_result_comes_into_the_library_and_into_the_next_film(
    library: Library, studio: Studio, client: TestClient, order: Callable[..., Any], order_speech: Callable[[], str]
) -> None:
    job_id = order_speech()
    while (received := studio.work.receive(wait=2)) is not None:
        take(studio, received)
    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.result is not None
    variant = "audio"

    made = client.post("/v1/media", json={"from": {"job_id": job_id, "variant": variant}, "name": "hello.wav"})
    library.look()
    item = library.get(made.json()["id"])

    assert (made.status_code, made.json()["status"]) == (201, "inspecting")
    assert (item["status"], item["type"], item["origin"]) == (
        "ready",
        "sound",
        {"job_id": job_id, "variant": variant},
    )
    assert client.get(item["files"]["original"]).content == client.get(f"/v1/jobs/{job_id}/content").content
    assert order({"voice_file": item["id"]}).status_code == 202
    (entry,) = [each for each in client.get("/v1/history").json()["data"] if each["id"] == job_id]
    assert (entry["media"], entry["prompt"], entry["status"]) == ([item["id"]], "Hello.", "completed")
    assert (entry["cost"], entry["services"]) == (job.credits.charged, ["espeak-ng"])


def test_the_history_of_a_kind_that_there_is_not_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/history", params={"kind": "nonsense"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unknown_kind")
    assert answer.json()["error"]["param"] == "kind"


@pytest.mark.parametrize("variant", ["hologram", "original"])
def test_a_result_that_is_not_there_is_not_taken(
    client: TestClient, order_speech: Callable[[], str], variant: str
) -> None:
    answer = client.post("/v1/media", json={"from": {"job_id": order_speech(), "variant": variant}})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_state")


def test_a_request_says_what_comes_in_one_way(client: TestClient) -> None:
    job = {"job_id": "job_" + "0" * 26, "variant": "video"}
    bodies = [{}, {"name": "a.png"}, {"from": job, "size": 5}, {"from": {**job, "job_id": "x"}}]

    assert [client.post("/v1/media", json=body).status_code for body in bodies] == [422] * 4
