"""What a kind of sound delivers: the file formats one can order, each of which plays."""

from collections.abc import Callable
from io import BytesIO

import av
import numpy as np
import pytest
from fastapi.testclient import TestClient

from mutoscope.jobs.job import DeliveredFile, find_job
from mutoscope.stages.contracts.spoken import Spoken
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
    [
        ("flac", "audio/flac", "flac"),
        ("mp3", "audio/mpeg", "mp3float"),
        ("opus", "audio/ogg", "opus"),
        ("aac", "audio/aac", "aac"),
        ("wav", "audio/wav", "pcm_s16le"),
    ],
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


def test_pcm_is_openais_bare_samples_at_24_khz(deliver: Deliver, studio: Studio) -> None:
    files = deliver("speech", input="Rice is food.", format="pcm")

    spoken = Spoken.model_validate_json(studio.media.get_bytes(files["words"].key) or b"")
    samples = np.frombuffer(studio.media.get_bytes(files["audio"].key) or b"", "<i2")
    assert files["audio"].content_type == "audio/pcm"
    assert len(samples) == pytest.approx(spoken.duration * 24_000, abs=2)


def test_speech_comes_with_the_time_of_each_word(deliver: Deliver, studio: Studio) -> None:
    files = deliver("speech", input="Rice is food.", language="en")

    spoken = Spoken.model_validate_json(studio.media.get_bytes(files["words"].key) or b"")
    assert [word.word for word in spoken.words] == ["Rice", "is", "food."]
    assert all(word.start < word.end <= spoken.duration for word in spoken.words)


@pytest.mark.parametrize("speed", [0.25, 4.0])
def test_speed_changes_the_length_by_just_so_much(deliver: Deliver, studio: Studio, speed: float) -> None:
    plain, changed = (deliver("speech", input="Rice is food.", speed=each)["words"] for each in (1.0, speed))

    before, after = (Spoken.model_validate_json(studio.media.get_bytes(each.key) or b"") for each in (plain, changed))
    assert after.duration == pytest.approx(before.duration / speed, abs=0.001)
    assert after.words[-1].start == pytest.approx(before.words[-1].start / speed, abs=0.001)


def test_music_comes_as_sound_and_as_notes(deliver: Deliver, studio: Studio) -> None:
    files = deliver("music", mood="calm", seconds=8)

    assert files["audio"].content_type == "audio/flac"
    assert files["midi"].content_type == "audio/midi"
    assert (studio.media.get_bytes(files["midi"].key) or b"").startswith(b"MThd")
