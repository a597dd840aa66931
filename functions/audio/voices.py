"""The voices over HTTP: the studio's own by their names, with the OpenAI names that each answers to."""

from functools import lru_cache
from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.answers import Packed
from mutoscope.adapters.http.caller import CurrentStudio, needs
from mutoscope.adapters.http.forms import Files, FormRouter, Uploaded
from mutoscope.adapters.http.lists import Page, page
from mutoscope.engines import registry
from mutoscope.engines.languages import require_language
from mutoscope.engines.speak.openai_names import openai_names
from mutoscope.errors import InvalidInput
from mutoscope.settings import Settings

router = FormRouter(prefix="/v1/audio/voices", tags=["audio"])


class VoicesNotMade(InvalidInput):
    """The studio makes no voices: it has no engine that copies one or invents one."""

    code = "voices_not_made"
    hint = "Choose one of GET /v1/audio/voices; `instructions` and `speed` change how it speaks."


class VoiceBody(BaseModel):
    """As OpenAI's clients send it; a sample and its consent come in the form's parts."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)] = ""
    type: Literal["audio_sample", "prompt"] = "audio_sample"
    prompt: Annotated[str, Field(max_length=4_000)] = ""
    consent: Annotated[str, Field(max_length=200)] = ""
    model: Annotated[str, Field(max_length=64)] = ""
    script_hint: Annotated[str, Field(max_length=4_000)] = ""


class VoiceResource(BaseModel):
    """`names` are OpenAI's names that stand for this voice in its language."""

    id: str
    object: Literal["audio.voice"] = "audio.voice"
    created_at: int = 0
    name: str
    type: Literal["built_in"] = "built_in"
    language: str
    gender: str
    age: str
    description: str
    names: list[str]


@router.get("", response_model=Page[VoiceResource], dependencies=[needs("kinds:read")])
async def list_voices(
    request: Request,
    studio: CurrentStudio,
    language: Annotated[str | None, Query(max_length=32, description="Only voices of this language.")] = None,
) -> Response:
    """All of them, by language; the first of a language is its default."""
    wanted = require_language(language) if language is not None else None
    return _voices(studio.settings, wanted).answer(request)


@router.post("", response_model=VoiceResource, dependencies=[needs("jobs:write")])
def create_voice(body: VoiceBody, sample: Annotated[Uploaded, Depends(Files("audio_sample"))]) -> VoiceResource:  # noqa: ARG001 - read, and kept nowhere
    """Refuses: voices of one's own are not made here. What was sent is dropped."""
    raise VoicesNotMade(param="type")


@lru_cache(maxsize=32)
def _voices(settings: Settings, wanted: str | None) -> Packed:
    """Written once: they change with the engine alone."""
    voices = registry.speaker(settings).voices()
    known = {each.language: [voice.name for voice in voices if voice.language == each.language] for each in voices}
    return Packed.of(
        page(
            [
                VoiceResource(
                    id=voice.name,
                    name=voice.name,
                    language=voice.language,
                    gender=voice.gender,
                    age=voice.age,
                    description=voice.description,
                    names=openai_names(voice.name, known[voice.language]),
                )
                for voice in voices
                if wanted in (None, voice.language)
            ]
        )
    )
