"""Ordering a film: everything is checked before anything is stored or sent."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from mutoscope.accounts.provider_keys import NewProviderKey, put_provider_key
from mutoscope.audit.actor import Actor
from mutoscope.films.film import find_film
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio

Order = Callable[..., dict[str, Any]]

JSON = {"Content-Type": "application/json"}
REFUSED: list[tuple[dict[str, Any], str, str | None]] = [
    ({"topic": "Rice", "voice": "nobody"}, "unknown_voice", "voice"),
    ({"topic": "Rice", "language": "fr", "voice": "en-warm-woman"}, "voice_of_another_language", "voice"),
    ({"topic": "Rice", "style": "cubist"}, "unknown_style", "style"),
    ({"topic": "Rice", "music": "polka"}, "unknown_mood", "music"),
    ({"topic": "Rice", "language": "tlh"}, "unknown_language", "language"),
    ({"topic": "Rice", "aspect": "4:3"}, "invalid_input", "aspect"),
    ({"topic": "Rice", "captions": "loud"}, "invalid_input", "captions"),
    ({"topic": "Rice", "seconds": 9}, "invalid_input", "seconds"),
    ({"topic": "Rice", "seconds": 1801}, "invalid_input", "seconds"),
    ({"topic": "Rice", "seed": -1}, "invalid_input", "seed"),
    ({"topic": "Rice", "colour": "red"}, "invalid_input", "colour"),
    ({"topic": "Rice", "text": "Rice grows."}, "invalid_input", None),
    ({}, "invalid_input", None),
    ({"topic": ""}, "invalid_input", "topic"),
    ({"topic": " \n\t"}, "invalid_input", "topic"),
    ({"topic": "a" * 5000}, "invalid_input", "topic"),
    ({"topic": "rice\0"}, "invalid_input", "topic"),
    ({"topic": "rice \ud800"}, "invalid_input", "topic"),
    ({"topic": "Rice", "title": "\0"}, "invalid_input", "title"),
    ({"topic": "Rice", "voice": "\ud800"}, "invalid_input", "voice"),
    ({"text": "a" * 400_001}, "invalid_input", "text"),
    ({"source_url": "http://example.com/"}, "not_https", "source_url"),
    ({"source_url": "https://127.0.0.1/"}, "private_address", "source_url"),
    ({"script": " \n "}, "script_empty", "script"),
    ({"script": "🙂🙂🙂"}, "script_empty", "script"),
    ({"script": "Rice grows.\n\n..."}, "script_empty", "script"),
    ({"topic": "\u200b\u202e"}, "topic_empty", "topic"),
    ({"script": {"scenes": [{"narration": "🙂"}]}}, "invalid_input", "script.scenes.0.narration"),
    ({"script": "Line.\n\n" * 500}, "too_many_scenes", "script"),
    ({"script": "word " * 400}, "scene_too_long", "script"),
    ({"script": {"scenes": [{"narration": "Line."}] * 500}}, "invalid_input", "script.scenes"),
    ({"script": {"scenes": []}}, "invalid_input", "script.scenes"),
    ({"script": {"scenes": [{"narration": " "}]}}, "invalid_input", "script.scenes.0.narration"),
    ({"script": {"scenes": [{"narration": "Hi\0"}]}}, "invalid_input", "script.scenes.0.narration"),
    ({"script": 7}, "invalid_input", "script"),
    ({"topic": "ᏚᎵᏍᏓᏴᏗ"}, "letters_not_set", "topic"),
    ({"topic": "Rice", "title": "Rice ⵣ"}, "letters_not_set", "title"),
    ({"script": "Rice grows.\n\nThe Cherokee call it ᏚᎵᏍᏓᏴᏗ."}, "letters_not_set", "script"),
    ({"topic": "כמה זמן לוקח לאורז לגדול?"}, "writing_not_read", "topic"),
    ({"topic": "水稻要种多久？"}, "writing_not_read", "topic"),
    ({"text": "Рис растёт в воде. Его сеют весной.", "language": "de"}, "writing_not_read", "text"),
    ({"script": "ข้าวโตในน้ำ"}, "writing_not_read", "script"),
]


@pytest.mark.parametrize(("body", "code", "param"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_bad_order_names_its_field_and_leaves_nothing(
    client: TestClient, sent: Callable[[], int], body: dict[str, Any], code: str, param: str | None
) -> None:
    answer = client.post("/v1/films", content=json.dumps(body), headers={"Idempotency-Key": "k", **JSON})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (422, code, param)
    assert error["hint"]
    assert client.get("/v1/films").json()["data"] == []
    assert client.get("/v1/jobs").json()["data"] == []
    assert sent() == 0


@pytest.mark.parametrize(("body", "code"), [(body, code) for body, code, _ in REFUSED[:2] + REFUSED[-11:]])
def test_a_film_ordered_as_a_job_is_refused_alike(
    client: TestClient, sent: Callable[[], int], body: dict[str, Any], code: str
) -> None:
    answer = client.post("/v1/jobs", content=json.dumps({"kind": "film", "input": body}), headers=JSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert sent() == 0


@pytest.mark.parametrize("topic", ["π", "Ω", "α-β", "ℝ", "ℵ₀", "I ❤️ rice"])
def test_a_topic_of_signs_is_filmed(client: TestClient, topic: str) -> None:
    answer = client.post("/v1/quotes", json={"kind": "film", "input": {"topic": topic}})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("order", [{"topic": "История Москвы"}, {"text": "Рис растёт в воде. Его сеют весной."}])
def test_what_a_model_is_given_to_write_of_may_be_in_any_writing(
    client: TestClient, studio: Studio, user: str, order: dict[str, str]
) -> None:
    new = NewProviderKey(new_id("pkey"), "openai", SecretStr("sk-own-0123456789"), verify=False)
    put_provider_key(studio, user, Actor(user_id=user), new)

    answer = client.post("/v1/films", json={"language": "en", **order})

    assert answer.status_code == 202, answer.text


def test_a_script_of_a_topic_without_words_is_refused(client: TestClient, sent: Callable[[], int]) -> None:
    answer = client.post("/v1/jobs", json={"kind": "script", "input": {"topic": "\u200b\u202e"}})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "topic_empty")
    assert sent() == 0


def test_an_order_is_answered_with_the_film_it_made(client: TestClient, order: Order) -> None:
    answered = order("# Rice\n\nRice grows.\n\nIt is cut.", style=None)

    assert answered["id"].startswith("film_")
    assert (answered["object"], answered["status"], answered["progress"]) == ("film", "queued", 0)
    assert (answered["title"], [scene["id"] for scene in answered["scenes"]]) == ("Rice", ["s01", "s02"])
    assert answered["voice"]
    assert answered["style"]
    assert client.get(f"/v1/films/{answered['id']}").json()["job_id"] == answered["job_id"]


def test_a_topic_is_kept_in_its_composed_form(client: TestClient) -> None:
    answered = client.post("/v1/films", json={"topic": " Cafe\u0301 "}).json()

    assert answered["title"] == "Café"


def test_a_long_text_is_kept_with_the_files_and_not_in_the_record(
    studio: Studio, client: TestClient, user: str
) -> None:
    text = "Rice grows in water, and the farmer waits for the rain."

    answered = client.post("/v1/films", json={"text": text, "aspect": "1:1"}).json()

    row = studio.database.row("get_film", film_id=answered["id"])
    job = studio.database.row("get_job", job_id=answered["job_id"])
    assert text not in f"{row}{job}"
    assert studio.media.get_bytes(f"inputs/{user}/{answered['id']}/text.txt") == text.encode()


def test_a_scene_cannot_be_edited_before_there_is_a_script(client: TestClient) -> None:
    film_id = client.post("/v1/films", json={"topic": "Rice"}).json()["id"]

    answer = client.patch(f"/v1/films/{film_id}/scenes/s01", json={"narration": "Hello."})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_state")


def test_a_scene_that_is_not_there_cannot_be_edited(client: TestClient, order: Order) -> None:
    answer = client.patch(f"/v1/films/{order()['id']}/scenes/s09", json={"narration": "Hello."})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unknown_scene")
    assert "s01" in answer.json()["error"]["hint"]


@pytest.mark.parametrize("edit", [{"narration": "Hello again."}, {"picture": "A hand that waves"}])
def test_a_scene_may_be_edited_beside_one_that_would_be_refused_today(
    client: TestClient, studio: Studio, order: Order, edit: dict[str, str]
) -> None:
    film_id = order("Hello.\n\nThe others say bye.")["id"]
    with psycopg.connect(studio.settings.database_url) as connection:
        changed = "UPDATE films SET script = replace(script::text, 'bye', 'ᏚᎵᏍᏓᏴᏗ')::jsonb WHERE film_id = %s"
        connection.execute(changed, (film_id,))

    answer = client.patch(f"/v1/films/{film_id}/scenes/s01", json=edit)
    refused = client.patch(f"/v1/films/{film_id}/scenes/s01", json={"narration": "It is ᏚᎵᏍᏓᏴᏗ."})

    assert answer.status_code == 202, answer.text
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "letters_not_set")


def test_an_edit_that_no_voice_reads_is_refused(client: TestClient, order: Order) -> None:
    answer = client.patch(f"/v1/films/{order()['id']}/scenes/s01", json={"narration": "Рис растёт в воде."})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "writing_not_read")


@pytest.mark.parametrize("edit", [{}, {"narration": ""}, {"narration": "\0"}, {"voice": "x"}])
def test_an_edit_that_is_none_is_refused_and_the_film_stays(
    studio: Studio, client: TestClient, order: Order, edit: dict[str, str]
) -> None:
    film_id = order()["id"]
    before = find_film(studio.database, film_id)

    answer = client.patch(f"/v1/films/{film_id}/scenes/s01", json=edit)

    assert answer.status_code == 422
    assert find_film(studio.database, film_id) == before


def test_a_film_that_waits_for_no_review_cannot_be_approved(client: TestClient, order: Order) -> None:
    answer = client.post(f"/v1/films/{order()['id']}/approval")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_state")


def test_two_edits_at_the_same_moment_both_stand(studio: Studio, client: TestClient) -> None:
    script = {"scenes": [{"narration": f"Scene {number}."} for number in range(6)]}
    film_id = client.post("/v1/films", json={"script": script, "music": "none"}).json()["id"]

    with ThreadPoolExecutor(6) as at_once:
        answers = list(
            at_once.map(
                lambda number: (
                    client.patch(
                        f"/v1/films/{film_id}/scenes/s{number:02d}", json={"narration": f"Edited {number}."}
                    ).status_code
                ),
                range(1, 7),
            )
        )

    assert answers == [202] * 6
    scenes = client.get(f"/v1/films/{film_id}").json()["scenes"]
    assert [scene["narration"] for scene in scenes] == [f"Edited {number}." for number in range(1, 7)]
    unfinished = [row for row in studio.database.rows("unfinished_jobs") if row["film_id"] == film_id]
    assert len(unfinished) == 1


@pytest.mark.parametrize(
    ("script", "field"),
    [
        ({}, "script.scenes"),
        ({"scenes": []}, "script.scenes"),
        ({"scenes": [{"narration": 3}]}, "script.scenes.0.narration"),
        ({"scenes": [{"narration": "Hm.", "colour": "red"}]}, "script.scenes.0.colour"),
        (7, "script"),
    ],
)
def test_what_is_wrong_with_an_approval_is_said_of_its_fields(
    client: TestClient, order: Callable[..., dict[str, Any]], script: object, field: str
) -> None:
    answer = client.post(f"/v1/films/{order(review=True)['id']}/approval", json={"script": script})

    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
