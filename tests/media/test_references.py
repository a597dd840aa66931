"""References: pictures of a persona, kept once per user, named by an id, and used by nobody else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.identifiers import new_id
from mutoscope.media import references
from mutoscope.media.references import ReferenceMissing, fetch_reference
from mutoscope.studio import Studio

Make = Callable[..., Path]


def put(client: TestClient, path: Path, name: str | None = None) -> dict[str, Any]:
    answer = client.put(f"/v1/references/{name or path.name}", content=path.read_bytes())
    body: dict[str, Any] = answer.json()
    return body


def listed(client: TestClient) -> list[str]:
    return [each["id"] for each in client.get("/v1/references").json()["data"]]


@pytest.fixture
def other(studio: Studio) -> str:
    """The key of another user."""
    user_id, key = new_id("user"), issue()
    studio.database.row("add_user", user_id=user_id, name="Another")
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user_id, digest=digest(key.secret, pepper))
    return key.secret


def test_a_reference_is_kept_under_its_users_folder_and_listed(
    studio: Studio, client: TestClient, user: str, picture: Make
) -> None:
    kept = put(client, picture("maya.png"))

    [stored] = studio.media.list_files(f"references/{user}/")
    [shown] = client.get("/v1/references").json()["data"]
    assert stored.key == f"references/{user}/{kept['id']}/maya.png"
    assert shown == kept
    assert (kept["object"], kept["filename"], kept["size"]) == ("reference", "maya.png", stored.size)


def test_the_same_picture_is_kept_once_under_its_first_name(client: TestClient, picture: Make) -> None:
    first = put(client, picture("maya.png"))

    again = put(client, picture("maya.png"), "other.png")

    assert again == first
    assert listed(client) == [first["id"]]


def test_a_deleted_reference_is_gone_and_deleting_it_again_finds_nothing(
    studio: Studio, client: TestClient, user: str, picture: Make
) -> None:
    kept, left = put(client, picture("a.png")), put(client, picture("b.png", width=100))

    deleted = client.delete(f"/v1/references/{kept['id']}")

    assert deleted.json() == {"id": kept["id"], "object": "reference.deleted", "deleted": True}
    assert listed(client) == [left["id"]]
    assert client.delete(f"/v1/references/{kept['id']}").status_code == 404
    assert len(studio.media.list_files(f"references/{user}/")) == 1


def test_nobody_sees_or_deletes_another_users_references(client: TestClient, other: str, picture: Make) -> None:
    kept = put(client, picture())
    headers = {"Authorization": f"Bearer {other}"}

    seen = client.get("/v1/references", headers=headers).json()["data"]
    deleted = client.delete(f"/v1/references/{kept['id']}", headers=headers)

    assert seen == []
    assert deleted.status_code == 404
    assert listed(client) == [kept["id"]]


def test_only_pictures_are_references(client: TestClient, recording: Make) -> None:
    assert put(client, recording())["error"]["code"] == "input_of_another_kind"
    assert listed(client) == []


def test_there_is_a_most_and_what_is_there_already_is_still_answered(
    client: TestClient, picture: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "MOST_REFERENCES", 1)
    kept = put(client, picture("a.png"))

    refused = put(client, picture("b.png", width=100))

    assert refused["error"]["code"] == "references_full"
    assert put(client, picture("a.png")) == kept


def test_what_is_done_to_references_is_in_the_audit_log(client: TestClient, picture: Make) -> None:
    kept = put(client, picture())
    client.delete(f"/v1/references/{kept['id']}")

    entries = client.get("/v1/audit_log").json()["data"]

    done = [(each["action"], each["resource_id"]) for each in entries if each["resource_type"] == "reference"]
    assert done == [("reference.deleted", kept["id"]), ("reference.stored", kept["id"])]


def test_one_that_was_deleted_since_it_was_named_is_missing_by_name(studio: Studio, user: str, tmp_path: Path) -> None:
    with pytest.raises(ReferenceMissing, match="ref_a") as missing:
        fetch_reference(studio.media, user, f"ref_{'a' * 26}", tmp_path / "picture")

    assert not missing.value.retryable
