"""OpenAI's client makes videos here, fetches, lists and deletes them."""

import asyncio
import base64
import json
from typing import Any

import cv2
import numpy as np
import openai as sdk
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import Video

from tests.clients.conftest import Server
from tests.clients.videos import SMALL, finished_video, frames
from tests.functions.tenants import PICTURE

# The client says of all of these methods that OpenAI's own endpoint is closed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SCENES = json.dumps([{"narration": "Rice grows in water."}])


@pytest.fixture(scope="module")
def made(server: Server) -> Video:
    return finished_video(server)


def test_a_video_is_created_and_polled_until_it_is_there(made: Video) -> None:
    assert (made.object, made.status, made.progress) == ("video", "completed", 100)
    assert (made.prompt, made.seconds, made.size) == ("A heron in the reeds.", "1", "160x128")
    assert (made.completed_at or 0) >= made.created_at
    assert (made.error, made.expires_at, made.remixed_from_video_id) == (None, None, None)


def test_a_video_has_just_the_fields_of_the_client(openai: OpenAI, made: Video) -> None:
    answered = openai.videos.with_raw_response.retrieve(made.id)

    assert json.loads(answered.text).keys() == Video.model_fields.keys()
    assert int(answered.headers["openai-poll-after-ms"]) > 0


@pytest.mark.parametrize("model", ["sora-2", "sora-2-pro", "sora-2-2025-12-08", "mutoscope-clip"])
def test_the_models_of_the_client_are_taken_and_the_answer_says_what_makes_it(openai: OpenAI, model: str) -> None:
    video = openai.videos.create(prompt="A heron in the reeds.", model=model, **SMALL)

    assert (video.model, video.status in {"queued", "in_progress", "completed"}) == ("mutoscope-clip", True)


def test_all_three_variants_are_sent_and_ranges_of_them(openai: OpenAI, made: Video) -> None:
    video = openai.videos.download_content(made.id).read()
    thumbnail = openai.videos.download_content(made.id, variant="thumbnail").read()
    sheet = openai.videos.download_content(made.id, variant="spritesheet").read()
    part = openai.videos.download_content(made.id, extra_headers={"Range": "bytes=4-7"})

    assert {frame.shape for frame in frames(video)} == {(128, 160, 3)}
    assert cv2.imdecode(np.frombuffer(thumbnail, np.uint8), cv2.IMREAD_COLOR).shape[:2] == (128, 160)
    assert cv2.imdecode(np.frombuffer(sheet, np.uint8), cv2.IMREAD_COLOR) is not None
    assert (part.response.status_code, part.read()) == (206, video[4:8])


def test_content_is_not_found_before_it_is_there(openai: OpenAI) -> None:
    video = openai.videos.create(prompt="A long walk by the sea.", size="640x360", seconds="12")

    with pytest.raises(sdk.NotFoundError) as early:
        openai.videos.download_content(video.id)
    deleted = openai.videos.delete(video.id)

    assert (early.value.code, deleted.deleted) == ("not_finished", True)


@pytest.mark.parametrize("form", ["file", "file_id", "image_url", "plain id"])
def test_a_video_begins_with_a_picture_however_it_is_named(openai: OpenAI, form: str) -> None:
    picture = cv2.imencode(".png", np.full((128, 160, 3), (40, 60, 200), np.uint8))[1].tobytes()
    kept = openai.files.create(file=("red.png", picture), purpose="vision").id
    data = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    # The client's types have the objects, and the client itself lets only files through; so they come as extra_body.
    named: dict[str, Any] = {
        "file": {"input_reference": ("red.png", picture)},
        "file_id": {"extra_body": {"input_reference": {"file_id": kept}}},
        "image_url": {"extra_body": {"input_reference": {"image_url": data}}},
        "plain id": {"extra_body": {"input_reference": kept}},
    }[form]

    video = openai.videos.create(prompt="Stay.", **named, **SMALL)
    done = openai.videos.poll(video.id, poll_interval_ms=100)

    red, green, blue = frames(openai.videos.download_content(done.id).read())[0].mean(axis=(0, 1))
    assert red > 150 > 90 > max(green, blue)


def test_extra_fields_come_through_extra_body_as_a_form_and_as_json(openai: OpenAI) -> None:
    extra = {"seed": 7, "negative_prompt": "people", "max_credits": 1_000, "exact": True, "language": "en"}

    as_form = openai.videos.create(prompt="A heron.", extra_body=extra, **SMALL)
    as_json = openai.post("/videos", cast_to=Video, body={"prompt": "A heron.", **SMALL, **extra})
    one, two = (openai.videos.poll(video.id, poll_interval_ms=100) for video in (as_form, as_json))

    same = [openai.videos.download_content(video.id).read() for video in (one, two)]
    assert one.status == "completed"
    assert same[0] == same[1]


def test_scenes_make_a_film_with_all_variants(openai: OpenAI) -> None:
    video = openai.videos.create(prompt="Rice", size="1024x1024", extra_body={"scenes": SCENES, "music": "none"})

    done = openai.videos.poll(video.id, poll_interval_ms=300)
    sheet = openai.videos.download_content(done.id, variant="spritesheet").read()
    again = openai.videos.download_content(done.id, variant="spritesheet").read()

    assert (done.status, done.model, done.size) == ("completed", "mutoscope-film", "1080x1080")
    assert 1 <= int(done.seconds) <= 10
    assert len(frames(openai.videos.download_content(done.id).read())) > 24
    assert cv2.imdecode(np.frombuffer(sheet, np.uint8), cv2.IMREAD_COLOR).shape[1] == 4 * 320
    assert again == sheet


