"""Delivering: at least once, in order of each resource, with the same id on each try, whatever the receiver does."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.jobs.worker import take
from mutoscope.studio import Studio
from mutoscope.webhooks.schedule import MOST_TRIES

SendOut = Callable[[], None]
Later = Callable[[str], None]


def work_off(studio: Studio) -> None:
    for queue in (studio.work, studio.webhooks):
        while (received := queue.receive(wait=0)) is not None:
            take(studio, received, queue)


def log(api: TestClient, webhook_id: str) -> list[dict[str, Any]]:
    """The deliveries of the webhook, the oldest first."""
    found: list[dict[str, Any]] = api.get(f"/v1/webhooks/{webhook_id}/deliveries?order=asc").json()["data"]
    return found


def state(api: TestClient, webhook_id: str) -> tuple[str, str | None]:
    found = api.get(f"/v1/webhooks/{webhook_id}").json()
    return found["status"], found["disabled_for"]


def test_what_failed_is_tried_again_with_the_same_id_and_body(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, later: Later
) -> None:
    receiver.statuses = [500, 503]
    hook = subscribe(receiver)
    jobs.complete()

    send_out()
    failing = state(api, hook["id"])
    for _ in range(2):
        later(hook["id"])
        send_out()

    assert len(receiver.requests) == 3
    assert len({(each.headers["webhook-id"], each.body) for each in receiver.requests}) == 1
    [delivery] = log(api, hook["id"])
    assert [each["status"] for each in delivery["tries"]] == [500, 503, 200]
    assert delivery["status"] == "delivered"
    assert (failing, state(api, hook["id"])) == (("failing", None), ("active", None))


def test_a_later_event_of_a_resource_waits_for_the_earlier_one_and_others_go_on(
    api: TestClient, receiver: Any, subscribe: Any, film: Any, jobs: Any, send_out: SendOut, later: Later
) -> None:
    hook = subscribe(receiver, "film.awaiting_review", "film.completed", "job.completed")
    receiver.statuses_of = {film.film_id: 500}
    film.park()
    send_out()

    jobs.complete(film.job_id)
    other = jobs.complete()
    send_out()
    held_up = [each.about for each in receiver.requests]
    receiver.statuses_of = {}
    later(hook["id"])
    send_out()

    assert held_up == [
        ("film.awaiting_review", film.film_id),
        ("job.completed", film.job_id),
        ("job.completed", other),
    ]
    assert [each.about[0] for each in receiver.requests[3:]] == ["film.awaiting_review", "film.completed"]


def test_an_event_that_is_given_up_lets_the_next_one_of_its_resource_go(
    api: TestClient, receiver: Any, subscribe: Any, film: Any, jobs: Any, send_out: SendOut, later: Later, sql: Any
) -> None:
    hook = subscribe(receiver, "film.awaiting_review", "film.completed")
    receiver.statuses = [500]
    film.park()
    jobs.complete(film.job_id)
    sql("UPDATE webhook_deliveries SET tried = %s WHERE webhook_id = %s", MOST_TRIES - 1, hook["id"])

    send_out()
    later(hook["id"])
    send_out()

    assert [(each["event_type"], each["status"]) for each in log(api, hook["id"])] == [
        ("film.awaiting_review", "failed"),
        ("film.completed", "delivered"),
    ]


def test_there_are_eleven_tries_and_no_more(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, later: Later
) -> None:
    receiver.status = 500
    hook = subscribe(receiver)
    jobs.complete()
    send_out()

    for _ in range(MOST_TRIES + 2):
        later(hook["id"])
        send_out()

    assert len(receiver.requests) == MOST_TRIES == 11
    assert log(api, hook["id"])[0]["status"] == "failed"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_a_failure_and_goes_nowhere(
    api: TestClient, listen: Any, subscribe: Any, jobs: Any, send_out: SendOut, status: int
) -> None:
    receiver, elsewhere = listen(), listen()
    receiver.status, receiver.headers = status, {"Location": elsewhere.url}
    hook = subscribe(receiver)
    jobs.complete()

    send_out()

    assert elsewhere.requests == []
    assert [each["status"] for each in log(api, hook["id"])[0]["tries"]] == [status]
    assert state(api, hook["id"])[0] == "failing"


def test_a_lie_about_the_length_delivers_all_the_same(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    receiver.headers = {"Content-Length": "1000000"}
    hook = subscribe(receiver)
    jobs.complete()

    send_out()

    [delivery] = log(api, hook["id"])
    assert (delivery["status"], delivery["tries"][0]["answer"]) == ("delivered", "thanks")


def test_of_an_answer_the_beginning_is_kept_and_can_be_stored(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    receiver.status, receiver.answer = 500, b"\x00\xff" + b"x" * 100_000
    hook = subscribe(receiver)
    jobs.complete()

    send_out()

    assert log(api, hook["id"])[0]["tries"][0]["answer"] == "��" + "x" * 1998


def test_a_dead_receiver_is_told_by_the_log(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    receiver.url = "http://127.0.0.1:1/hook"
    hook = subscribe(receiver)
    jobs.complete()

    send_out()

    [delivery] = log(api, hook["id"])
    assert delivery["tries"][0]["error"]["code"] == "unreachable"
    assert (delivery["status"], delivery["next_try_at"] is not None) == ("pending", True)


def test_without_leave_this_machine_is_not_called(
    studio: Studio, api: TestClient, receiver: Any, subscribe: Any, jobs: Any
) -> None:
    hook = subscribe(receiver)
    jobs.complete()

    work_off(studio)

    assert receiver.requests == []
    assert log(api, hook["id"])[0]["tries"][0]["error"]["code"] == "https_required"


def test_a_turn_that_died_is_taken_again_and_a_lost_claim_changes_nothing(
    api: TestClient, caller: Studio, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, later: Later
) -> None:
    hook = subscribe(receiver)
    jobs.complete()
    claim = {"webhook_id": hook["id"], "woken": None, "lease": 30, "at_once": 4}
    died = caller.database.row("claim_delivery", **claim)
    assert died is not None
    send_out()
    while_it_was_claimed = len(receiver.requests)

    later(hook["id"])
    send_out()
    late = {"told": {}, "retry_in": 1.0, "patience": 1, "counts": True}
    caller.database.row(
        "report_delivery", delivery_id=died["delivery_id"], number=died["number"], verdict="again", **late
    )

    assert (while_it_was_claimed, len(receiver.requests)) == (0, 1)
    assert [(each["status"], len(each["tries"])) for each in log(api, hook["id"])] == [("delivered", 1)]


def test_who_lost_a_claim_to_another_reports_nothing(
    api: TestClient, caller: Studio, receiver: Any, subscribe: Any, jobs: Any, later: Later
) -> None:
    hook = subscribe(receiver)
    jobs.complete()
    claim = {"webhook_id": hook["id"], "woken": None, "lease": 30, "at_once": 4}
    lost = caller.database.row("claim_delivery", **claim)
    later(hook["id"])
    held = caller.database.row("claim_delivery", **claim)
    assert lost is not None
    assert held is not None

    late = {"told": {}, "retry_in": 1.0, "patience": 1, "counts": True}
    caller.database.row(
        "report_delivery", delivery_id=lost["delivery_id"], number=lost["number"], verdict="given_up", **late
    )

    assert (held["delivery_id"], held["number"]) == (lost["delivery_id"], 2)
    assert [(each["status"], each["tries"]) for each in log(api, hook["id"])] == [("pending", [])]


def test_a_process_that_dies_before_it_tells_leaves_a_look_behind(
    api: TestClient, caller: Studio, receiver: Any, subscribe: Any, order_speech: Any, sql: Any, send_out: SendOut
) -> None:
    hook = subscribe(receiver)
    job_id = order_speech()
    sql("UPDATE jobs SET status = 'completed', completed_at = now() WHERE job_id = %s", job_id)
    send_out()
    untold = len(receiver.requests)

    caller.work.send(f'{{"type": "check", "job_id": "{job_id}"}}')
    work_off(caller)

    assert untold == 0
    assert [each["status"] for each in log(api, hook["id"])] == ["delivered"]


def test_while_a_webhook_fails_one_try_at_a_time_is_under_way(
    caller: Studio, receiver: Any, subscribe: Any, jobs: Any, sql: Any
) -> None:
    hook = subscribe(receiver)
    for _ in range(6):
        jobs.complete()
    claim = {"webhook_id": hook["id"], "woken": None, "lease": 30, "at_once": 4}

    healthy = [caller.database.row("claim_delivery", **claim)["outcome"] for _ in range(5)]  # type: ignore[index]
    sql("UPDATE webhook_deliveries SET claimed_until = NULL, next_try_at = now() WHERE webhook_id = %s", hook["id"])
    sql("UPDATE webhooks SET failing_since = now() WHERE webhook_id = %s", hook["id"])
    failing = [caller.database.row("claim_delivery", **claim)["outcome"] for _ in range(2)]  # type: ignore[index]

    assert healthy == ["claimed"] * 4 + ["waiting"]
    assert failing == ["claimed", "waiting"]


def test_what_is_waited_for_is_one_message_however_many_events_come(
    caller: Studio, api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, sql: Any
) -> None:
    receiver.status = 500
    hook = subscribe(receiver)
    jobs.complete()
    sql("UPDATE webhook_deliveries SET tried = 8 WHERE webhook_id = %s", hook["id"])
    send_out()
    first = sql("SELECT wake FROM webhooks WHERE webhook_id = %s", hook["id"])
    sql("UPDATE webhook_deliveries SET next_try_at = now() + interval '1 hour' WHERE webhook_id = %s", hook["id"])
    sql("UPDATE webhooks SET wakes_at = now() + interval '1 hour' WHERE webhook_id = %s", hook["id"])

    for _ in range(3):
        caller.webhooks.send(f'{{"type": "webhook_turn", "webhook_id": "{hook["id"]}"}}')
    send_out()

    assert sql("SELECT wake FROM webhooks WHERE webhook_id = %s", hook["id"]) == first
    assert first[0][0] is not None


def test_a_message_that_comes_before_its_time_asks_nobody(
    caller: Studio, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    hook = subscribe(receiver)
    jobs.complete()
    while caller.webhooks.receive(wait=0):
        pass

    caller.webhooks.send(f'{{"type": "webhook_turn", "webhook_id": "{hook["id"]}", "due": 99999999999}}')
    send_out()

    assert receiver.requests == []
