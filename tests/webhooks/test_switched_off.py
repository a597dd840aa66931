"""A webhook that is gone or fails for days is switched off, its owner is written to, and what it is owed is kept."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.jobs.worker import take
from mutoscope.ports import Mail
from mutoscope.studio import Studio

SendOut = Callable[[], None]


@pytest.fixture
def letters(caller: Studio, user: str, sql: Any) -> Callable[[], Sequence[Mail]]:
    """The letters to this test's user, who has proved an address."""
    address = f"{user}@example.com"
    sql(
        "UPDATE users SET email = %s, email_key = %s, email_verified_at = now() WHERE user_id = %s",
        address,
        address,
        user,
    )

    def read() -> Sequence[Mail]:
        while (received := caller.errands.receive(wait=0)) is not None:
            take(caller, received, caller.errands)
        return [kept.mail for kept in S3Mailbox(caller.settings).letters() if kept.mail.to == address]

    return read


def test_one_that_answers_410_is_switched_off_at_once_and_its_owner_is_told(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, letters: Any
) -> None:
    receiver.status = 410
    hook = subscribe(receiver)
    jobs.complete()

    send_out()

    shown = api.get(f"/v1/webhooks/{hook['id']}").json()
    assert (shown["is_active"], shown["status"], shown["disabled_for"]) == (False, "disabled", "gone")
    [letter] = letters()
    assert "127.0.0.1" in letter.text
    assert "gone" in letter.text


def test_one_that_fails_for_three_days_is_switched_off_and_its_owner_is_told_once(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, letters: Any, sql: Any, later: Any
) -> None:
    receiver.status = 500
    hook = subscribe(receiver)
    jobs.complete()
    send_out()
    sql("UPDATE webhooks SET failing_since = now() - interval '3 days' WHERE webhook_id = %s", hook["id"])

    for _ in range(3):
        later(hook["id"])
        send_out()

    assert api.get(f"/v1/webhooks/{hook['id']}").json()["disabled_for"] == "failing"
    assert len(receiver.requests) == 2
    assert [letter.subject for letter in letters()] == ["A webhook was switched off"]


def test_an_owner_without_a_proved_address_gets_no_letter(
    receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, letters: Any, sql: Any, user: str
) -> None:
    sql("UPDATE users SET email_verified_at = NULL WHERE user_id = %s", user)
    receiver.status = 410
    subscribe(receiver)
    jobs.complete()

    send_out()

    assert letters() == []


def test_what_it_is_owed_is_sent_once_it_is_switched_on_again(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    receiver.statuses = [410]
    hook = subscribe(receiver)
    jobs.complete()
    send_out()

    mended = api.patch(f"/v1/webhooks/{hook['id']}", json={"is_active": True}).json()
    send_out()

    assert (mended["status"], mended["disabled_for"]) == ("active", None)
    assert len({each.headers["webhook-id"] for each in receiver.requests}) == 1
    assert len(receiver.requests) == 2


def test_a_pause_of_its_owner_during_a_try_is_no_switching_off(
    api: TestClient, caller: Studio, receiver: Any, subscribe: Any, jobs: Any
) -> None:
    hook = subscribe(receiver)
    jobs.complete()
    claim = {"webhook_id": hook["id"], "woken": None, "lease": 30, "at_once": 4}
    claimed = caller.database.row("claim_delivery", **claim)
    assert claimed is not None
    api.patch(f"/v1/webhooks/{hook['id']}", json={"is_active": False})

    report = {"verdict": "again", "told": {}, "retry_in": 1.0, "patience": 1, "counts": True}
    caller.database.row("report_delivery", delivery_id=claimed["delivery_id"], number=claimed["number"], **report)

    shown = api.get(f"/v1/webhooks/{hook['id']}").json()
    assert (shown["status"], shown["disabled_for"]) == ("inactive", None)


def test_one_arrival_ends_the_failing(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, later: Any
) -> None:
    receiver.statuses = [500]
    hook = subscribe(receiver)
    jobs.complete()
    send_out()

    later(hook["id"])
    send_out()

    assert api.get(f"/v1/webhooks/{hook['id']}").json()["failing_since"] is None
