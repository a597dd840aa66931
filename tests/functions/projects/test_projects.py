"""Projects over HTTP: made, found, filled, archived, copied and thrown away, and nothing is lost by accident."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.studio import Studio
from tests.functions.tenants import PASSWORD, make_person

SMALL = {"aspect": "1:1", "music": "none", "captions": "none"}
Make = Callable[..., str]


@pytest.fixture
def project(client: TestClient) -> Make:
    def made(title: str = "Rice", **more: object) -> str:
        answer = client.post("/v1/projects", json={"title": title, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    return made


@pytest.fixture
def film(client: TestClient) -> Make:
    """Orders the smallest film there is."""

    def ordered(**more: object) -> str:
        answer = client.post("/v1/films", json={"script": "Hello.", **SMALL, **more})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    return ordered


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def titles(client: TestClient, query: str = "") -> list[str]:
    return [each["title"] for each in client.get(f"/v1/projects{query}").json()["data"]]


def films_in(client: TestClient, project_id: str) -> list[dict[str, Any]]:
    films: list[dict[str, Any]] = client.get(f"/v1/projects/{project_id}/films").json()["data"]
    return films


def test_a_project_is_made_looked_at_and_changed(client: TestClient, project: Make) -> None:
    project_id = project("  Rice ", description="All about it")

    changed = client.patch(f"/v1/projects/{project_id}", json={"title": "Rice and tea"}).json()
    seen = client.get(f"/v1/projects/{project_id}").json()

    assert seen == changed
    assert (seen["title"], seen["description"], seen["archived"], seen["films"]) == (
        "Rice and tea",
        "All about it",
        False,
        0,
    )


@pytest.mark.parametrize(
    "body", [{}, {"title": ""}, {"title": " "}, {"title": "x" * 201}, {"title": "a\0"}, {"title": "a", "owner": "me"}]
)
def test_a_project_that_cannot_be_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert code(client.post("/v1/projects", json=body)) == (422, "invalid_input")


def test_a_project_is_made_once_for_an_idempotency_key(client: TestClient) -> None:
    answers = [client.post("/v1/projects", json={"title": "Once"}, headers={"Idempotency-Key": "k"}).text for _ in "12"]

    assert answers[0] == answers[1]
    assert titles(client) == ["Once"]


def test_an_archived_project_is_out_of_the_way_takes_no_film_and_comes_back(
    client: TestClient, project: Make, film: Make
) -> None:
    project_id, film_id = project("Old"), film()
    project("New")
    client.patch(f"/v1/projects/{project_id}", json={"archived": True})

    refused = [
        client.post("/v1/films", json={"script": "Hello.", "project_id": project_id}),
        client.patch(f"/v1/films/{film_id}", json={"project_id": project_id}),
    ]

    assert [code(answer) for answer in refused] == [(422, "wrong_state")] * 2
    assert (titles(client), titles(client, "?archived=true")) == (["New"], ["Old"])
    assert titles(client, "?archived=any&sort=title&order=asc") == ["New", "Old"]
    client.patch(f"/v1/projects/{project_id}", json={"archived": False})
    assert titles(client) == ["New", "Old"]


@pytest.mark.parametrize(
    ("title", "search"),
    [
        ("How rice grows", "RICE"),
        ("How rice grows", "ice gr"),
        ("Straße nach Köln", "STRASSE"),
        ("稲はどう育つか", "どう育"),
        ("كيف ينمو الأرز", "الأرز"),
        ("100% tea_leaves", "% tea_"),
        ("A film", "a"),
    ],
)
def test_a_project_is_found_by_any_part_of_its_title(
    client: TestClient, project: Make, title: str, search: str
) -> None:
    project(title)
    project("Something else".replace("e", "o"))

    found = client.get("/v1/projects", params={"search": search}).json()["data"]

    assert [each["title"] for each in found] == [title]


def test_a_search_is_paged_and_finds_nothing_archived(client: TestClient, project: Make) -> None:
    ids = [project(f"Tea {number}") for number in range(3)]
    client.patch(f"/v1/projects/{ids[1]}", json={"archived": True})

    first = client.get("/v1/projects?search=tea&limit=1").json()
    second = client.get(f"/v1/projects?search=tea&limit=1&after={first['last_id']}").json()

    assert (first["first_id"], first["has_more"]) == (ids[2], True)
    assert (second["first_id"], second["has_more"]) == (ids[0], False)


def test_a_film_is_ordered_into_a_project_moved_and_taken_out(client: TestClient, project: Make, film: Make) -> None:
    here, there = project("Here"), project("There")
    film_id = film(project_id=here)
    assert [each["id"] for each in films_in(client, here)] == [film_id]

    moved = client.patch(f"/v1/films/{film_id}", json={"project_id": there}).json()

    assert (moved["project_id"], films_in(client, here)) == (there, [])
    assert [each["id"] for each in client.get(f"/v1/films?project_id={there}").json()["data"]] == [film_id]
    assert client.get(f"/v1/projects/{there}").json()["films"] == 1
    assert client.patch(f"/v1/films/{film_id}", json={"project_id": None}).json()["project_id"] is None
    assert films_in(client, there) == []


def test_a_film_is_called_what_its_owner_calls_it(client: TestClient, film: Make) -> None:
    film_id = film(script="# Rice\nHello.")

    renamed = client.patch(f"/v1/films/{film_id}", json={"title": "Take two"}).json()
    back = client.patch(f"/v1/films/{film_id}", json={"title": None}).json()

    assert (renamed["title"], renamed["status"], renamed["job_id"]) == ("Take two", "queued", back["job_id"])
    assert back["title"] == "Rice"


def test_editing_a_film_leaves_it_in_its_project(client: TestClient, project: Make, film: Make) -> None:
    project_id = project()
    film_id = film(project_id=project_id)

    client.patch(f"/v1/films/{film_id}/scenes/s01", json={"narration": "Good morning."})

    assert client.get(f"/v1/films/{film_id}").json()["project_id"] == project_id


@pytest.mark.parametrize("unknown", ["proj_00000000000000000000000000", "proj_1", "nonsense"])
def test_a_film_is_not_put_into_a_project_that_is_not_ones_own(client: TestClient, film: Make, unknown: str) -> None:
    film_id = film()

    ordered = client.post("/v1/films", json={"script": "Hello.", "project_id": unknown})
    moved = client.patch(f"/v1/films/{film_id}", json={"project_id": unknown})

    assert {ordered.status_code, moved.status_code} == {422}
    assert {answer.json()["error"]["param"] for answer in (ordered, moved)} == {"project_id"}
    assert len(client.get("/v1/films").json()["data"]) == 1


def test_nobody_puts_a_film_into_somebody_elses_project(
    client: TestClient, project: Make, film: Make, strangers_key: str
) -> None:
    project_id = project()
    headers = {"Authorization": f"Bearer {strangers_key}"}

    ordered = client.post("/v1/films", json={"script": "Hello.", "project_id": project_id}, headers=headers)

    assert code(ordered) == (422, "unknown_project")
    assert client.get("/v1/films", headers=headers).json()["data"] == []


def test_a_project_with_films_is_not_deleted_unless_it_is_said_what_becomes_of_them(
    client: TestClient, project: Make, film: Make
) -> None:
    project_id = project()
    film_id = film(project_id=project_id)

    refused = client.delete(f"/v1/projects/{project_id}")

    assert code(refused) == (422, "project_not_empty")
    assert "(1)" in refused.json()["error"]["message"]
    assert client.get(f"/v1/projects/{project_id}").status_code == 200
    kept = client.delete(f"/v1/projects/{project_id}?films=keep")
    assert kept.json() == {"id": project_id, "object": "project.deleted", "deleted": True}
    assert client.get(f"/v1/films/{film_id}").json()["project_id"] is None
    assert client.get(f"/v1/projects/{project_id}").status_code == 404


def test_deleting_a_project_with_its_films_ends_their_builds_and_takes_their_files(
    client: TestClient, studio: Studio, user: str, project: Make, film: Make
) -> None:
    project_id, other = project(), film()
    film_id = film(project_id=project_id, script=None, text="Rice is a grass. It grows in water. People eat it.")
    job_id = client.get(f"/v1/films/{film_id}").json()["job_id"]

    client.delete(f"/v1/projects/{project_id}?films=delete")

    assert [each["id"] for each in client.get("/v1/films").json()["data"]] == [other]
    assert client.get(f"/v1/jobs/{job_id}").status_code == 404
    assert studio.media.list_files(f"inputs/{user}/{film_id}/") == []
    assert client.get("/v1/credits/verify").json()["ok"]


def test_a_copy_has_the_films_as_drafts_that_cost_nothing_until_they_are_built(
    client: TestClient, studio: Studio, user: str, project: Make, film: Make, drain: Callable[[], int]
) -> None:
    project_id = project("Rice", description="All about it")
    text = "Rice is a grass. It grows in water. People eat it every day."
    told, unwritten = film(project_id=project_id), film(project_id=project_id, script=None, text=text)
    client.delete(f"/v1/films/{unwritten}")
    wallet = client.get("/v1/credits").json()

    copy = client.post(f"/v1/projects/{project_id}/duplication").json()
    second, first = films_in(client, copy["id"])
    client.delete(f"/v1/films/{unwritten}")

    assert (copy["title"], copy["description"], copy["films"]) == ("Rice (copy)", "All about it", 2)
    assert [(each["status"], each["job_id"]) for each in (first, second)] == [("draft", None)] * 2
    assert [scene["narration"] for scene in first["scenes"]] == ["Hello."]
    assert first["id"] != told
    assert client.get("/v1/credits").json() == wallet
    assert client.get(f"/v1/films/{first['id']}/content").status_code == 404
    built = client.post(f"/v1/films/{second['id']}/build").json()
    assert built["status"] == "queued"
    assert built["credits"]["held"] > 0
    assert studio.media.get_bytes(f"inputs/{user}/{second['id']}/text.txt") == text.encode()


def test_a_copy_is_made_once_for_an_idempotency_key(client: TestClient, project: Make, film: Make) -> None:
    project_id = project()
    film(project_id=project_id)
    path = f"/v1/projects/{project_id}/duplication"

    answers = [client.post(path, headers={"Idempotency-Key": "k"}).text for _ in "12"]

    assert answers[0] == answers[1]
    assert len(client.get("/v1/films").json()["data"]) == 2


def test_a_draft_is_edited_without_being_built_and_then_built_once(
    client: TestClient, project: Make, film: Make, drain: Callable[[], int]
) -> None:
    project_id = project()
    film(project_id=project_id)
    copy = client.post(f"/v1/projects/{project_id}/duplication", json={"title": "Again"}).json()
    (draft,) = films_in(client, copy["id"])
    path = f"/v1/films/{draft['id']}"

    edited = client.patch(f"{path}/scenes/s01", json={"narration": "Good morning."}).json()
    approved = client.post(f"{path}/approval")
    built, again = client.post(f"{path}/build"), client.post(f"{path}/build")

    assert (edited["status"], edited["scenes"][0]["narration"]) == ("draft", "Good morning.")
    assert [code(answer) for answer in (approved, again)] == [(422, "wrong_state")] * 2
    assert (built.status_code, built.json()["status"], built.json()["project_id"]) == (202, "queued", copy["id"])
    drain()
    finished = client.get(path).json()
    assert (finished["status"], finished["scenes"][0]["narration"]) == ("completed", "Good morning.")


def test_two_builds_of_a_draft_at_once_are_one(client: TestClient, project: Make, film: Make) -> None:
    project_id = project()
    film(project_id=project_id)
    copy = client.post(f"/v1/projects/{project_id}/duplication").json()
    (draft,) = films_in(client, copy["id"])
    jobs = len(client.get("/v1/jobs").json()["data"])

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.post(f"/v1/films/{draft['id']}/build"), range(4)))

    assert [answer.status_code for answer in answers].count(202) == 1
    assert {answer.json()["error"]["code"] for answer in answers if answer.status_code != 202} <= {
        "overtaken",
        "wrong_state",
    }
    assert len(client.get("/v1/jobs").json()["data"]) == jobs + 1


def test_a_build_above_max_credits_leaves_the_draft(client: TestClient, project: Make, film: Make) -> None:
    project_id = project()
    film(project_id=project_id)
    copy = client.post(f"/v1/projects/{project_id}/duplication").json()
    (draft,) = films_in(client, copy["id"])

    refused = client.post(f"/v1/films/{draft['id']}/build", json={"max_credits": 1})

    assert code(refused) == (422, "above_max_credits")
    assert films_in(client, copy["id"])[0]["status"] == "draft"


def test_a_cancelled_film_is_built_once_more(client: TestClient, film: Make) -> None:
    film_id = film()
    client.delete(f"/v1/films/{film_id}")

    built = client.post(f"/v1/films/{film_id}/build").json()

    assert (built["id"], built["status"]) == (film_id, "queued")


def test_projects_are_in_the_export_and_go_with_the_account(
    client: TestClient, studio: Studio, fund: Callable[[str], None]
) -> None:
    person = make_person(studio, "user")
    fund(person.user_id)
    project_id = client.post("/v1/projects", json={"title": "Rice"}, headers=person.headers).json()["id"]
    order = {"script": "Hello.", **SMALL, "project_id": project_id}
    film_id = client.post("/v1/films", json=order, headers=person.headers).json()["id"]

    document = client.get("/v1/me/export", headers=person.headers).json()
    left = client.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=person.headers)

    assert [each["project_id"] for each in document["projects"]] == [project_id]
    assert [(each["film_id"], each["project_id"]) for each in document["films"]] == [(film_id, project_id)]
    assert left.status_code == 200
    with psycopg.connect(studio.settings.database_url) as connection:
        found = connection.execute("SELECT 1 FROM projects WHERE user_id = %s", (person.user_id,)).fetchall()
    assert found == []


def test_a_number_is_no_yes_or_no(client: TestClient, project: Make) -> None:
    refused = client.patch(f"/v1/projects/{project('Old')}", json={"title": "Rice", "archived": 0})

    assert (refused.status_code, refused.json()["error"]["param"]) == (422, "archived")
