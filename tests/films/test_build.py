"""Building a film: what runs, what is taken from the cache, and what a film's owner sees of it meanwhile."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from fastapi.testclient import TestClient

from mutoscope.audit.change import Change
from mutoscope.films.manifest import Manifest
from mutoscope.identifiers import new_id
from mutoscope.jobs.messages import StageMessage, read_message
from mutoscope.jobs.resume import check
from mutoscope.jobs.worker import take
from mutoscope.stages.contracts.sound import SOUND, SoundInputs
from mutoscope.stages.store import find_record
from mutoscope.studio import Studio

Order = Callable[..., dict[str, Any]]
Build = Callable[[str], dict[str, Any]]

APPROVED = {"actor": {}, "change": Change("film.approved", "film", "film_1").values()}


def ran(film: dict[str, Any]) -> set[tuple[str, str | None]]:
    """The stages that this build ran, each just once; the others came from the cache."""
    assert all((stage["runs"], stage["cached"]) in ((1, False), (0, True)) for stage in film["stages"])
    return {(stage["name"], stage["scene"]) for stage in film["stages"] if stage["runs"]}


def cached(film: dict[str, Any]) -> set[tuple[str, str | None]]:
    return {(stage["name"], stage["scene"]) for stage in film["stages"] if stage["cached"]}


def test_a_film_is_built_stage_by_stage_and_delivered_in_every_form(
    client: TestClient, order: Order, watch: Callable[[str], Iterator[dict[str, Any]]]
) -> None:
    ordered = order("# Rice\n\nHello.", captions="burned", music="calm")

    shown = [ordered, *watch(ordered["id"])]

    film = shown[-1]
    progress = [each["progress"] for each in shown]
    assert film["status"] == "completed"
    assert progress == sorted(progress)
    assert (progress[0], progress[-1]) == (0, 100)
    assert ran(film) == {
        ("write", None),
        ("voice", "s01"),
        ("picture", "s01"),
        ("segment", "s01"),
        ("score", None),
        ("sound", None),
        ("master", None),
    }
    assert [scene["status"] for scene in film["scenes"]] == ["completed"]
    assert film["error"] is None
    answers = {variant: client.get(path) for variant, path in film["files"].items()}
    assert {variant: answer.headers["content-type"].partition(";")[0] for variant, answer in answers.items()} == {
        "video": "video/mp4",
        "audio": "audio/mp4",
        "thumbnail": "image/jpeg",
        "captions": "application/x-subrip",
        "captions_vtt": "text/vtt",
        "manifest": "application/json",
        "midi": "audio/midi",
    }
    assert answers["video"].content[4:8] == b"ftyp"
    assert answers["thumbnail"].content[:3] == b"\xff\xd8\xff"
    assert "Hello." in answers["captions"].text
    assert answers["captions_vtt"].text.startswith("WEBVTT")
    assert answers["midi"].content[:4] == b"MThd"
    assert json.loads(answers["manifest"].content)["title"] == "Rice"
    assert json.loads(answers["manifest"].content)["seconds"] == film["duration"]


def test_a_film_without_music_has_no_notes(client: TestClient, order: Order, build: Build) -> None:
    film = build(order("Hello.", music="none")["id"])

    answer = client.get(f"/v1/films/{film['id']}/content?variant=midi")
    assert "midi" not in film["files"]
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_made")


def test_what_an_edit_does_not_touch_is_not_made_again(client: TestClient, order: Order, build: Build) -> None:
    film_id = order("Hello.\n\nGood-bye.\n\nSo long.", seed=1)["id"]
    build(film_id)

    client.patch(f"/v1/films/{film_id}/scenes/s03", json={"narration": "The end."})
    narrated = build(film_id)
    client.patch(f"/v1/films/{film_id}/scenes/s03", json={"picture": "a red boat"})
    redrawn = build(film_id)

    # The film's end comes out of black, so only the other joint has frames of two scenes.
    scene = {("picture", "s03"), ("segment", "s03")}
    assert ran(narrated) == {("voice", "s03"), *scene, ("sound", None), ("master", None)}
    assert cached(narrated) == {
        ("write", None),
        *((stage, scene) for stage in ("voice", "picture", "segment") for scene in ("s01", "s02")),
        ("seam", "s02"),
        ("score", None),
    }
    assert ran(redrawn) == {*scene, ("master", None)}
    assert [scene["narration"] for scene in redrawn["scenes"]] == ["Hello.", "Good-bye.", "The end."]


def test_of_a_scene_that_is_filmed_only_the_voice_is_asked_for(
    studio: Studio, client: TestClient, order: Order, build: Build
) -> None:
    film_id = order("Hello.\n\nGood-bye.", seed=1)["id"]
    build(film_id)
    client.patch(f"/v1/films/{film_id}/scenes/s02", json={"picture": "a red boat"})

    asked: list[tuple[str, str | None]] = []
    while ("settle", None) not in asked:
        received = studio.work.receive(wait=5)
        assert received is not None
        message = read_message(received.body)
        asked += [(message.stage, message.state.scene_id)] if isinstance(message, StageMessage) else []
        take(studio, received)

    of_scenes = sorted((stage, scene) for stage, scene in asked if scene)
    assert of_scenes == [("picture", "s02"), ("segment", "s02"), ("voice", "s01"), ("voice", "s02")]
    assert {("picture", "s01"), ("segment", "s01")} <= cached(client.get(f"/v1/films/{film_id}").json())


def test_scenes_are_joined_before_the_films_end_is_begun(studio: Studio, order: Order) -> None:
    job_id = order("Hello.\n\nGood-bye.\n\nSo long.", seed=1)["job_id"]

    stage = ""
    while stage != "master":
        received = studio.work.receive(wait=5)
        assert received is not None
        message = read_message(received.body)
        stage = message.stage if isinstance(message, StageMessage) else ""
        joined = {(mark.name, mark.scene) for mark in studio.live.marks(job_id) if mark.name == "seam"}
        take(studio, received)

    assert joined == {("seam", "s02")}


def test_the_last_scene_and_then_the_longest_are_begun_first_and_stay_in_their_places(
    studio: Studio, client: TestClient, user: str, order: Order, build: Build
) -> None:
    film_id = order("Hello.\n\nWelcome to all of you.\n\nGood-bye.", music="calm")["id"]
    received = studio.work.receive(wait=5)
    assert received is not None
    take(studio, received)
    voice = studio.work.receive(wait=5)
    assert voice is not None
    take(studio, voice)

    film = build(film_id)

    assert json.loads(voice.body)["state"]["write"]["scenes"] == ["s03", "s02", "s01"]
    captions = client.get(film["files"]["captions"]).text
    assert 0 < captions.index("Hello.") < captions.index("Welcome") < captions.index("Good-bye.")
    told = Manifest.model_validate_json(client.get(film["files"]["manifest"]).content).timeline
    heard = SoundInputs(samples=told.samples, voice=told.voice, music=told.music)
    assert find_record(studio.media, user, SOUND.key(heard)) is not None


def test_a_second_film_of_the_same_user_takes_what_it_shares_from_the_cache(order: Order, build: Build) -> None:
    build(order("Hello.", title="One")["id"])

    film = build(order("Hello.", title="One", music="calm")["id"])

    assert ran(film) == {("score", None), ("sound", None), ("master", None)}


def test_a_review_stops_after_the_script_until_it_is_approved(
    client: TestClient, order: Order, build: Build, drain: Callable[[], int]
) -> None:
    film_id = order(review=True)["id"]

    waiting = build(film_id)
    worked_meanwhile = drain()
    approved = client.post(f"/v1/films/{film_id}/approval").json()
    film = build(film_id)

    assert (waiting["status"], waiting["stage"]) == ("awaiting_review", "review")
    assert ran(waiting) == {("write", None)}
    assert worked_meanwhile == 0
    assert approved["status"] == "in_progress"
    assert film["status"] == "completed"
    assert film["job_id"] == waiting["job_id"]
    assert all(stage["runs"] == 1 for stage in film["stages"])


def test_a_film_that_waits_for_its_review_can_be_cancelled(client: TestClient, order: Order, build: Build) -> None:
    film_id = order(review=True)["id"]
    build(film_id)

    answer = client.delete(f"/v1/films/{film_id}")

    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")


def test_a_script_that_is_edited_in_its_review_is_the_one_that_is_filmed(
    client: TestClient, order: Order, build: Build
) -> None:
    film_id = order(review=True)["id"]
    build(film_id)

    client.patch(f"/v1/films/{film_id}/scenes/s01", json={"picture": "a blue boat"})
    edited = client.get(f"/v1/films/{film_id}").json()
    script = {"title": "Another", "scenes": [{"narration": "Bye."}]}
    client.post(f"/v1/films/{film_id}/approval", json={"script": script})
    film = build(film_id)

    assert (edited["status"], edited["scenes"][0]["picture"]) == ("awaiting_review", "a blue boat")
    assert film["status"] == "completed"
    assert (film["title"], [scene["narration"] for scene in film["scenes"]]) == ("Another", ["Bye."])
    assert "Bye." in client.get(film["files"]["captions"]).text


def test_an_approval_whose_sender_died_is_sent_by_the_check(studio: Studio, order: Order, build: Build) -> None:
    ordered = order(review=True)
    build(ordered["id"])
    studio.database.row("approve_film", film_id=ordered["id"], script=None, **APPROVED)

    check(studio, ordered["job_id"])

    received = studio.work.receive(wait=5)
    assert received is not None
    message = read_message(received.body)
    assert isinstance(message, StageMessage)
    assert (message.stage, message.state.job_id, message.state.attempt) == ("write", ordered["job_id"], 2)


def test_an_edit_during_a_build_replaces_the_build(
    studio: Studio, client: TestClient, order: Order, build: Build
) -> None:
    ordered = order()
    received = studio.work.receive(wait=5)
    assert received is not None
    take(studio, received)

    edited = client.patch(f"/v1/films/{ordered['id']}/scenes/s01", json={"narration": "Bye."}).json()
    film = build(ordered["id"])

    assert edited["job_id"] != ordered["job_id"]
    assert client.get(f"/v1/jobs/{ordered['job_id']}").json()["status"] == "cancelled"
    assert (film["status"], film["job_id"]) == ("completed", edited["job_id"])
    assert film["scenes"][0]["narration"] == "Bye."


def test_deleting_cancels_a_film_that_is_built_and_then_deletes_it_with_the_files_of_all_its_builds(
    studio: Studio, client: TestClient, order: Order, build: Build
) -> None:
    film_id = order()["id"]
    files = list(build(film_id)["files"].values())
    first = [client.get(path).status_code for path in files]
    keys = [file["key"] for file in delivered(studio, film_id)]
    client.patch(f"/v1/films/{film_id}/scenes/s01", json={"picture": "a red boat"})

    cancelled = client.delete(f"/v1/films/{film_id}").json()
    deleted = client.delete(f"/v1/films/{film_id}").json()

    assert first == [200] * 6
    assert cancelled["status"] == "cancelled"
    assert deleted == {"id": film_id, "object": "film.deleted", "deleted": True}
    assert client.get(f"/v1/films/{film_id}").status_code == 404
    assert [studio.media.stat(key) for key in keys] == [None] * 6


def test_a_finished_film_that_is_built_again_is_fetched_as_it_was_until_it_is_there_anew(
    client: TestClient, order: Order, build: Build
) -> None:
    made = build(order()["id"])
    captions = made["files"]["captions"]

    building = client.patch(f"/v1/films/{made['id']}/scenes/s01", json={"narration": "Bye."}).json()
    meanwhile = client.get(captions)
    build(made["id"])
    after = client.get(captions)

    assert (building["status"], building["files"]) == ("queued", made["files"])
    assert (meanwhile.status_code, "Hello." in meanwhile.text) == (200, True)
    assert ("Bye." in after.text, "Hello." in after.text) == (True, False)


def test_a_rebuild_that_is_cancelled_leaves_the_film_as_it_was(client: TestClient, order: Order, build: Build) -> None:
    made = build(order()["id"])
    client.patch(f"/v1/films/{made['id']}/scenes/s01", json={"narration": "Bye."})

    cancelled = client.delete(f"/v1/films/{made['id']}").json()

    assert (cancelled["status"], cancelled["files"]) == ("cancelled", made["files"])
    assert {scene["status"] for scene in cancelled["scenes"]} == {"stopped"}
    assert "Hello." in client.get(cancelled["files"]["captions"]).text


def test_a_film_that_is_not_built_yet_has_no_content(client: TestClient, order: Order) -> None:
    film_id = order()["id"]

    early = client.get(f"/v1/films/{film_id}/content?variant=video")
    client.delete(f"/v1/films/{film_id}")
    late = client.get(f"/v1/films/{film_id}/content?variant=video")

    assert (early.status_code, early.json()["error"]["code"]) == (404, "not_finished")
    assert "until its status is completed" in early.json()["error"]["hint"]
    assert (late.status_code, late.json()["error"]["code"]) == (404, "not_made")


def test_a_film_that_was_never_made_is_not_found(client: TestClient) -> None:
    assert client.get(f"/v1/films/{new_id('film')}").status_code == 404


def delivered(studio: Studio, film_id: str) -> list[dict[str, Any]]:
    film = studio.database.row("get_film", film_id=film_id)
    assert film is not None
    job = studio.database.row("get_job", job_id=film["job_id"])
    assert job is not None
    return list(job["result"]["files"].values())
