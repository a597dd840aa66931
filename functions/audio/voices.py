"""The voices over HTTP: the studio's own by their names, with the OpenAI names that each answers to."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel

from mutoscope.adapters.http.caller import CurrentStudio, needs
from mutoscope.adapters.http.lists import Page, page
from mutoscope.adapters.http.routes import Router
from mutoscope.engines import registry
from mutoscope.engines.languages import require_language
from mutoscope.engines.speak.openai_names import openai_names

router = Router(prefix="/v1/audio/voices", tags=["audio"])


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


@router.get("", dependencies=[needs("kinds:read")])
async def list_voices(
    studio: CurrentStudio,
    language: Annotated[str | None, Query(max_length=32, description="Only voices of this language.")] = None,
) -> Page[VoiceResource]:
    """All of them, by language; the first of a language is its default."""
    voices = registry.speaker(studio.settings).voices()
    wanted = require_language(language) if language is not None else None
    known = {each.language: [voice.name for voice in voices if voice.language == each.language] for each in voices}
    return page(
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
