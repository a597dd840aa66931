"""Batches by OpenAI's client as it ships: of files and of items, their lines, their results."""

import asyncio
import base64
import json
from typing import Any

import openai as sdk
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.clients.batches import OVER, SPEECH, line, order, results, send, wait
from tests.clients.conftest import Server
from tests.functions.tenants import PICTURE


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
