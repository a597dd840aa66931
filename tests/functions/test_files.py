"""A delivered file as it leaves the API: whole, in ranges (RFC 9110), or by a link to the file store."""

from collections.abc import Callable
from dataclasses import replace
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient

from functions.jobs.routes import router as jobs
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.jobs.finish import complete
from mutoscope.jobs.job import DeliveredFile, JobResult, find_job
from mutoscope.studio import Studio

CONTENT = bytes(range(256)) * 4
NAME = "चावल-rice.mp4"

Deliver = Callable[[bytes], str]


@pytest.fixture
def deliver(studio: Studio, order_speech: Callable[[], str]) -> Deliver:
    """Completes a job with one file of these bytes and answers the path it is fetched from."""

    def delivered(content: bytes) -> str:
        job = find_job(studio.database, order_speech())
        assert job is not None
        key = f"outputs/{job.user_id}/{job.job_id}/film.mp4"
        studio.media.put_bytes(key, content, "video/mp4")
        file = DeliveredFile(key=key, filename=NAME, content_type="video/mp4")
        complete(studio, job, JobResult(files={"video": file}, facts={}))
        return f"/v1/jobs/{job.job_id}/content"

    return delivered


@pytest.fixture
def path(deliver: Deliver) -> str:
    return deliver(CONTENT)


def test_a_file_comes_whole_with_its_type_and_name(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == "1024"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-disposition"] == (
        "inline; filename*=UTF-8''%E0%A4%9A%E0%A4%BE%E0%A4%B5%E0%A4%B2-rice.mp4"
    )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("bytes=1023-", 1023, 1023),
    ],
)
def test_a_range_is_answered_with_just_its_bytes(
    client: TestClient, path: str, asked: str, first: int, last: int
) -> None:
    answer = client.get(path, headers={"Range": asked})

    assert (answer.status_code, answer.content) == (206, CONTENT[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/1024"
    assert answer.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=9999-99999", "bytes=-0"])
def test_a_range_outside_the_file_is_refused_with_its_length(client: TestClient, path: str, asked: str) -> None:
    answer = client.get(path, headers={"Range": asked})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */1024"
    assert answer.json()["error"]["code"] == "range_not_satisfiable"


@pytest.mark.parametrize(
    "asked",
    ["bytes=-", "bytes=9-3", "bytes=a-b", "bytes=0-1,5-6", "bytes=0-1, -2", "lines=0-1", f"bytes={'9' * 5000}-"],
)
def test_a_range_that_is_none_is_ignored(client: TestClient, path: str, asked: str) -> None:
    answer = client.get(path, headers={"Range": asked})

    assert (answer.status_code, len(answer.content)) == (200, 1024)


@pytest.mark.parametrize("asked", [None, "bytes=0-9"])
def test_head_tells_what_get_would_send_and_sends_nothing(client: TestClient, path: str, asked: str | None) -> None:
    answer = client.head(path, headers={"Range": asked} if asked else {})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "1024"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "video/mp4"


def test_head_of_another_users_file_is_not_found(path: str, strangers_key: str, client: TestClient) -> None:
    assert client.head(path, headers={"Authorization": f"Bearer {strangers_key}"}).status_code == 404


def test_an_empty_file_is_a_file(client: TestClient, deliver: Deliver) -> None:
    answer = client.get(deliver(b""))

    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "0")


def test_a_file_that_is_gone_is_not_found(studio: Studio, client: TestClient, path: str) -> None:
    studio.media.delete_prefix("outputs/")

    answer = client.get(path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_variant_that_the_job_has_not_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?variant=hologram")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_made")


def test_another_users_file_is_not_found(studio: Studio, path: str, strangers_key: str, client: TestClient) -> None:
    answer = client.get(path, headers={"Authorization": f"Bearer {strangers_key}"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_in_the_cloud_a_file_leaves_by_a_link_that_works(studio: Studio, api_key: str, path: str) -> None:
    redirecting = replace(studio, settings=studio.settings.model_copy(update={"media_delivery": "redirect"}))
    app = create_app([jobs])
    app.dependency_overrides[current_studio] = lambda: redirecting

    answer = TestClient(app).get(path, headers={"Authorization": f"Bearer {api_key}"}, follow_redirects=False)

    assert answer.status_code == 307
    with urlopen(answer.headers["location"]) as fetched:
        assert fetched.read() == CONTENT
        assert fetched.headers["content-disposition"].isascii()
