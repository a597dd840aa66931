"""Limits in the answers, other origins, and compression."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.errors import Unavailable
from mutoscope.laptop.api import ROUTERS
from mutoscope.ports import Standing
from mutoscope.settings import Settings
from mutoscope.settings import settings as read_settings
from mutoscope.studio import Studio
from tests.functions.tenants import make_person


@pytest.mark.parametrize(
    ("role", "limit"), [("user", 1000), ("creator", 2000), ("moderator", 2000), ("admin", 5000), ("super_admin", 10000)]
)
def test_a_role_has_its_limit_and_every_answer_says_how_it_stands(
    client: TestClient, studio: Studio, role: str, limit: int
) -> None:
    person = make_person(studio, role)

    first = client.get("/v1/kinds", headers=person.headers).headers
    second = client.get("/v1/jobs/nonsense", headers=person.headers).headers

    assert first["RateLimit-Limit"] == second["RateLimit-Limit"] == str(limit)
    assert int(first["RateLimit-Remaining"]) == limit - 1
    assert int(second["RateLimit-Remaining"]) in (limit - 2, limit - 1)
    assert 0 < int(first["RateLimit-Reset"]) <= 900


def test_all_keys_of_an_account_share_its_limit(client: TestClient) -> None:
    other = client.post("/v1/api_keys", json={"name": "Other"}).json()["secret"]

    answer = client.get("/v1/kinds", headers={"Authorization": f"Bearer {other}"})

    assert int(answer.headers["RateLimit-Remaining"]) == 998


def test_a_guest_is_refused_after_their_hundred_and_told_when_to_come_back(client: TestClient) -> None:
    guest = TestClient(client.app)
    statuses = [guest.get("/v1/kinds").status_code for _ in range(100)]

    refused = guest.get("/v1/kinds")

    assert set(statuses) == {401}
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "rate_limited")
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert client.get("/v1/kinds").status_code == 200


def test_a_bogus_header_does_not_get_round_the_limit_of_an_open_route(client: TestClient) -> None:
    guest = TestClient(client.app, headers={"Authorization": "Bearer nonsense"})

    answers = [guest.post("/v1/auth/login", json={}) for _ in range(2)]

    assert [int(answer.headers["RateLimit-Remaining"]) for answer in answers] == [99, 98]


def test_what_cannot_be_counted_is_let_through(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(bucket: str, limit: int) -> Standing:
        raise Unavailable(what="The rate limit")

    monkeypatch.setattr(studio.limits, "take", fail)

    assert client.get("/v1/kinds").status_code == 200


def test_pages_of_a_named_origin_may_call_and_others_may_not(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUTOSCOPE_CORS_ORIGINS", "https://studio.example")
    read_settings.cache_clear()
    app = create_app(ROUTERS)
    read_settings.cache_clear()
    app.dependency_overrides[current_studio] = lambda: studio
    asked = {"Access-Control-Request-Method": "POST"}

    named = TestClient(app).options("/v1/films", headers={"Origin": "https://studio.example", **asked})
    other = TestClient(app).options("/v1/films", headers={"Origin": "https://evil.example", **asked})

    assert named.headers["access-control-allow-origin"] == "https://studio.example"
    assert "access-control-allow-origin" not in other.headers


def test_no_origin_is_allowed_unless_somebody_says_so() -> None:
    assert Settings().cors_origins == ""


def test_json_is_compressed_for_whoever_takes_it(client: TestClient) -> None:
    answer = client.get("/v1/kinds", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["object"] == "list"


def test_media_is_not_compressed(
    client: TestClient, order_speech: Callable[..., str], drain: Callable[[], int]
) -> None:
    job_id = order_speech()
    drain()

    answer = client.get(f"/v1/jobs/{job_id}/content", headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)
