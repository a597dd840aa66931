"""Large files in parts: each signed for its size, resumed where they were cut off, joined when all are there."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.errand_messages import FarewellErrand
from mutoscope.accounts.errands import run_errand
from mutoscope.media import announce as announcing
from mutoscope.studio import Studio
from tests.media.library import Library

PART = 5_242_880
"""The smallest part that S3 joins."""


@pytest.fixture
def large(recording: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound of eleven megabytes, where five are too many for a form."""
    monkeypatch.setattr(announcing, "LARGEST_FORM", PART)
    monkeypatch.setattr(announcing, "PART_SIZE", PART)
    return recording("long.wav", seconds=130)


def send(client: TestClient, media_id: str, content: bytes, *numbers: int) -> list[int]:
    signed = client.post(f"/v1/media/{media_id}/parts", json={"numbers": list(numbers)}).json()["data"]
    parts = [(part["url"], content[(part["number"] - 1) * PART :][: part["size"]]) for part in signed]
    return [httpx.put(url, content=part, trust_env=False).status_code for url, part in parts]


def test_a_file_in_parts_is_resumed_and_joined(library: Library, client: TestClient, large: Path) -> None:
    announced, content = library.announce(large), large.read_bytes()
    media_id = announced["id"]

    first = send(client, media_id, content, 1, 3)
    early = client.post(f"/v1/media/{media_id}/completion")
    arrived = client.get(f"/v1/media/{media_id}/parts").json()
    second = send(client, media_id, content, 2)
    completed = client.post(f"/v1/media/{media_id}/completion")
    library.look()

    assert announced["upload"]["method"] == "parts"
    assert (announced["upload"]["parts"], announced["upload"]["part_size"]) == (3, PART)
    assert (first, second) == ([200, 200], [200])
    assert (early.status_code, early.json()["error"]["code"]) == (422, "parts_missing")
    assert "parts 2 are" in early.json()["error"]["message"]
    assert [part["number"] for part in arrived["data"]] == [1, 3]
    assert completed.status_code == 200
    item = library.get(media_id)
    assert (item["status"], item["facts"]["seconds"]) == ("ready", 130.0)
    assert client.get(item["files"]["original"]).content == content


def test_presigned_url_part_of_other_size_or_other_number_is_forbidden(
    library: Library, client: TestClient, large: Path
) -> None:
    media_id = library.announce(large)["id"]
    (signed,) = client.post(f"/v1/media/{media_id}/parts", json={"numbers": [1]}).json()["data"]
    url = httpx.URL(signed["url"])

    longer = httpx.put(url, content=bytes(PART + 1), trust_env=False)
    second = httpx.put(url.copy_merge_params({"partNumber": "2"}), content=bytes(PART), trust_env=False)

    assert [longer.status_code, second.status_code] == [403, 403]
    assert client.get(f"/v1/media/{media_id}/parts").json()["data"] == []


def test_a_part_that_the_file_has_not_is_refused(library: Library, client: TestClient, large: Path) -> None:
    media_id = library.announce(large)["id"]

    answer = client.post(f"/v1/media/{media_id}/parts", json={"numbers": [4]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "no_such_part")


def test_deleting_gives_up_the_parts(library: Library, studio: Studio, client: TestClient, large: Path) -> None:
    media_id = library.announce(large)["id"]
    send(client, media_id, large.read_bytes(), 1)
    (signed,) = client.post(f"/v1/media/{media_id}/parts", json={"numbers": [2]}).json()["data"]

    client.delete(f"/v1/media/{media_id}")

    assert httpx.put(signed["url"], content=bytes(PART), trust_env=False).status_code == 404
    assert pending(studio) == []


def test_whoever_leaves_takes_the_library_along(
    library: Library, studio: Studio, client: TestClient, user: str, large: Path, picture: Callable[..., Path]
) -> None:
    item = library.bring(picture())
    client.post(f"/v1/media/{item['id']}/shares", json={})
    send(client, library.announce(large)["id"], large.read_bytes(), 1)
    studio.database.row("begin_deletion", user_id=user, actor={})

    run_errand(studio, FarewellErrand(user_id=user), 1)

    assert library.stored(f"inputs/{user}") + library.stored(f"temp/{user}") + pending(studio) == []
    assert studio.database.row("get_media", media_id=item["id"]) is None


def pending(studio: Studio) -> list[str]:
    """Keys of uploads in parts that are under way."""
    listed = studio.media._s3.list_multipart_uploads(Bucket=studio.settings.bucket)  # type: ignore[attr-defined]
    return [each["Key"] for each in listed.get("Uploads", [])]
