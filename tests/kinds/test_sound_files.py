"""What a kind of sound delivers: the file formats one can order, each of which plays."""

from collections.abc import Callable
from io import BytesIO

import av
import pytest
from fastapi.testclient import TestClient

from mutoscope.jobs.job import DeliveredFile, find_job
from mutoscope.studio import Studio

Deliver = Callable[..., dict[str, DeliveredFile]]


@pytest.fixture
def deliver(client: TestClient, studio: Studio, drain: Callable[[], int]) -> Deliver:
    """Orders a job, works it off and answers its files."""

    def order(kind: str, **request: object) -> dict[str, DeliveredFile]:
        job_id = client.post("/v1/jobs", json={"kind": kind, "input": request}).json()["id"]
        drain()
        job = find_job(studio.database, job_id)
        assert job is not None
        assert job.result is not None
        return job.result.files

    return order


@pytest.mark.parametrize(
    ("format", "content_type", "codec"),
    [("flac", "audio/flac", "flac"), ("mp3", "audio/mpeg", "mp3float"), ("wav", "audio/wav", "pcm_s16le")],
)
def test_speech_comes_in_the_format_it_was_ordered_in(
    deliver: Deliver, studio: Studio, format: str, content_type: str, codec: str
) -> None:
    file = deliver("speech", input="Rice is food.", format=format)["audio"]

    with av.open(BytesIO(studio.media.get_bytes(file.key) or b"")) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.codec_context.channels, stream.rate) == (codec, 1, 48_000)
    assert file.content_type == content_type
    assert file.filename.endswith(f".{format}")


def test_music_comes_as_sound_and_as_notes(deliver: Deliver, studio: Studio) -> None:
    files = deliver("music", mood="calm", seconds=8)

    assert files["audio"].content_type == "audio/flac"
    assert files["midi"].content_type == "audio/midi"
    assert (studio.media.get_bytes(files["midi"].key) or b"").startswith(b"MThd")
