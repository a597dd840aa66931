"""OpenAI's client makes videos of videos here: remixed, edited, extended."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import openai as sdk
import pytest
from openai import OpenAI
from openai.types import Video

from mutoscope.jobs.job import require_job
from mutoscope.videos.video import require_video
from tests.clients.conftest import Server
from tests.clients.videos import LONGER, finished_video, frames
from tests.functions.tenants import PICTURE

# The client says of all of these methods that OpenAI's own endpoint is closed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def made(server: Server) -> Video:
    return finished_video(server)


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
