"""The transcriber at a server that speaks OpenAI's transcriptions."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from mutoscope.engines import registry
from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.engines.transcribe.hosted.openai_compatible import OpenAiCompatibleTranscriber
from mutoscope.engines.understanding import TranscribeRequest
from mutoscope.engines.write.hosted.asking import Patience
from mutoscope.errors import EngineBusy, EngineFailed
from mutoscope.render.sound_format import SoundFormat
from mutoscope.render.speech_file import write_speech
from mutoscope.settings import Settings

KEY = "sk-very-secret-0123456789"
SOUND = np.zeros(SAMPLE_RATE, np.int16)


@pytest.fixture
def request_(tmp_path: Path) -> TranscribeRequest:
    """A second of silence under a name that says nothing of its type."""
    write_speech(SOUND, tmp_path / "recording", SoundFormat.MP3)
    return TranscribeRequest(tmp_path / "recording", SOUND, None, "Kuttanad", lambda: ())


def transcriber(provider: Any) -> OpenAiCompatibleTranscriber:
    return OpenAiCompatibleTranscriber(provider.base_url, SecretStr(KEY), "w-1", Patience(5.0))


def test_a_server_that_is_configured_goes_before_the_embedded_engine() -> None:
    configured = Settings(OPENAI_BASE_URL="http://127.0.0.1:1/v1", OPENAI_TRANSCRIPTION_MODEL="w-2")  # type: ignore[call-arg]

    assert (registry.transcriber(configured).name, registry.transcriber(configured).version) == ("openai", "1:w-2")
    assert registry.transcriber(Settings()).name == "own-speech"


def test_the_file_goes_under_a_name_of_its_type_with_the_model_and_what_may_be_heard(
    provider: Any, request_: TranscribeRequest
) -> None:
    provider.answers.append((200, {"text": "", "language": "english", "duration": 1.0}))

    transcriber(provider).transcribe(request_)

    form = provider.orders[0]["form"]
    assert provider.paths == ["/v1/audio/transcriptions"]
    assert provider.keys == [f"Bearer {KEY}"]
    assert all(part in form for part in (b'filename="sound.mp3"', b"w-1", b"Kuttanad", b"verbose_json"))


def test_words_and_segments_are_taken_within_the_recording(provider: Any, request_: TranscribeRequest) -> None:
    words = [{"word": " Rice", "start": 0.1, "end": 0.5}, {"word": "grows.", "start": 0.5, "end": 1.7}]
    segment = {"id": 0, "start": 0.1, "end": 1.7, "text": " Rice grows."}
    answer = {"text": " Rice grows. ", "language": "english", "words": words, "segments": [segment]}
    provider.answers.append((200, answer))

    heard = transcriber(provider).transcribe(request_)

    assert (heard.text, heard.language) == ("Rice grows.", "en")
    assert heard.words == (Word("Rice", 4_800, 24_000), Word("grows.", 24_000, 48_000))
    assert heard.segments == ((4_800, 48_000, "Rice grows."),)


def test_a_server_that_answers_the_text_alone_is_enough(provider: Any, request_: TranscribeRequest) -> None:
    provider.answers.append((200, {"text": "Die Bienen und die Blumen."}))

    heard = transcriber(provider).transcribe(request_)

    assert (heard.language, heard.words) == ("de", ())
    assert heard.segments == ((0, SAMPLE_RATE, "Die Bienen und die Blumen."),)


@pytest.mark.parametrize(
    ("status", "error", "reason"),
    [(401, EngineFailed, "invalid API key"), (404, EngineFailed, "does not know"), (429, EngineBusy, "rate limit")],
)
def test_a_refusal_is_ours_without_the_servers_words(
    provider: Any, request_: TranscribeRequest, status: int, error: type[EngineFailed], reason: str
) -> None:
    provider.refuses(status, f"bad key {KEY}")

    with pytest.raises(error, match=reason) as refused:
        transcriber(provider).transcribe(request_)

    assert KEY not in str(refused.value)
    assert len(provider.orders) == 1
