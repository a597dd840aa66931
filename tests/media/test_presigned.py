"""The fault matrix's row of presigned URLs: what was not signed for is refused by the file store, or by completing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.caller import current_studio
from mutoscope.media import announce as announcing
from mutoscope.media.errand_messages import MediaErrand
from mutoscope.media.look_into import look_after
from mutoscope.studio import Studio
from tests.media.library import Library, post

Make = Callable[..., Path]


def test_presigned_url_other_key_is_forbidden(library: Library, picture: Make) -> None:
    path = picture()
    announced = library.announce(path)

    answer = post(announced, path.read_bytes(), key="inputs/user_owner/stolen.png")

    assert answer.status_code == 403
    assert library.stored() == []


def test_presigned_url_other_type_is_forbidden(library: Library, picture: Make) -> None:
    path = picture()
    announced = library.announce(path)

    answer = post(announced, path.read_bytes(), **{"Content-Type": "text/html"})

    assert answer.status_code == 403
    assert library.stored() == []


@pytest.mark.parametrize("change", [b"more", None])
def test_presigned_url_other_size_is_refused(library: Library, picture: Make, change: bytes | None) -> None:
    """S3 answers 400 here, EntityTooLarge or EntityTooSmall, and the embedded engine does what S3 does."""
    path = picture()
    announced = library.announce(path)
    content = path.read_bytes()

    answer = post(announced, content + change if change else content[:-1])

    assert (answer.status_code, "EntityToo" in answer.text) == (400, True)
    assert library.stored() == []


def test_presigned_url_expired_is_forbidden(library: Library, picture: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "FORM_SECONDS", -1)
    path = picture()
    announced = library.announce(path)

    answer = post(announced, path.read_bytes())

    assert (answer.status_code, library.stored()) == (403, [])


def test_presigned_url_other_policy_is_forbidden(library: Library, picture: Make) -> None:
    path = picture()
    first, second = library.announce(path), library.announce(path)

    answer = post(first, path.read_bytes(), policy=second["upload"]["fields"]["policy"])

    assert (answer.status_code, library.stored()) == (403, [])


def test_completing_finds_another_size_than_was_announced(
    library: Library, studio: Studio, client: TestClient, picture: Make
) -> None:
    """As if a file store had not held to the size that was signed."""
    announced = library.announce(picture())
    key = announced["upload"]["fields"]["key"]
    studio.media.put_bytes(key, b"short", "image/png")

    completed = client.post(f"/v1/media/{announced['id']}/completion").json()

    assert (completed["status"], completed["refusal"]["code"]) == ("refused", "other_size")
    assert library.stored() == []


def test_what_is_sent_after_completing_is_never_kept(library: Library, client: TestClient, picture: Make) -> None:
    """The form is valid for an hour: its owner can send another file while the first one is looked into."""
    path = picture()
    announced = library.announce(path)
    post(announced, path.read_bytes())
    client.post(f"/v1/media/{announced['id']}/completion")
    other = bytes(path.stat().st_size)
    post(announced, other)

    library.look()

    assert library.get(announced["id"])["status"] == "refused"
    assert library.stored("inputs/") == []


def test_completing_before_anything_arrived_says_so(library: Library, client: TestClient, picture: Make) -> None:
    announced = library.announce(picture())

    answer = client.post(f"/v1/media/{announced['id']}/completion")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nothing_arrived")
    assert library.get(announced["id"])["status"] == "uploading"


def test_completing_again_changes_nothing(library: Library, client: TestClient, picture: Make) -> None:
    item = library.bring(picture())

    again = client.post(f"/v1/media/{item['id']}/completion").json()

    assert again == item


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"content_type": "image/svg+xml"}, 422, "media_type_not_taken"),
        ({"content_type": "text/html"}, 422, "media_type_not_taken"),
        ({"size": 50_000_001}, 413, "media_too_large"),
        ({"size": 0}, 422, "invalid_input"),
        ({"name": ""}, 422, "invalid_input"),
        ({"sha256": "xyz"}, 422, "invalid_input"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_travels(
    client: TestClient, changed: dict[str, object], status: int, code: str
) -> None:
    body = {"name": "a.png", "content_type": "image/png", "size": 100, **changed}

    answer = client.post("/v1/media", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_library_holds_no_more_than_its_quota(studio: Studio, client: TestClient) -> None:
    small = replace(studio, settings=studio.settings.model_copy(update={"media_quota_bytes": 1_500}))
    client.app.dependency_overrides[current_studio] = lambda: small  # type: ignore[attr-defined]
    body = {"name": "a.png", "content_type": "image/png", "size": 1_000}

    first, second = (client.post("/v1/media", json=body) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 422)
    assert second.json()["error"]["code"] == "library_full"


def test_an_upload_that_nobody_completes_ends(library: Library, studio: Studio, user: str, picture: Make) -> None:
    path = picture()
    announced = library.announce(path)
    post(announced, path.read_bytes())
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE media SET expires_at = now() WHERE media_id = %s", (announced["id"],))

    look_after(studio, MediaErrand(user_id=user, media_id=announced["id"]))
    library.look()

    assert library.client.get(f"/v1/media/{announced['id']}").status_code == 404
    assert library.stored() == []
