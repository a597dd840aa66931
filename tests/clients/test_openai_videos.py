"""OpenAI's client makes videos here, by every method that it has for them."""

import asyncio
import base64
import io
import json
import warnings
from itertools import pairwise
from typing import Any

import av
import cv2
import numpy as np
import openai as sdk
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import Video

from mutoscope.jobs.job import require_job
from mutoscope.videos.video import require_video
from tests.clients.conftest import Server
from tests.functions.tenants import PICTURE

# The client says of all of these methods that OpenAI's own endpoint is closed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SMALL: dict[str, Any] = {"size": "160x128", "seconds": "1"}
LONGER: Any = "2"
"""The client's types have Sora's lengths alone."""
SCENES = json.dumps([{"narration": "Rice grows in water."}])


@pytest.fixture(scope="module")
def made(server: Server) -> Video:
    """One that is finished, for what is asked of a finished one."""
    with warnings.catch_warnings(), OpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
        warnings.simplefilter("ignore")
        return client.videos.create_and_poll(prompt="A heron in the reeds.", poll_interval_ms=100, **SMALL)


def frames(content: bytes) -> list[Any]:
    with av.open(io.BytesIO(content)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


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


def test_a_remix_is_the_same_order_with_another_prompt(openai: OpenAI, made: Video) -> None:
    remix = openai.videos.remix(made.id, prompt="A heron in the reeds, at night.")
    done = openai.videos.poll(remix.id, poll_interval_ms=100)

    assert (done.remixed_from_video_id, done.prompt) == (made.id, "A heron in the reeds, at night.")
    assert (done.status, done.size, done.seconds) == ("completed", made.size, made.seconds)
    assert openai.videos.download_content(done.id).read() != openai.videos.download_content(made.id).read()


@pytest.mark.parametrize("form", ["its id", "a file"])
def test_an_edit_films_what_is_seen_in_the_source_again(openai: OpenAI, made: Video, form: str) -> None:
    thumbnail = openai.videos.download_content(made.id, variant="thumbnail").read()

    if form == "a file":
        edit = openai.videos.edit(prompt="Zoom in.", video=("a.mp4", openai.videos.download_content(made.id).read()))
    else:
        # The client's types have the object, and the client itself lets only files through.
        body = {"prompt": "Zoom in.", "video": {"id": made.id}}
        edit = openai.post("/videos/edits", cast_to=Video, body=body)
    done = openai.videos.poll(edit.id, poll_interval_ms=100)

    seen = cv2.imdecode(np.frombuffer(thumbnail, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    first = frames(openai.videos.download_content(done.id).read())[0]
    assert (done.status, done.size, done.remixed_from_video_id) == (
        "completed",
        made.size,
        made.id if form == "its id" else None,
    )
    assert np.abs(seen.mean(axis=(0, 1)) - first.mean(axis=(0, 1))).max() < 25


@pytest.mark.parametrize("form", ["its id", "a file"])
def test_an_extension_begins_with_the_whole_source_and_goes_on(openai: OpenAI, made: Video, form: str) -> None:
    source = openai.videos.download_content(made.id).read()

    # The client's types have the object with the id, and the client itself lets only files through.
    if form == "a file":
        ordered = openai.videos.extend(prompt="Pan left.", seconds=LONGER, video=("a.mp4", source))
    else:
        body = {"prompt": "Pan left.", "seconds": "2", "video": {"id": made.id}}
        ordered = openai.post("/videos/extensions", cast_to=Video, body=body)
    done = openai.videos.poll(ordered.id, poll_interval_ms=100)

    before, after = frames(source), frames(openai.videos.download_content(done.id).read())
    apart = [np.abs(one.astype(int) - two).mean() for one, two in zip(before, after, strict=False)]
    steps = [np.abs(two.astype(int) - one).mean() for one, two in pairwise(after)]
    assert (done.status, done.seconds, done.size, done.model) == ("completed", "3", made.size, "mutoscope-clip")
    assert done.remixed_from_video_id == (made.id if form == "its id" else None)
    assert (len(before), len(after)) == (30, 90)
    assert max(apart) < 3
    assert steps[29] < 1.5 < np.abs(after[-1].astype(int) - after[29]).mean()
    for variant in ("thumbnail", "spritesheet"):
        picture = openai.videos.download_content(done.id, variant=variant).read()
        assert cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) is not None


def test_an_extension_costs_a_credit_for_each_second_that_is_added(server: Server, openai: OpenAI, made: Video) -> None:
    body = {"prompt": "Stay.", "seconds": 3, "video": {"id": made.id}}
    with pytest.raises(sdk.APIStatusError) as refused:
        openai.post("/videos/extensions", cast_to=Video, body={**body, "max_credits": 2})
    done = openai.videos.poll(
        openai.post("/videos/extensions", cast_to=Video, body={**body, "max_credits": 3}).id, poll_interval_ms=100
    )

    video = require_video(server.studio.database, done.id, user_id=server.user_id)
    assert refused.value.code == "above_max_credits"
    assert require_job(server.studio.database, video.job_id, user_id=server.user_id).credits.charged == 3


def test_a_remix_of_an_extension_goes_on_from_the_same_source(openai: OpenAI, made: Video) -> None:
    body = {"prompt": "Pan left.", "seconds": 1, "video": {"id": made.id}}
    first = openai.videos.poll(openai.post("/videos/extensions", cast_to=Video, body=body).id, poll_interval_ms=100)

    second = openai.videos.poll(openai.videos.remix(first.id, prompt="Pan right.").id, poll_interval_ms=100)
    with pytest.raises(sdk.UnprocessableEntityError) as refused:
        openai.videos.remix(first.id, prompt="Pan right.", extra_body={"style": "storybook"})

    one, two = (frames(openai.videos.download_content(video.id).read()) for video in (first, second))
    assert (second.status, second.seconds, second.remixed_from_video_id) == ("completed", "2", first.id)
    assert np.array_equal(one[0], two[0])
    assert np.abs(one[-1].astype(int) - two[-1]).mean() > 2
    assert (refused.value.code, refused.value.param) == ("not_of_extensions", "style")


def test_what_cannot_be_gone_on_with_is_refused(server: Server, openai: OpenAI, made: Video) -> None:
    long = openai.videos.create(prompt="A long walk.", size="160x128", seconds="60")  # type: ignore[arg-type]
    row = {"prompt": "Stay.", "seconds": 1, "video": {"id": made.id}}
    refused = []
    for body in (
        {**row, "video": {"id": long.id}},
        {**row, "seconds": 61},
        {**row, "voice": "emma"},
        {"prompt": "Stay.", "seconds": 1},
    ):
        with pytest.raises(sdk.UnprocessableEntityError) as error:
            openai.post("/videos/extensions", cast_to=Video, body=body)
        refused.append((error.value.code, error.value.param))
    openai.videos.delete(long.id)
    with pytest.raises(sdk.UnprocessableEntityError) as no_video:
        openai.videos.extend(prompt="Stay.", seconds=LONGER, video=("a.mp4", PICTURE))

    assert refused == [
        ("wrong_state", "video"),
        ("invalid_input", "seconds"),
        ("invalid_input", "voice"),
        ("video_missing", "video"),
    ]
    assert (no_video.value.code, no_video.value.param) == ("no_video", "video")


def test_what_would_be_too_long_in_all_is_refused_at_once(openai: OpenAI, made: Video) -> None:
    row: dict[str, Any] = {"prompt": "Stay.", "seconds": 60}
    longer = openai.videos.poll(
        openai.post("/videos/extensions", cast_to=Video, body={**row, "video": {"id": made.id}}).id,
        poll_interval_ms=100,
    )

    with pytest.raises(sdk.UnprocessableEntityError) as refused:
        openai.post("/videos/extensions", cast_to=Video, body={**row, "video": {"id": longer.id}})

    assert (longer.status, longer.seconds) == ("completed", "61")
    assert (refused.value.code, refused.value.param) == ("extended_too_far", "seconds")


def test_what_is_no_video_is_not_edited(openai: OpenAI) -> None:
    refused = []
    for content in (PICTURE, b"video"):
        with pytest.raises(sdk.UnprocessableEntityError) as error:
            openai.videos.edit(prompt="Zoom in.", video=("a.mp4", content))
        refused.append((error.value.code, error.value.param))

    assert refused[0] == ("no_video", "video")
    assert refused[1][1] == "video"


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
