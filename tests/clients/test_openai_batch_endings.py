"""Batches of which not all comes true: lines that fail, and batches that are refused, cancelled or expire."""

import json
from typing import Any

import httpx
import openai as sdk
import psycopg
import pytest
from openai import OpenAI
from openai.types import Batch

from tests.clients.batches import SPEECH, grant, line, order, owner_of, results, send, wait
from tests.clients.conftest import Server


def test_one_bad_line_never_stops_the_rest(openai: OpenAI) -> None:
    bad = {
        "not JSON": "{",
        "of another route": line("elsewhere", url="/v1/images/generations"),
        "without a body": json.dumps({"custom_id": "empty", "method": "POST", "url": "/v1/jobs"}),
        "of another method": json.dumps({"custom_id": "got", "method": "GET", "url": "/v1/jobs", "body": SPEECH}),
        "of no kind": line("unknown", {"kind": "sculpture", "input": {}}),
        "of bad input": line("invalid", {"kind": "speech", "input": {"input": ""}}),
        "of too much": line("extra", {**SPEECH, "role": "super_admin"}),
        "beyond its limit": line("dear", {"kind": "speech", "input": {"input": "Never said."}, "max_credits": 0}),
        "twice": line("good"),
    }

    done = wait(openai, send(openai, line("good"), *bad.values(), line("last")))

    assert done.status == "completed"
    assert done.request_counts == sdk.types.BatchRequestCounts(completed=2, failed=len(bad), total=len(bad) + 2)
    assert results(openai, done.output_file_id).keys() == {"good", "last"}
    told = [json.loads(text) for text in openai.files.content(done.error_file_id or "").text.splitlines()]
    names = [None, "elsewhere", "empty", "got", "unknown", "invalid", "extra", "dear", "good"]
    assert [each["custom_id"] for each in told] == names
    assert [each["error"]["code"] for each in told] == [
        "invalid_line",
        "invalid_line",
        "invalid_line",
        "invalid_line",
        "unknown_kind",
        "invalid_input",
        "invalid_line",
        "above_max_credits",
        "custom_id_twice",
    ]
    assert {each["response"]["status_code"] for each in told} == {422}


def test_without_credits_each_line_says_so(server: Server) -> None:
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key(credits=0)) as poor:
        done = wait(poor, order(poor, kind="speech", items=[{"input": {"input": "Hello."}}] * 2))
        told = results(poor, done.error_file_id)

    assert (done.status, done.output_file_id) == ("completed", None)
    assert [each["error"]["code"] for each in told.values()] == ["insufficient_credits"] * 2


def test_what_failed_is_tried_again_as_a_batch_of_its_own(server: Server) -> None:
    key = server.another_key(credits=0)
    with OpenAI(base_url=f"{server.url}/v1", api_key=key) as poor:
        first = wait(poor, order(poor, kind="speech", items=[{"input": {"input": "Hello."}, "custom_id": "a"}]))
        owner = owner_of(server, first.id)
        grant(server, owner)

        again = wait(poor, poor.post(f"/batches/{first.id}/retry", cast_to=Batch))

        assert (again.model_extra or {})["retried_from"] == first.id
        assert results(poor, again.output_file_id).keys() == {"a"}
        with pytest.raises(sdk.UnprocessableEntityError) as nothing:
            poor.post(f"/batches/{again.id}/retry", cast_to=Batch)
        assert nothing.value.code == "nothing_failed"


def test_a_cancelled_batch_orders_nothing_more_and_keeps_what_it_has(openai: OpenAI) -> None:
    batch = order(openai, kind="speech", items=[{"input": {"input": f"Line {n}."}} for n in range(60)])

    cancelled = openai.batches.cancel(batch.id)
    done = wait(openai, batch)

    assert cancelled.status == "cancelling"
    assert (done.status, done.cancelled_at is not None) == ("cancelled", True)
    counts = done.request_counts
    assert counts is not None
    assert (counts.completed + counts.failed, counts.total) == (60, 60)
    assert counts.failed > 0
    with pytest.raises(sdk.UnprocessableEntityError) as over:
        openai.batches.cancel(batch.id)
    assert over.value.code == "wrong_state"


