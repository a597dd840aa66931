"""Sound by OpenAI's client as it ships: speech in six formats, streamed and as events, voices, transcriptions."""

import asyncio
import base64
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import httpx
import openai as client_library
import pytest
from openai import AsyncOpenAI, OpenAI

from functions.audio.routes import router as audio
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.engines.speak.openai_names import OPENAI_NAMES
from tests.clients.conftest import Server, listening

TEXT = "The tide comes in, and the boats rise with it. Nobody hurries here."
CODECS = {"mp3": "mp3float", "opus": "opus", "aac": "aac", "flac": "flac", "wav": "pcm_s16le"}


def say(client: OpenAI, text: str = TEXT, format: str = "wav") -> bytes:
    options = {"model": "tts-1", "voice": "alloy", "response_format": format}
    return client.audio.speech.create(input=text, **options).read()  # type: ignore[arg-type]


def jobs(server: Server) -> int:
    """How many the user has ordered."""
    headers = {"Authorization": f"Bearer {server.key}"}
    return int(httpx.get(f"{server.url}/v1/jobs?page=1", headers=headers).json()["pagination"]["total"])


@pytest.fixture(scope="module")
def recording(server: Server) -> bytes:
    """What the studio has spoken, as MP3."""
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
        return say(client, format="mp3")


@pytest.mark.parametrize("format", CODECS)
def test_speech_comes_in_the_format_it_was_asked_for(openai: OpenAI, format: str) -> None:
    sound = say(openai, format=format)

    with av.open(BytesIO(sound)) as container:
        assert container.streams.audio[0].codec_context.name == CODECS[format]


def test_pcm_has_no_header_and_24_khz(openai: OpenAI) -> None:
    pcm, wav = say(openai, format="pcm"), say(openai, format="wav")

    assert len(pcm) == pytest.approx((len(wav) - 44) / 2, abs=4)


def test_mp3_is_what_comes_when_nothing_is_said(openai: OpenAI) -> None:
    answer = openai.audio.speech.with_raw_response.create(input="Hello.", model="gpt-4o-mini-tts", voice="nova")

    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["x-mutoscope-job"].startswith("job_")


@pytest.mark.parametrize("voice", ["onyx", "en-gb-calm-man"])
def test_openais_names_and_our_own_are_voices(openai: OpenAI, voice: str) -> None:
    sound = openai.audio.speech.create(input="Hello.", model="tts-1", voice=voice).read()

    assert sound


def test_a_voice_may_be_named_by_an_object(openai: OpenAI) -> None:
    by_object = openai.audio.speech.create(input="Hello.", model="tts-1", voice={"id": "en-deep-man"}).read()

    assert by_object == openai.audio.speech.create(input="Hello.", model="tts-1", voice="onyx").read()


def test_speed_and_instructions_reach_the_voice(openai: OpenAI) -> None:
    options = {"input": TEXT, "model": "gpt-4o-mini-tts", "voice": "alloy", "response_format": "wav"}
    plain = len(openai.audio.speech.create(**options).read())  # type: ignore[arg-type]

    fast = len(openai.audio.speech.create(**options, speed=2.0).read())  # type: ignore[arg-type]
    slow = len(openai.audio.speech.create(**options, instructions="Speak slowly.").read())  # type: ignore[arg-type]

    assert fast == pytest.approx(plain / 2, rel=0.01)
    assert slow > 1.1 * plain


def test_the_language_is_told_from_the_text(openai: OpenAI, server: Server) -> None:
    answer = openai.audio.speech.with_raw_response.create(
        input="Die Bienen und die Blumen sind auf der Wiese.", model="tts-1", voice="alloy"
    )

    job = openai.get(f"/jobs/{answer.headers['x-mutoscope-job']}", cast_to=httpx.Response).json()
    words = httpx.get(server.url + job["files"]["words"], headers={"Authorization": f"Bearer {server.key}"}).json()
    assert (words["language"], words["voice"]) == ("de", "de-clear-man")


def test_speech_streams_to_a_file(openai: OpenAI, tmp_path: Path) -> None:
    with openai.audio.speech.with_streaming_response.create(input=TEXT, model="tts-1", voice="alloy") as answer:
        answer.stream_to_file(tmp_path / "speech.mp3")

    assert (tmp_path / "speech.mp3").read_bytes() == say(openai, format="mp3")


