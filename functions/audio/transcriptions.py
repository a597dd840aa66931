"""Transcriptions over HTTP: a recording in, its words out, in any of the formats that OpenAI's clients ask for."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.forms import Files, FormRouter, Uploaded, keep_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.multipart import UploadedFile
from mutoscope.adapters.http.wait import ordered
from mutoscope.audit.actor import Actor
from mutoscope.engines.offered_models import require_offered
from mutoscope.errors import Unavailable
from mutoscope.films.request import Text
from mutoscope.jobs.job import Job
from mutoscope.jobs.order import order_job
from mutoscope.kinds.transcription import TRANSCRIPTION, SoundLacking
from mutoscope.media.file_type import NoKnownSound, UnknownMediaType
from mutoscope.media.inputs import InputKey
from mutoscope.stages.contracts.transcribe import TranscriptFile
from mutoscope.studio import Studio

router = FormRouter(prefix="/v1/audio", tags=["audio"])

Recording = Annotated[Uploaded, Depends(Files("file"))]


class TranscriptFormat(StrEnum):
    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    VERBOSE_JSON = "verbose_json"


class Granularity(StrEnum):
    WORD = "word"
    SEGMENT = "segment"


class TranscriptionBody(BaseModel):
    """As OpenAI's clients send it, with the recording in the form's part `file`; in JSON `file` is the key of an input.

    `temperature` and `chunking_strategy` are taken and change nothing.
    """

    model_config = ConfigDict(extra="forbid")

    file: InputKey = ""
    model: Annotated[str, Field(max_length=64)] = "whisper-1"
    language: Text | None = None
    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    response_format: TranscriptFormat = TranscriptFormat.JSON
    timestamp_granularities: Annotated[
        tuple[Granularity, ...],
        Field(max_length=2, validation_alias=AliasChoices("timestamp_granularities", "timestamp_granularities[]")),
    ] = (Granularity.SEGMENT,)
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.0
    chunking_strategy: Text | None = None
    stream: bool = False
    max_credits: Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")] = None


@router.post("/transcriptions", response_class=Response, dependencies=[needs("jobs:write")])
async def create_transcription(
    body: TranscriptionBody,
    recording: Recording,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
) -> Response:
    """What is said. The studio knows its own speech again; anything else needs a model, which a 422 tells of."""

    def order() -> str:
        require_offered(settings_without_keys(studio, user_id), body.model, TRANSCRIPTION.name)
        sent = recording.one("file")
        if sent is None and not body.file:
            raise SoundLacking(param="file")
        key = _kept(studio, user_id, sent, actor) if sent else body.file
        given = {"sound": key, "language": body.language, "prompt": body.prompt}
        before = once.of(body, *recording.hashes)
        return order_job(studio, user_id, TRANSCRIPTION.name, given, before, actor=actor, max_credits=body.max_credits)

    job = await ordered(studio, user_id, order)
    answer = await anyio.to_thread.run_sync(_show, studio, job, body)
    answer.headers["x-mutoscope-job"] = job.job_id
    return answer


def _kept(studio: Studio, user_id: str, sent: UploadedFile, actor: Actor) -> str:
    """Raises NoKnownSound, and what keeping it does."""
    try:
        return keep_file(studio, user_id, sent, actor=actor)
    except UnknownMediaType as error:
        raise NoKnownSound(param="file", name=sent.filename or sent.field) from error


def _show(studio: Studio, job: Job, body: TranscriptionBody) -> Response:
    variant = body.response_format.value
    if variant in ("text", "srt", "vtt"):
        return PlainTextResponse(_read(studio, job, variant))
    heard = TranscriptFile.model_validate_json(_read(studio, job, "json"))
    if body.stream:
        return StreamingResponse(_events(heard), media_type="text/event-stream")
    shown = _verbose(heard, body) if body.response_format is TranscriptFormat.VERBOSE_JSON else {"text": heard.text}
    return Response(json.dumps(shown | _usage(heard)), media_type="application/json")


def _read(studio: Studio, job: Job, variant: str) -> bytes:
    assert job.result is not None
    content = studio.media.get_bytes(job.result.files[variant].key)
    if content is None:
        raise Unavailable(what=f"The file {Path(job.result.files[variant].key).name}")
    return content


def _verbose(heard: TranscriptFile, body: TranscriptionBody) -> dict[str, Any]:
    shown = heard.model_dump(mode="json", exclude={"words", "segments", "engine"})
    if Granularity.WORD in body.timestamp_granularities:
        shown["words"] = [word.model_dump() for word in heard.words]
    if Granularity.SEGMENT in body.timestamp_granularities:
        shown["segments"] = [segment.model_dump() for segment in heard.segments]
    return {"task": "transcribe", **shown}


def _usage(heard: TranscriptFile) -> dict[str, Any]:
    return {"usage": {"type": "duration", "seconds": heard.duration}}


def _events(heard: TranscriptFile) -> Iterator[str]:
    """Segment by segment, then the whole: joined, the pieces are that text."""
    said = 0
    for segment in heard.segments:
        start = heard.text.find(segment.text, said)
        end = start + len(segment.text) if start >= 0 else said
        if end > said:
            yield _event("transcript.text.delta", delta=heard.text[said:end])
            said = end
    if said < len(heard.text):
        yield _event("transcript.text.delta", delta=heard.text[said:])
    yield _event("transcript.text.done", text=heard.text)


def _event(type: str, **values: object) -> str:
    return f"event: {type}\ndata: {json.dumps({'type': type, **values})}\n\n"