def test_a_file_with_nothing_in_it_to_order_fails_the_batch(openai: OpenAI) -> None:
    done = wait(openai, send(openai, "  ", ""))

    assert (done.status, done.failed_at is not None) == ("failed", True)
    assert [error.code for error in (done.errors and done.errors.data) or []] == ["file_of_nothing"]


def test_a_file_of_which_no_line_is_an_order_fails_the_batch_with_the_reasons(openai: OpenAI) -> None:
    done = wait(openai, send(openai, "no JSON", line("elsewhere", url="/v1/videos")))

    assert (done.status, done.failed_at is not None, done.error_file_id) == ("failed", True, None)
    assert done.request_counts == sdk.types.BatchRequestCounts(completed=0, failed=2, total=2)
    reasons = (done.errors and done.errors.data) or []
    assert [(each.code, each.line, each.param) for each in reasons] == [
        ("invalid_line", 1, None),
        ("invalid_line", 2, "url"),
    ]
    lines = openai.get(f"/batches/{done.id}/lines?order=asc", cast_to=dict[str, Any])["data"]
    assert [each["custom_id"] for each in lines] == [None, "elsewhere"]


def test_an_item_of_the_wrong_shape_is_a_line_that_failed(openai: OpenAI) -> None:
    more = {"input": {"input": "Hi."}, "custom_id": "more", "colour": "red"}
    bad = [{"input": "Hello.", "custom_id": None}, more, 5, {"kind": 7}]

    done = wait(openai, order(openai, kind="speech", items=[{"input": {"input": "Hello."}}, *bad]))

    assert done.request_counts == sdk.types.BatchRequestCounts(completed=1, failed=4, total=5)
    told = results(openai, done.error_file_id)
    assert {name: each["error"]["code"] for name, each in told.items()} == dict.fromkeys(
        ["2", "more", "4", "5"], "invalid_line"
    )


def test_an_item_that_is_no_text_is_a_line_that_failed(server: Server, openai: OpenAI) -> None:
    content = b'{"kind": "speech", "items": [{"input": {"input": "\\ud800"}}, "\\ud800"]}'
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}

    made = httpx.post(f"{server.url}/v1/batches", content=content, headers=headers)

    assert made.status_code == 202
    done = wait(openai, openai.batches.retrieve(made.json()["id"]))
    assert [each.line for each in (done.errors and done.errors.data) or []] == [1, 2]


def test_a_batch_whose_time_is_over_expires_with_what_it_has(server: Server, openai: OpenAI) -> None:
    batch = order(openai, kind="speech", items=[{"input": {"input": f"Late line {n}."}} for n in range(40)])
    with psycopg.connect(server.studio.settings.database_url) as connection:
        connection.execute("UPDATE batches SET expires_at = now() WHERE batch_id = %s", (batch.id,))

    done = wait(openai, batch)

    assert (done.status, done.expired_at is not None) == ("expired", True)
    assert "batch_expired" in {each["error"]["code"] for each in results(openai, done.error_file_id).values()}


def test_what_makes_no_batch_is_refused_by_name(openai: OpenAI) -> None:
    picture = openai.files.create(file=("a.txt", b"text"), purpose="user_data")

    refused = []
    for endpoint, file_id in (("/v1/jobs", picture.id), ("/v1/jobs", "file_x"), ("/v1/embeddings", picture.id)):
        with pytest.raises(sdk.UnprocessableEntityError) as error:
            openai.batches.create(endpoint=endpoint, input_file_id=file_id, completion_window="24h")  # type: ignore[arg-type]
        refused.append((error.value.code, error.value.param))
    with pytest.raises(sdk.UnprocessableEntityError) as both:
        order(openai, kind="speech", items=[{"input": {}}], input_file_id=picture.id)

    assert refused == [
        ("file_of_no_batch", "input_file_id"),
        ("file_of_no_batch", "input_file_id"),
        ("unknown_endpoint", "endpoint"),
    ]
    assert both.value.code == "invalid_input"