def test_a_length_beyond_a_minute_is_a_film(openai: OpenAI) -> None:
    video = openai.videos.create(prompt="How rice grows.", seconds="90")  # type: ignore[arg-type]
    openai.videos.delete(video.id)

    assert (video.model, video.seconds, video.size) == ("mutoscope-film", "90", "1080x1920")


def test_the_client_pages_through_all_videos(server: Server) -> None:
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
        made = [own.videos.create(prompt="A heron in the reeds.", **SMALL).id for _ in range(3)]

        assert [video.id for video in own.videos.list(limit=2)] == made[::-1]
        assert [video.id for video in own.videos.list(limit=2, order="asc")] == made


def test_a_deleted_video_is_gone_with_its_files(server: Server, openai: OpenAI) -> None:
    video = openai.videos.create_and_poll(prompt="A heron in the reeds.", poll_interval_ms=100, **SMALL)
    job_id = f"outputs/{server.user_id}/"
    before = len(server.studio.media.list_files(job_id))

    deleted = openai.videos.delete(video.id)

    assert (deleted.id, deleted.deleted, deleted.object) == (video.id, True, "video.deleted")
    assert len(server.studio.media.list_files(job_id)) == before - 3
    for gone in (openai.videos.retrieve, openai.videos.download_content, openai.videos.delete):
        with pytest.raises(sdk.NotFoundError):
            gone(video.id)


@pytest.mark.parametrize(
    ("order", "code", "param"),
    [
        ({"prompt": ""}, "invalid_input", "prompt"),
        ({"prompt": "a", "seconds": "many"}, "invalid_input", "seconds"),
        ({"prompt": "a", "seconds": "4000"}, "invalid_input", "seconds"),
        ({"prompt": "a", "size": "large"}, "invalid_input", "size"),
        ({"prompt": "a", "size": "9000x90"}, "invalid_input", "size"),
        ({"prompt": "a", "extra_body": {"input_reference": {"file_id": "file_x"}}}, "invalid_input", "input_reference"),
        ({"prompt": "a", "input_reference": ("a.png", b"nothing")}, "unknown_media_type", "file"),
        (
            {"prompt": "a", "extra_body": {"input_reference": {"image_url": "https://127.0.0.1/a.png"}}},
            "private_address",
            "input_reference",
        ),
        (
            {"prompt": "a", "extra_body": {"input_reference": {"image_url": "data:text/html,x"}}},
            "data_url_unreadable",
            "input_reference",
        ),
        ({"prompt": "a", "extra_body": {"scenes": "[{"}}, "invalid_input", "scenes"),
        ({"prompt": "a", "extra_body": {"style": "cubist"}}, "unknown_style", "style"),
    ],
)
def test_what_cannot_be_made_is_refused_in_the_clients_own_words(
    openai: OpenAI, order: dict[str, Any], code: str, param: str
) -> None:
    with pytest.raises(sdk.UnprocessableEntityError) as refused:
        openai.videos.create(**order)

    assert (refused.value.code, refused.value.param) == (code, param)
    assert (refused.value.request_id or "").startswith("req_")


@pytest.mark.parametrize("extra", [{}, {"scenes": '[{"narration": "Rice."}]'}])
def test_an_unknown_model_is_not_found(openai: OpenAI, extra: dict[str, Any]) -> None:
    with pytest.raises(sdk.NotFoundError) as refused:
        openai.videos.create(prompt="a", model="veo-9", extra_body=extra)

    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")


def test_without_credits_payment_is_required_at_once(server: Server) -> None:
    with (
        OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key(credits=0)) as poor,
        pytest.raises(sdk.APIStatusError) as refused,
    ):
        poor.videos.create(prompt="A heron nobody pays for.", **SMALL)

    assert (refused.value.status_code, refused.value.code) == (402, "insufficient_credits")


def test_somebody_elses_video_is_not_found(server: Server, made: Video) -> None:
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as other:
        for asked in (
            lambda: other.videos.retrieve(made.id),
            lambda: other.videos.download_content(made.id),
            lambda: other.videos.remix(made.id, prompt="Mine."),
            lambda: other.post("/videos/edits", cast_to=Video, body={"prompt": "Mine.", "video": {"id": made.id}}),
            lambda: other.post(
                "/videos/extensions",
                cast_to=Video,
                body={"prompt": "Mine.", "seconds": 1, "video": {"id": made.id}},
            ),
            lambda: other.videos.delete(made.id),
        ):
            with pytest.raises(sdk.NotFoundError):
                asked()


def test_the_asynchronous_client_does_all_of_it(server: Server) -> None:
    async def make() -> tuple[str, int, bool]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
            video = await own.videos.create_and_poll(
                prompt="A heron.", input_reference=("a.png", PICTURE), poll_interval_ms=100, **SMALL
            )
            content = (await own.videos.download_content(video.id)).read()
            remix = await own.videos.remix(video.id, prompt="A stork.")
            listed = [each.id async for each in own.videos.list()]
            await own.videos.delete(remix.id)
            return video.status, len(content), listed == [remix.id, video.id]

    status, size, listed = asyncio.run(make())

    assert (status, size > 500, listed) == ("completed", True, True)
