"""Sessions: refreshed by tokens that are used once, listed and ended by their owner, and over at once when they end."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from fastapi.testclient import TestClient
from httpx import Response

from mutoscope.studio import Studio
from tests.functions.users.people import Account, bearer, log_in


def refresh(web: TestClient, token: str) -> Response:
    return web.post("/v1/auth/refresh", json={"refresh_token": token})


def elapse(studio: Studio, seconds: int) -> None:
    """Every refresh token that was used was used so much earlier."""
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => %s) WHERE used_at IS NOT NULL",
            (seconds,),
        )


def test_a_refresh_gives_new_tokens_of_the_same_session(web: TestClient, account: Account) -> None:
    answer = refresh(web, account.tokens["refresh_token"])

    tokens = answer.json()
    assert tokens["session_id"] == account.tokens["session_id"]
    assert tokens["refresh_token"] != account.tokens["refresh_token"]
    assert tokens["session_expires_at"] == account.tokens["session_expires_at"]
    assert web.get("/v1/me", headers=bearer(tokens)).status_code == 200


def test_two_tabs_within_10_s_get_the_same_successor(web: TestClient, account: Account) -> None:
    with ThreadPoolExecutor(8) as tabs:
        answers = list(tabs.map(lambda _: refresh(web, account.tokens["refresh_token"]), range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


def test_a_slow_tab_gets_what_the_fast_one_has_by_now(web: TestClient, account: Account) -> None:
    second = refresh(web, account.tokens["refresh_token"]).json()["refresh_token"]
    third = refresh(web, second).json()["refresh_token"]

    late = refresh(web, account.tokens["refresh_token"])

    assert late.json()["refresh_token"] == third


def test_refresh_reuse_revokes_the_family_and_is_audited(web: TestClient, studio: Studio, account: Account) -> None:
    stolen = account.tokens["refresh_token"]
    fresh = refresh(web, stolen).json()
    elapse(studio, 11)

    reused = refresh(web, stolen)

    assert (reused.status_code, reused.json()["error"]["code"]) == (401, "invalid_refresh_token")
    assert refresh(web, fresh["refresh_token"]).status_code == 401
    assert web.get("/v1/me", headers=bearer(fresh)).status_code == 401
    assert audited(studio, account, "session.refresh_reused") == [account.tokens["session_id"]]


def test_within_the_grace_nothing_is_revoked(web: TestClient, studio: Studio, account: Account) -> None:
    fresh = refresh(web, account.tokens["refresh_token"]).json()
    elapse(studio, 8)

    refresh(web, account.tokens["refresh_token"])

    assert web.get("/v1/me", headers=bearer(fresh)).status_code == 200
    assert audited(studio, account, "session.refresh_reused") == []


def test_what_was_never_a_refresh_token_is_refused(web: TestClient, account: Account) -> None:
    for token in ("mutr_", "x", account.tokens["access_token"][:200], "mutr_" + "A" * 43, "\u0000"):
        assert refresh(web, token).status_code == 401, token


def test_refresh_tokens_are_kept_as_digests_only(web: TestClient, studio: Studio, account: Account) -> None:
    successor = refresh(web, account.tokens["refresh_token"]).json()["refresh_token"]

    with psycopg.connect(studio.settings.database_url) as connection:
        kept = str(connection.execute("SELECT * FROM refresh_tokens").fetchall())

    assert successor not in kept
    assert successor.removeprefix("mutr_") not in kept


def test_a_session_that_is_over_is_not_refreshed(web: TestClient, studio: Studio, account: Account) -> None:
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE sessions SET expires_at = now() WHERE session_id = %s", (account.tokens["session_id"],)
        )

    assert refresh(web, account.tokens["refresh_token"]).status_code == 401


def test_a_session_lasts_thirty_days_by_the_databases_clock(web: TestClient, studio: Studio, account: Account) -> None:
    with psycopg.connect(studio.settings.database_url) as connection:
        row = connection.execute(
            "SELECT extract(epoch FROM expires_at - created_at) FROM sessions WHERE session_id = %s",
            (account.tokens["session_id"],),
        ).fetchone()

    assert row is not None
    assert int(row[0]) == 30 * 24 * 3600


def test_ones_sessions_are_listed_with_agent_and_address(web: TestClient, account: Account) -> None:
    other = web.post(
        "/v1/auth/login",
        json={"email": account.email, "password": "a lantern in the reeds"},
        headers={"User-Agent": "Phone/1"},
    ).json()

    listed = web.get("/v1/me/sessions", headers=account.headers).json()["data"]

    assert [each["id"] for each in listed] == [other["session_id"], account.tokens["session_id"]]
    assert [each["user_agent"] for each in listed] == ["Phone/1", "testclient"]
    assert [each["current"] for each in listed] == [False, True]
    assert {each["address"] for each in listed} == {"testclient"}
    assert listed[0]["expires_at"] > listed[0]["created_at"]


def test_an_ended_session_is_over_at_once_and_no_longer_listed(web: TestClient, account: Account) -> None:
    other = log_in(web, account.email).json()
    assert web.get("/v1/me", headers=bearer(other)).status_code == 200

    ended = web.delete(f"/v1/me/sessions/{other['session_id']}", headers=account.headers)

    assert ended.json() == {"id": other["session_id"], "object": "session.deleted", "deleted": True}
    assert web.get("/v1/me", headers=bearer(other)).status_code == 401
    assert refresh(web, other["refresh_token"]).status_code == 401
    assert len(web.get("/v1/me/sessions", headers=account.headers).json()["data"]) == 1


def test_all_other_sessions_end_together(web: TestClient, account: Account) -> None:
    others = [log_in(web, account.email).json() for _ in range(2)]

    ended = web.delete("/v1/me/sessions", headers=account.headers).json()

    assert set(ended["ids"]) == {each["session_id"] for each in others}
    assert [web.get("/v1/me", headers=bearer(each)).status_code for each in others] == [401, 401]
    assert web.get("/v1/me", headers=account.headers).status_code == 200


def test_somebody_elses_session_is_not_found(web: TestClient, account: Account, open_account: Any) -> None:
    stranger = open_account()

    answer = web.delete(f"/v1/me/sessions/{account.tokens['session_id']}", headers=stranger.headers)

    assert answer.status_code == 404
    assert web.get("/v1/me", headers=account.headers).status_code == 200


def test_logging_out_ends_the_session_and_doing_it_again_changes_nothing(
    web: TestClient, studio: Studio, account: Account
) -> None:
    body = {"refresh_token": account.tokens["refresh_token"]}

    answers = [web.post("/v1/auth/logout", json=body) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]
    assert web.get("/v1/me", headers=account.headers).status_code == 401
    assert audited(studio, account, "session.ended") == [account.tokens["session_id"]]


def audited(studio: Studio, account: Account, action: str) -> list[str]:
    rows = studio.database.rows("export_audit", user_id=account.user_id, after="")
    return [row["resource_id"] for row in rows if row["action"] == action]


def test_logging_out_with_the_access_token_alone_ends_the_session(
    web: TestClient, studio: Studio, account: Account
) -> None:
    answer = web.post("/v1/auth/logout", headers=account.headers)

    assert (answer.status_code, answer.json()["ended"]) == (200, True)
    assert web.get("/v1/me", headers=account.headers).status_code == 401
    assert audited(studio, account, "session.ended") == [account.tokens["session_id"]]


def test_an_access_token_that_is_over_does_not_keep_the_refresh_token_from_logging_out(
    web: TestClient, studio: Studio, account: Account
) -> None:
    body = {"refresh_token": account.tokens["refresh_token"]}

    answer = web.post("/v1/auth/logout", json=body, headers={"Authorization": "Bearer over"})

    assert answer.status_code == 200
    assert audited(studio, account, "session.ended") == [account.tokens["session_id"]]


def test_a_key_has_no_session_to_log_out_of(web: TestClient, account: Account) -> None:
    key = web.post("/v1/api_keys", json={"name": "Mine"}, headers=account.headers).json()["secret"]

    answer = web.post("/v1/auth/logout", headers={"Authorization": f"Bearer {key}"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_refresh_token")
    assert web.get("/v1/me", headers=account.headers).status_code == 200
