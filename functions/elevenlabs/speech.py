"""Text to speech as ElevenLabs' client asks for it: whole, as a stream, and with the time of every character."""

import base64
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from functions.elevenlabs.alignment import Alignment, aligned
from functions.elevenlabs.voices import MODELS, require_voice
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.routes import Router
from mutoscope.adapters.http.wait import ordered
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.films.request import Text
from mutoscope.jobs.job import Job
from mutoscope.jobs.order import order_job
from mutoscope.kinds.speech import SPEECH
from mutoscope.render.sound_format import SoundFormat
from mutoscope.studio import Studio

router = Router(prefix="/elevenlabs/v1/text-to-speech", tags=["elevenlabs"])

_FORMATS = {
    "mp3": SoundFormat.MP3,
    "opus": SoundFormat.OPUS,
    "pcm_24000": SoundFormat.PCM,
    "wav_48000": SoundFormat.WAV,
}
"""By the name, or how it begins: of MP3 and Opus the studio chooses rate and bits itself."""
OutputFormat = Annotated[str, Query(max_length=32, description="mp3_..., opus_..., pcm_24000 or wav_48000.")]


class VoiceSettings(BaseModel):
    """`speed` is followed; the others are qualities of ElevenLabs' own models."""

    model_config = ConfigDict(extra="ignore")

    speed: Annotated[float, Field(ge=0.25, le=4.0)] | None = None


class SpeechOrder(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: Annotated[Text, Field(min_length=1, max_length=4_096)]
    model_id: Annotated[str, Field(max_length=64)] = MODELS[0]
    language_code: Annotated[str, Field(max_length=16)] | None = None
    voice_settings: VoiceSettings | None = None


class TimedSpeech(BaseModel):
    audio_base64: str
    alignment: Alignment
    normalized_alignment: Alignment


class FormatNotMade(InvalidInput):
    """The studio makes no sound in the format {format}."""

    code = "format_not_made"
    hint = "Ask for mp3_44100_128, opus_48000_64, pcm_24000 or wav_48000."


class ModelUnknown(InvalidInput):
    """There is no model {model}."""

    code = "model_unknown"
    hint = "GET /elevenlabs/v1/models lists them: {known}."


@router.post("/{voice_id}", response_class=Response, dependencies=[needs("jobs:write")])
async def speak(
    voice_id: str,
    body: SpeechOrder,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    output_format: OutputFormat = "mp3_44100_128",
) -> Response:
    job = await _spoken(studio, user_id, actor, once, voice_id, body, output_format)
    return _sound(studio, request, job)


@router.post("/{voice_id}/stream", response_class=Response, dependencies=[needs("jobs:write")])
async def stream(
    voice_id: str,
    body: SpeechOrder,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    output_format: OutputFormat = "mp3_44100_128",
) -> Response:
    """The same sound in pieces. It is spoken whole first, so the first piece comes no sooner."""
    job = await _spoken(studio, user_id, actor, once, voice_id, body, output_format)
    return _sound(studio, request, job)


@router.post("/{voice_id}/with-timestamps", dependencies=[needs("jobs:write")])
async def speak_with_timestamps(
    voice_id: str,
    body: SpeechOrder,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    output_format: OutputFormat = "mp3_44100_128",
) -> TimedSpeech:
    """The times of words are measured; within a word each character gets its share."""
    job = await _spoken(studio, user_id, actor, once, voice_id, body, output_format)
    assert job.result is not None
    sound = studio.media.get_bytes(job.result.files["audio"].key) or b""
    alignment = aligned(body.text, studio.media.get_bytes(job.result.files["words"].key) or b"")
    return TimedSpeech(
        audio_base64=base64.b64encode(sound).decode(), alignment=alignment, normalized_alignment=alignment
    )


async def _spoken(
    studio: Studio, user_id: str, actor: Actor, once: Once, voice_id: str, body: SpeechOrder, output_format: str
) -> Job:
    def order() -> str:
        voice = require_voice(studio.settings, voice_id)
        if body.model_id not in MODELS:
            raise ModelUnknown(param="model_id", model=body.model_id, known=", ".join(MODELS))
        given = {
            "input": body.text,
            "voice": voice.name,
            "language": voice.language,
            "format": _format(output_format).value,
            "speed": (body.voice_settings.speed if body.voice_settings else None) or 1.0,
        }
        return order_job(studio, user_id, SPEECH.name, given, once.of(body), actor=actor)

    return await ordered(studio, user_id, order)


def _sound(studio: Studio, request: Request, job: Job) -> Response:
    assert job.result is not None
    answer = send_file(studio, request, job.result.files["audio"])
    answer.headers["request-id"] = job.job_id
    return answer


def _format(name: str) -> SoundFormat:
    found = _FORMATS.get(name) or _FORMATS.get(name.partition("_")[0])
    if found is None:
        raise FormatNotMade(param="output_format", format=name)
    return found