def test_speech_streams_as_events(openai: OpenAI) -> None:
    with openai.audio.speech.with_streaming_response.create(
        input=TEXT, model="gpt-4o-mini-tts", voice="alloy", stream_format="sse", response_format="flac"
    ) as answer:
        events = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: ")]

    pieces = [base64.b64decode(event["audio"]) for event in events[:-1]]
    assert {event["type"] for event in events[:-1]} == {"speech.audio.delta"}
    assert len(pieces) > 1
    assert b"".join(pieces) == say(openai, format="flac")
    assert events[-1]["type"] == "speech.audio.done"


def test_the_asynchronous_client_speaks_too(server: Server) -> None:
    async def speak() -> list[bytes]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
            asked = [client.audio.speech.create(input=f"Boat {n}.", model="tts-1", voice="echo") for n in range(3)]
            return [answer.read() for answer in await asyncio.gather(*asked)]

    sounds = asyncio.run(speak())

    assert len(set(sounds)) == 3


@pytest.mark.parametrize(
    ("changed", "error", "code", "param"),
    [
        ({"voice": "nobody"}, client_library.UnprocessableEntityError, "unknown_voice", "voice"),
        ({"model": "tts-9"}, client_library.NotFoundError, "model_not_found", "model"),
        ({"input": ""}, client_library.UnprocessableEntityError, "invalid_input", "input"),
        ({"input": "x" * 4_097}, client_library.UnprocessableEntityError, "invalid_input", "input"),
        ({"speed": 9.0}, client_library.UnprocessableEntityError, "invalid_input", "speed"),
        ({"extra_body": {"max_credits": 0}}, client_library.APIStatusError, "above_max_credits", "max_credits"),
    ],
)
def test_what_is_wrong_is_the_clients_own_exception(
    openai: OpenAI, changed: dict[str, object], error: type[client_library.APIStatusError], code: str, param: str
) -> None:
    order: dict[str, object] = {"input": f"{TEXT} {code}", "model": "tts-1", "voice": "alloy", **changed}

    with pytest.raises(error) as refused:
        openai.audio.speech.create(**order)  # type: ignore[arg-type]

    assert (refused.value.code, refused.value.param) == (code, param)
    assert (refused.value.request_id or "").startswith("req_")


def test_who_has_no_credits_is_told_so_once(server: Server) -> None:
    with (
        OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key(credits=0)) as poor,
        pytest.raises(client_library.APIStatusError) as refused,
    ):
        poor.audio.speech.create(input="Hello.", model="tts-1", voice="alloy")

    assert (refused.value.status_code, refused.value.code) == (402, "insufficient_credits")


def test_a_request_that_the_client_sends_again_is_spoken_and_charged_once(server: Server) -> None:
    body = {"input": "Once and only once.", "model": "tts-1", "voice": "alloy"}

    def sent(count: int) -> httpx.Response:
        headers = {"Authorization": f"Bearer {server.key}", "x-stainless-retry-count": str(count)}
        return httpx.post(f"{server.url}/v1/audio/speech", json=body, headers=headers, timeout=60)

    first, again = sent(0), sent(1)

    assert first.headers["x-mutoscope-job"] == again.headers["x-mutoscope-job"]
    assert first.content == again.content


def test_a_client_that_is_told_to_come_again_waits_on_for_the_same_job(server: Server) -> None:
    short = replace(server.studio, settings=server.studio.settings.model_copy(update={"wait_seconds": 0.01}))
    app = create_app([audio])
    app.dependency_overrides = {current_studio: lambda: short}
    before = jobs(server)
    heard: list[int] = []

    def hear(answer: Any) -> None:
        heard.append(answer.status_code)

    with (
        listening(app) as url,
        client_library.DefaultHttpxClient(event_hooks={"response": [hear]}) as wire,
        OpenAI(base_url=f"{url}/v1", api_key=server.key, http_client=wire, max_retries=8) as client,
    ):
        sound = client.audio.speech.create(input="Come again, and again.", model="tts-1", voice="alloy").read()

    assert (heard[0], set(heard[1:-1]) <= {503}, heard[-1]) == (503, True, 200)
    assert sound
    assert jobs(server) == before + 1


def test_the_voices_are_listed_with_openais_names(openai: OpenAI) -> None:
    listed = openai.get("/audio/voices?language=en", cast_to=httpx.Response).json()["data"]

    assert {name for voice in listed for name in voice["names"]} == set(OPENAI_NAMES)
    assert {voice["language"] for voice in listed} == {"en"}


