"""Speech over HTTP: a text in, its sound out, as bytes or as server-sent events."""

import base64
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.forms import FormRouter
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.wait import ordered
from mutoscope.engines.offered_models import require_offered
from mutoscope.engines.write.language_of import language_of
from mutoscope.films.request import Text
from mutoscope.jobs.job import Job
from mutoscope.jobs.order import order_job
from mutoscope.kinds.speech import FASTEST, SLOWEST, SPEECH
from mutoscope.render.sound_format import SoundFormat
from mutoscope.studio import Studio

router = FormRouter(prefix="/v1/audio", tags=["audio"])

_CHUNK = 24_576
"""Bytes of sound in one event: a multiple of three, so that base64 joins without padding."""
_NO_TOKENS = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
"""Nothing here is counted in tokens; what it cost is in credits, with the job."""


class StreamFormat(StrEnum):
    AUDIO = "audio"
    SSE = "sse"


class VoiceId(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Text


class SpeechBody(BaseModel):
    """As OpenAI's clients send it; `language`, left out, is told from the text, or is that of a voice of our own."""

    model_config = ConfigDict(extra="forbid")

    input: Annotated[Text, Field(min_length=1, max_length=4_096)]
    model: Annotated[str, Field(max_length=64)] = "tts-1"
    voice: Text | VoiceId = "alloy"
    instructions: Annotated[Text, Field(max_length=4_096)] = ""
    response_format: SoundFormat = SoundFormat.MP3
    speed: Annotated[float, Field(ge=SLOWEST, le=FASTEST)] = 1.0
    stream_format: StreamFormat = StreamFormat.AUDIO
    language: Text | None = None
    max_credits: Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")] = None

    @property
    def voice_name(self) -> str:
        return self.voice.id if isinstance(self.voice, VoiceId) else self.voice


@router.post("/speech", response_class=Response, dependencies=[needs("jobs:write")])
async def create_speech(
    body: SpeechBody, request: Request, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    """The sound once it is spoken; the job that made it is named in the header `x-mutoscope-job`."""

    def order() -> str:
        require_offered(studio.settings, body.model, SPEECH.name)
        given = _input(studio, body)
        return order_job(studio, user_id, SPEECH.name, given, once.of(body), actor=actor, max_credits=body.max_credits)

    job = await ordered(studio, user_id, order)
    assert job.result is not None
    if body.stream_format is StreamFormat.SSE:
        answer: Response = StreamingResponse(_events(studio, job), media_type="text/event-stream")
    else:
        answer = send_file(studio, request, job.result.files["audio"])
    answer.headers["x-mutoscope-job"] = job.job_id
    return answer


def _input(studio: Studio, body: SpeechBody) -> dict[str, object]:
    given = body.model_dump(mode="json", include={"input", "speed", "instructions"})
    language = body.language or _language_of_voice(studio, body.voice_name) or language_of(body.input)
    return {**given, "language": language, "voice": body.voice_name, "format": body.response_format.value}


def _language_of_voice(studio: Studio, name: str) -> str | None:
    from mutoscope.engines import registry

    voices = registry.speaker(studio.settings).voices()
    return next((voice.language for voice in voices if voice.name == name.strip().lower()), None)


def _events(studio: Studio, job: Job) -> Iterator[str]:
    """OpenAI's events: the file in order, in pieces, then the end."""
    assert job.result is not None
    file = job.result.files["audio"]
    stored = studio.media.stat(file.key)
    rest = b""
    for block in studio.media.read_range(file.key, 0, stored.size - 1) if stored else iter(()):
        rest += block
        while len(rest) >= _CHUNK:
            yield _event("speech.audio.delta", audio=base64.b64encode(rest[:_CHUNK]).decode())
            rest = rest[_CHUNK:]
    if rest:
        yield _event("speech.audio.delta", audio=base64.b64encode(rest).decode())
    yield _event("speech.audio.done", usage=_NO_TOKENS)


def _event(type: str, **values: object) -> str:
    return f"event: {type}\ndata: {json.dumps({'type': type, **values})}\n\n"
