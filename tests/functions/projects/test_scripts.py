"""Scripts over HTTP: written as a job that is paid for, looked at and improved for nothing, illustrated by a voice."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.studio import Studio
from tests.functions.tenants import make_person

TEXT = "Rice is a grass. It grows in flooded fields. Farmers cut it after four months. Half of all people eat it."
SMALL = {"aspect": "1:1", "music": "none", "captions": "none"}
TALE = "Rice grows in flooded fields. Farmers carry water up the hill. Birds come to eat the grain. Children drum."


def post(client: TestClient, path: str, **body: object) -> Any:
    answer = client.post(f"/v1/scripts{path}", json=body)
    assert answer.status_code in (200, 202), answer.text
    return answer.json()


def images(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [image for section in answer["sections"] for image in section["images"]]


def test_a_script_is_written_paid_for_and_ordered_with(client: TestClient, drain: Callable[[], int]) -> None:
    quote = client.post("/v1/quotes", json={"kind": "script", "input": {"text": TEXT, "seconds": 20}}).json()
    job = post(client, "", text=TEXT, seconds=20, title="Rice")
    drain()

    done = client.get(f"/v1/jobs/{job['id']}").json()
    script = client.get(f"/v1/jobs/{job['id']}/content?variant=json").json()
    text = client.get(f"/v1/jobs/{job['id']}/content?variant=text").text
    script["scenes"][0]["narration"] = "Rice is a kind of grass."
    film = client.post("/v1/films", json={"script": script, **SMALL}).json()

    assert (job["kind"], done["status"], done["facts"]["title"]) == ("script", "completed", "Rice")
    assert quote["credits"] == done["credits"]["charged"] == 2
    assert done["facts"]["scenes"] == len(script["scenes"])
    assert film["scenes"][0]["narration"] == "Rice is a kind of grass."
    assert text.startswith("# Rice\n\n")


def test_a_script_as_text_is_a_script_again(client: TestClient, drain: Callable[[], int]) -> None:
    job = post(client, "", topic="How long does rice take to grow?", seconds=30)
    drain()
    written = client.get(f"/v1/jobs/{job['id']}/content?variant=json").json()
    text = client.get(f"/v1/jobs/{job['id']}/content?variant=text").text

    read = client.post("/v1/films", json={"script": text, **SMALL}).json()

    assert read["title"] == written["title"]
    assert [(scene["narration"], scene["picture"]) for scene in read["scenes"]] == [
        (scene["narration"], scene["picture"]) for scene in written["scenes"]
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_input"),
        ({"topic": "Rice", "text": TEXT}, "invalid_input"),
        ({"topic": "Rice", "language": "tlh"}, "unknown_language"),
        ({"topic": "Rice", "voice": "nobody"}, "unknown_voice"),
        ({"source_url": "https://127.0.0.1/"}, "private_address"),
        ({"text": "x" * 40_001}, "invalid_input"),
        ({"topic": "Rice", "max_credits": 1}, "above_max_credits"),
    ],
)
def test_an_order_of_a_script_that_cannot_be_is_refused(client: TestClient, body: dict[str, Any], code: str) -> None:
    answer = client.post("/v1/scripts", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert client.get("/v1/jobs").json()["data"] == []


def test_what_the_studios_writer_wrote_is_not_taken_for_what_ones_own_provider_would(
    client: TestClient, drain: Callable[[], int]
) -> None:
    order = {"kind": "script", "input": {"topic": "Rice"}}
    client.post("/v1/jobs", json=order)
    drain()

    before = client.post("/v1/quotes", json=order).json()["lines"][0]["cached"]
    client.post("/v1/provider_keys", json={"provider": "openai", "secret": "sk-0123456789"})
    after = client.post("/v1/quotes", json=order).json()["lines"][0]["cached"]

    assert (before, after) == (1, 0)


@pytest.mark.parametrize("path", ["/analysis", "/improvement"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"script": " "}, "script_empty"),
        ({"script": "word " * 400}, "scene_too_long"),
        ({"script": "Rice.", "language": "tlh"}, "unknown_language"),
        ({"script": "Rice.", "seconds": 5}, "invalid_input"),
        ({"topic": "Rice"}, "invalid_input"),
    ],
)
def test_a_script_that_is_none_is_refused(client: TestClient, path: str, body: dict[str, Any], code: str) -> None:
    answer = client.post(f"/v1/scripts{path}", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_looking_and_improving_cost_nothing(client: TestClient) -> None:
    before = client.get("/v1/credits").json()

    analysis = post(client, "/analysis", script=TALE, title="Rice", seconds=60)
    improved = post(client, "/improvement", script=f"{TALE} {TALE}", title="Rice")
    pictures = post(client, "/pictures", script=TALE, title="Rice")

    assert [warning["code"] for warning in analysis["warnings"]] == ["too_short"]
    assert {change["kind"] for change in improved["changes"]} == {"sentence_repeated"}
    assert improved["script"]["scenes"][0]["narration"] == TALE
    assert len(images(pictures)) > 1
    assert (client.get("/v1/credits").json(), client.get("/v1/jobs").json()["data"]) == (before, [])


def test_pictures_of_a_film_are_timed_by_its_voices_once_it_is_spoken(
    client: TestClient, drain: Callable[[], int]
) -> None:
    script = f"{TALE}\n\nThen the rice is eaten by everybody in the valley."
    film_id = client.post("/v1/films", json={"script": script, **SMALL}).json()["id"]
    asked = {"film_id": film_id, "seconds_per_picture": 3}

    before = post(client, "/pictures", **asked)
    drain()
    after = post(client, "/pictures", **asked)

    film = client.get(f"/v1/films/{film_id}").json()
    assert (before["timing"], after["timing"]) == ("estimated", "measured")
    assert [(s["start_time"], s["end_time"]) for s in after["sections"]] == [
        (scene["start_time"], scene["end_time"]) for scene in film["scenes"]
    ]
    last = images(after)[-1]
    assert last["timestamp"] + last["duration"] == pytest.approx(film["duration"], abs=0.002)
    assert len(after["sections"][0]["images"]) > 1
    assert [image["timestamp"] for image in images(before)] != [image["timestamp"] for image in images(after)]


def test_pictures_of_a_speech_are_timed_by_what_was_spoken(client: TestClient, drain: Callable[[], int]) -> None:
    job_id = client.post("/v1/jobs", json={"kind": "speech", "input": {"input": TALE}}).json()["id"]
    drain()

    found = post(client, "/pictures", job_id=job_id, seconds_per_picture=3)

    seconds = client.get(f"/v1/jobs/{job_id}").json()["facts"]["samples"] / 48_000
    last = images(found)[-1]
    assert found["timing"] == "measured"
    assert last["timestamp"] + last["duration"] == pytest.approx(seconds, abs=0.002)


def test_pictures_of_what_says_nothing_or_is_not_ones_own_are_refused(
    client: TestClient, strangers_key: str, drain: Callable[[], int]
) -> None:
    film = client.post("/v1/films", json={"script": "Hello.", **SMALL}).json()
    music = client.post("/v1/jobs", json={"kind": "music", "input": {"seconds": 5}}).json()["id"]
    stranger = {"Authorization": f"Bearer {strangers_key}"}

    answers = [
        client.post("/v1/scripts/pictures", json={"job_id": music}),
        client.post("/v1/scripts/pictures", json={"film_id": film["id"]}, headers=stranger),
        client.post("/v1/scripts/pictures", json={"job_id": music}, headers=stranger),
        client.post("/v1/scripts/pictures", json={"script": "Hello.", "film_id": film["id"]}),
    ]

    assert [(answer.status_code, answer.json()["error"]["code"]) for answer in answers] == [
        (422, "not_spoken"),
        (404, "not_found"),
        (404, "not_found"),
        (422, "invalid_input"),
    ]


def test_a_key_that_may_not_see_films_does_not_see_them_by_their_pictures_or_delete_them_by_their_project(
    client: TestClient, studio: Studio
) -> None:
    person = make_person(studio, "user", scopes=["projects:read", "projects:write"])
    project_id = client.post("/v1/projects", json={"title": "Rice"}, headers=person.headers).json()["id"]
    missing = "film_" + "0" * 26, "job_" + "0" * 26

    answers = [
        client.post("/v1/scripts/pictures", json={"film_id": missing[0]}, headers=person.headers),
        client.post("/v1/scripts/pictures", json={"job_id": missing[1]}, headers=person.headers),
        client.delete(f"/v1/projects/{project_id}?films=delete", headers=person.headers),
    ]

    assert [answer.json()["error"]["code"] for answer in answers] == ["permission_denied"] * 3
