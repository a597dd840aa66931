"""OpenAI's client orders many things at once here: batches of files of lines, and of items of any kind."""

import asyncio
import base64
import json
import time
from typing import Any

import httpx
import openai as sdk
import psycopg
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import Batch

from mutoscope.credits.ledger import Bucket, Ledger
from tests.clients.conftest import Server
from tests.functions.tenants import PICTURE

OVER = {"completed", "failed", "expired", "cancelled"}
SPEECH = {"kind": "speech", "input": {"input": "Hello."}}


def line(custom_id: str, body: Any = SPEECH, url: str = "/v1/jobs") -> str:
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": url, "body": body})


def send(client: OpenAI, *lines: str, endpoint: Any = "/v1/jobs") -> Batch:
    file = client.files.create(file=("lines.jsonl", "\n".join(lines).encode()), purpose="batch")
    return client.batches.create(endpoint=endpoint, input_file_id=file.id, completion_window="24h")


def order(client: OpenAI, **body: Any) -> Batch:
    return client.post("/batches", cast_to=Batch, body=body)


def wait(client: OpenAI, batch: Batch, *, seconds: float = 60) -> Batch:
    until = time.monotonic() + seconds
    while batch.status not in OVER:
        assert time.monotonic() < until, batch
        time.sleep(0.1)
        batch = client.batches.retrieve(batch.id)
    return batch


def results(client: OpenAI, file_id: str | None) -> dict[str, Any]:
    """The lines of a file of results by their custom ids."""
    assert file_id is not None
    lines = [json.loads(text) for text in client.files.content(file_id).text.splitlines()]
    return {each["custom_id"]: each for each in lines}


def test_a_batch_of_a_file_is_completed_line_by_line(openai: OpenAI) -> None:
    batch = send(openai, line("first"), line("second", {"kind": "music", "input": {"seconds": 5}}))

    done = wait(openai, batch)

    assert batch.status in {"validating", "in_progress"}
    assert (done.status, done.request_counts) == (
        "completed",
        sdk.types.BatchRequestCounts(completed=2, failed=0, total=2),
    )
    assert done.error_file_id is None
    answered = results(openai, done.output_file_id)
    assert {name: each["response"]["body"]["kind"] for name, each in answered.items()} == {
        "first": "speech",
        "second": "music",
    }
    assert {(each["response"]["status_code"], each["error"]) for each in answered.values()} == {(200, None)}
    assert openai.files.retrieve(done.output_file_id or "").purpose == "batch_output"


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


def test_items_of_any_kind_need_no_file_films_among_them(openai: OpenAI) -> None:
    film = {"script": "Rice grows in water.", "aspect": "1:1", "music": "none"}
    items = [{"input": {"input": "Hello."}, "custom_id": "voice"}, {"kind": "film", "input": film}]

    done = wait(openai, order(openai, kind="speech", items=items, metadata={"for": "a friend"}), seconds=110)

    answered = results(openai, done.output_file_id)
    assert done.metadata == {"for": "a friend"}
    assert answered["voice"]["response"]["body"]["files"].keys() >= {"audio"}
    assert answered["2"]["response"]["body"]["files"].keys() >= {"video", "thumbnail"}
    assert answered["2"]["response"]["body"]["film_id"].startswith("film_")


def test_a_batch_of_videos_answers_videos(openai: OpenAI) -> None:
    body = {"prompt": "A heron.", "size": "160x128", "seconds": "1"}
    lines = [line("good", body, "/v1/videos"), line("bad", {**body, "size": "huge"}, "/v1/videos")]

    done = wait(openai, send(openai, *lines, endpoint="/v1/videos"))

    video = results(openai, done.output_file_id)["good"]["response"]["body"]
    assert (video["object"], video["status"], video["prompt"]) == ("video", "completed", "A heron.")
    assert openai.get(f"/videos/{video['id']}", cast_to=dict[str, Any])["size"] == "160x128"
    assert [each["error"]["code"] for each in results(openai, done.error_file_id).values()] == ["invalid_line"]


def test_the_videos_of_a_batch_stand_among_all_videos_as_they_were_made(openai: OpenAI) -> None:
    body = {"prompt": "A heron.", "size": "160x128", "seconds": "1"}
    before = openai.videos.create(**body).id  # type: ignore[arg-type]
    lines = [line(name, body, "/v1/videos") for name in ("first", "second")]

    done = wait(openai, send(openai, *lines, endpoint="/v1/videos"))
    after = openai.videos.create(**body).id  # type: ignore[arg-type]

    answered = results(openai, done.output_file_id)
    made = [answered[name]["response"]["body"]["id"] for name in ("first", "second")]
    assert [video.id for video in openai.videos.list(limit=4).data] == [after, *reversed(made), before]
    assert {video_id.removeprefix("video_")[:10] for video_id in made} == {done.id.removeprefix("batch_")[:10]}