def test_a_voice_of_ones_own_is_refused_and_not_pretended(openai: OpenAI, recording: bytes) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as copied:
        openai.audio.voices.create(audio_sample=("me.mp3", recording), consent="cons_1", name="Me")
    with pytest.raises(client_library.UnprocessableEntityError) as invented:
        openai.audio.voices.create(name="Sailor", prompt="An old sailor", type="prompt")

    assert (copied.value.code, invented.value.code) == ("voices_not_made", "voices_not_made")


def test_own_speech_is_known_again_in_every_format_of_an_answer(openai: OpenAI, recording: bytes) -> None:
    file = ("tide.mp3", recording)

    plain = openai.audio.transcriptions.create(file=file, model="whisper-1")
    text = openai.audio.transcriptions.create(file=file, model="whisper-1", response_format="text")
    srt = openai.audio.transcriptions.create(file=file, model="whisper-1", response_format="srt")
    vtt = openai.audio.transcriptions.create(file=file, model="whisper-1", response_format="vtt")

    assert plain.text == TEXT
    assert text.strip() == TEXT
    assert srt.startswith("1\n00:00:00,")
    assert vtt.startswith("WEBVTT")


def test_words_and_segments_are_timed(openai: OpenAI, recording: bytes) -> None:
    heard = openai.audio.transcriptions.create(
        file=("tide.mp3", recording),
        model="whisper-1",
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )

    assert heard.words is not None
    assert heard.segments is not None
    assert [word.word for word in heard.words] == TEXT.split()
    assert all(word.start < word.end <= heard.duration for word in heard.words)
    assert " ".join(segment.text for segment in heard.segments) == TEXT
    assert heard.language == "en"


def test_only_the_granularity_that_is_asked_for_comes(openai: OpenAI, recording: bytes) -> None:
    options = {"model": "whisper-1", "response_format": "verbose_json"}

    words = openai.audio.transcriptions.create(
        file=("a.mp3", recording),
        timestamp_granularities=["word"],
        **options,  # type: ignore[arg-type]
    )
    left_out = openai.audio.transcriptions.create(file=("a.mp3", recording), **options)  # type: ignore[arg-type]

    assert (bool(words.words), words.segments) == (True, None)
    assert (left_out.words, bool(left_out.segments)) == (None, True)


def test_a_transcription_streams(openai: OpenAI, recording: bytes) -> None:
    events = list(openai.audio.transcriptions.create(file=("a.mp3", recording), model="gpt-4o-transcribe", stream=True))

    assert "".join(event.delta for event in events if event.type == "transcript.text.delta") == TEXT
    assert events[-1].type == "transcript.text.done"
    assert events[-1].text == TEXT


def test_speech_that_nobody_here_has_spoken_is_refused_with_what_to_configure(server: Server, recording: bytes) -> None:
    with (
        OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as stranger,
        pytest.raises(client_library.UnprocessableEntityError) as refused,
    ):
        stranger.audio.transcriptions.create(file=("a.mp3", recording), model="whisper-1")

    assert refused.value.code == "speech_not_recognised"
    assert "provider_keys" in str(refused.value.body)


def test_what_is_no_sound_is_refused(openai: OpenAI) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.audio.transcriptions.create(file=("a.mp3", b"not a sound at all" * 20), model="whisper-1")

    assert refused.value.code == "unknown_media_type"
    assert "is no sound that the studio reads" in str(refused.value)
    assert "picture" not in str(refused.value)


@pytest.mark.parametrize("format", ["opus", "aac", "flac", "wav"])
def test_own_speech_is_known_again_in_every_format_that_says_what_it_is(openai: OpenAI, format: str) -> None:
    spoken = say(openai, format=format)

    assert openai.audio.transcriptions.create(file=("tide", spoken), model="whisper-1").text == TEXT


@pytest.mark.parametrize("said", ["\N{GRINNING FACE}", "?!", "\N{EM DASH} ..."])
def test_an_input_with_nothing_to_say_is_refused_and_no_silence_is_sold(
    openai: OpenAI, server: Server, said: str
) -> None:
    before = jobs(server)

    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.audio.speech.create(model="tts-1", voice="alloy", input=said)

    assert (refused.value.code, refused.value.param) == ("nothing_to_say", "input")
    assert jobs(server) == before
