"""Who may see a file of the library: its owner, whoever has a link, or everybody, and nobody else."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.studio import Studio
from tests.media.library import Library

Make = Callable[..., Path]


@pytest.fixture
def item(library: Library, picture: Make) -> str:
    return str(library.bring(picture("holiday.png"))["id"])


@pytest.fixture
def anybody(client: TestClient) -> TestClient:
    """The same API, asked without a key."""
    return TestClient(client.app)


def shared(client: TestClient, item: str, **body: int) -> tuple[str, str]:
    """The share's id and the path of its link."""
    made = client.post(f"/v1/media/{item}/shares", json=body)
    assert made.status_code == 201, made.text
    return made.json()["id"], "/v1/shared/" + made.json()["url"].rpartition("/")[2]


def test_a_link_shows_the_file_to_anybody_who_has_it(
    client: TestClient, anybody: TestClient, item: str, picture: Make
) -> None:
    _, link = shared(client, item)

    seen = anybody.get(link)
    part = anybody.get(f"{link}/content", headers={"Range": "bytes=0-7"})
    thumbnail = anybody.get(seen.json()["files"]["thumbnail"])

    assert (seen.status_code, seen.json()["name"]) == (200, "holiday.png")
    assert not {"user_id", "privacy", "origin"} & set(seen.json())
    assert (part.status_code, part.content) == (206, b"\x89PNG\r\n\x1a\n")
    assert thumbnail.headers["content-type"] == "image/jpeg"


def test_only_the_digest_of_a_link_is_on_record(studio: Studio, client: TestClient, item: str) -> None:
    _, link = shared(client, item)

    with psycopg.connect(studio.settings.database_url) as connection:
        rows = connection.execute("SELECT CAST(to_jsonb(s) AS text) FROM media_shares s").fetchall()

    assert link.rpartition("/")[2] not in str(rows)
    assert link.rpartition("/")[2] not in client.get(f"/v1/media/{item}/shares").text


def test_fetching_the_file_is_counted_and_going_on_with_it_is_not(
    client: TestClient, anybody: TestClient, item: str
) -> None:
    _, link = shared(client, item)

    for asked in ({}, {"Range": "bytes=0-"}, {"Range": "bytes=8-"}):
        anybody.get(f"{link}/content", headers=asked)
    anybody.get(f"{link}/content?variant=thumbnail")

    (listed,) = client.get(f"/v1/media/{item}/shares").json()["data"]
    assert listed["views"] == 2
    assert listed["viewed_at"] is not None


def test_a_revoked_link_leads_nowhere(client: TestClient, anybody: TestClient, item: str) -> None:
    share_id, link = shared(client, item)

    revoked = client.delete(f"/v1/media/{item}/shares/{share_id}")
    again = client.delete(f"/v1/media/{item}/shares/{share_id}")

    assert revoked.json()["revoked_at"] == again.json()["revoked_at"]
    assert [anybody.get(path).status_code for path in (link, f"{link}/content")] == [404, 404]


def test_a_link_expires(studio: Studio, client: TestClient, anybody: TestClient, item: str) -> None:
    share_id, link = shared(client, item, expires_in=60)
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE media_shares SET expires_at = now() WHERE share_id = %s", (share_id,))

    assert anybody.get(f"{link}/content").status_code == 404


def test_an_invented_link_leads_nowhere_and_guessing_is_limited_by_address(anybody: TestClient) -> None:
    answer = anybody.get("/v1/shared/share_nonsense")

    assert answer.status_code == 404
    assert answer.headers["ratelimit-limit"] == "100"


def test_an_unlisted_file_is_seen_by_its_id_and_a_public_one_in_the_gallery(
    client: TestClient, anybody: TestClient, item: str
) -> None:
    never = anybody.get(f"/v1/public/media/{item}").status_code

    client.patch(f"/v1/media/{item}", json={"privacy": "unlisted"})
    unlisted = anybody.get(f"/v1/public/media/{item}/content").status_code
    hidden = item in anybody.get("/v1/public/media?limit=100").text
    client.patch(f"/v1/media/{item}", json={"privacy": "public"})
    listed = item in anybody.get("/v1/public/media?limit=100").text

    assert (never, unlisted, hidden, listed) == (404, 200, False, True)


def test_presigned_url_privacy_flipped_is_forbidden(client: TestClient, anybody: TestClient, item: str) -> None:
    client.patch(f"/v1/media/{item}", json={"privacy": "public"})
    path = anybody.get(f"/v1/public/media/{item}").json()["files"]["original"]
    before = anybody.get(path).status_code

    client.patch(f"/v1/media/{item}", json={"privacy": "private"})
    answer = anybody.get(path)

    assert (before, answer.status_code, answer.json()["error"]["code"]) == (200, 403, "media_private")


def test_a_file_that_is_not_ready_cannot_be_shared(library: Library, client: TestClient, picture: Make) -> None:
    announced = library.announce(picture())

    answer = client.post(f"/v1/media/{announced['id']}/shares", json={})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_state")