def test_a_batch_of_pictures_answers_pictures(openai: OpenAI) -> None:
    body = {"model": "gpt-image-1", "prompt": "A red kite.", "size": "128x128"}
    route = "/v1/images/generations"
    lines = [
        line("bytes", {**body, "n": 2}, route),
        line("links", {**body, "response_format": "url"}, route),
        line("bad", {**body, "size": "huge"}, route),
    ]

    done = wait(openai, send(openai, *lines, endpoint=route))

    answered = {name: each["response"]["body"] for name, each in results(openai, done.output_file_id).items()}
    pictures = [base64.b64decode(each["b64_json"]) for each in answered["bytes"]["data"]]
    assert [picture[:4] for picture in pictures] == [b"\x89PNG"] * 2
    path = answered["links"]["data"][0]["url"].removeprefix("/v1")
    assert openai.get(path, cast_to=sdk.HttpxBinaryResponseContent).read()[:4] == b"\x89PNG"
    assert [each["error"]["code"] for each in results(openai, done.error_file_id).values()] == ["invalid_size"]


def test_a_batch_of_edits_answers_pictures(openai: OpenAI) -> None:
    image = openai.files.create(file=("a.png", PICTURE), purpose="vision").id
    url = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"
    route = "/v1/images/edits"
    lines = [
        line("good", {"prompt": "Make it black and white.", "image": image, "size": "128x128"}, route),
        line("sent", {"prompt": "Make it black and white.", "images": [{"image_url": url}]}, route),
        line("two", {"prompt": "Make it black and white.", "images": [{"file_id": image}] * 2}, route),
        line("bad", {"prompt": "Make it black and white."}, route),
    ]

    done = wait(openai, send(openai, *lines, endpoint=route))

    answered = [each["response"]["body"] for each in results(openai, done.output_file_id).values()]
    assert [base64.b64decode(each["data"][0]["b64_json"])[:4] for each in answered] == [b"\x89PNG"] * 2
    refused = [each["error"]["code"] for each in results(openai, done.error_file_id).values()]
    assert refused == ["one_picture_only", "no_picture_named"]


def test_its_lines_are_jobs_charged_as_such(server: Server) -> None:
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
        alone = own.post("/jobs", cast_to=dict[str, Any], body=SPEECH)
        done = wait(own, order(own, kind="speech", items=[{"input": {"input": f"Word {n}."}} for n in range(3)]))
        jobs = own.get("/jobs", cast_to=dict[str, Any])["data"]
        books = own.get("/credits/verify", cast_to=dict[str, Any])
        answered = results(own, done.output_file_id)

    bodies = [each["response"]["body"] for each in answered.values()]
    assert {body["id"] for body in bodies} == {job["id"] for job in jobs} - {alone["id"]}
    assert all(body["credits"]["charged"] > 0 for body in bodies)
    assert books["ok"]


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


def test_lines_tell_how_they_stand_and_are_paged(openai: OpenAI) -> None:
    batch = wait(
        openai, order(openai, kind="speech", items=[{"input": {"input": text}} for text in ("One.", "", "Two.")])
    )

    path = f"/batches/{batch.id}/lines"
    first = openai.get(f"{path}?order=asc&limit=2", cast_to=dict[str, Any])
    rest = openai.get(f"{path}?order=asc&after={first['last_id']}", cast_to=dict[str, Any])
    failed = openai.get(f"{path}?status=failed", cast_to=dict[str, Any])

    assert [(each["custom_id"], each["status"]) for each in [*first["data"], *rest["data"]]] == [
        ("1", "completed"),
        ("2", "failed"),
        ("3", "completed"),
    ]
    assert first["data"][0]["job"]["progress"] == 100
    assert [each["error"]["code"] for each in failed["data"]] == ["invalid_input"]


def test_the_client_pages_through_all_batches(server: Server) -> None:
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
        made = [order(own, kind="speech", items=[{"input": {"input": "Hello."}}]).id for _ in range(5)]

        assert [batch.id for batch in own.batches.list(limit=2)] == made[::-1]


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


def test_somebody_elses_batch_is_not_found(server: Server, openai: OpenAI) -> None:
    batch = order(openai, kind="speech", items=[{"input": {"input": "Hello."}}])

    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as other:
        for asked in (other.batches.retrieve, other.batches.cancel):
            with pytest.raises(sdk.NotFoundError):
                asked(batch.id)


def test_the_asynchronous_client_does_all_of_it(server: Server) -> None:
    async def make() -> tuple[str, bool]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
            file = await own.files.create(file=("lines.jsonl", line("a").encode()), purpose="batch")
            batch = await own.batches.create(
                endpoint="/v1/jobs",  # type: ignore[arg-type]
                input_file_id=file.id,
                completion_window="24h",
            )
            while batch.status not in OVER:
                await asyncio.sleep(0.1)
                batch = await own.batches.retrieve(batch.id)
            listed = [each.id async for each in own.batches.list()]
            content = await own.files.content(batch.output_file_id or "")
            return json.loads(content.text)["custom_id"], listed == [batch.id]

    assert asyncio.run(make()) == ("a", True)


def owner_of(server: Server, batch_id: str) -> str:
    with psycopg.connect(server.studio.settings.database_url) as connection:
        row = connection.execute("SELECT user_id FROM batches WHERE batch_id = %s", (batch_id,)).fetchone()
    assert row is not None
    return str(row[0])


def grant(server: Server, user_id: str) -> None:
    Ledger(server.studio.database).grant(user_id, f"late_{user_id}", 1_000, bucket=Bucket.PACK, reason="test")
