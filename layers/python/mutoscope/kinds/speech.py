"""speech: a text spoken by a voice, in any of six formats, with the time of every word."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import Task
from mutoscope.errors import InvalidInput
from mutoscope.films.request import Text
from mutoscope.films.script import says_something
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.render.sound_format import SoundFormat
from mutoscope.settings import Settings
from mutoscope.stages.contracts.spoken import SPOKEN
from mutoscope.stages.contracts.voice import VOICE, VoiceInputs
from mutoscope.stages.stage import EngineId

SLOWEST, FASTEST = 0.25, 4.0


class NothingToSay(InvalidInput):
    """There is nothing to say in the input: it holds no letter and no digit."""

    code = "nothing_to_say"
    hint = "Write at least one word or number; signs and emoji are not spoken."


class SpeechRequest(KindRequest):
    """`voice` is one of `GET /v1/audio/voices`, or one of OpenAI's names.

    `instructions` say how it is spoken ("calm, a little slower"); the job's fact `followed` names what was followed.
    """

    input: Annotated[Text, Field(min_length=1, max_length=4_096)]
    language: Text = "en"
    voice: Text | None = None
    format: SoundFormat = SoundFormat.FLAC
    speed: Annotated[float, Field(ge=SLOWEST, le=FASTEST)] = 1.0
    instructions: Annotated[Text, Field(max_length=4_096)] = ""


def recipe(request: SpeechRequest, settings: Settings) -> Recipe:
    """Raises NothingToSay, and what the choice of a voice does."""
    if not says_something(request.input):
        raise NothingToSay(param="input")
    speaker = registry.speaker(settings)
    language = require_language(request.language)
    inputs = VoiceInputs(
        engine=EngineId(name=speaker.name, version=speaker.version),
        text=request.input,
        language=language,
        voice=choose_voice(speaker, language, request.voice),
        format=request.format,
        speed=request.speed,
        instructions=request.instructions,
    )
    return Recipe(stage=VOICE, inputs=inputs, files={"audio": request.format.file, "words": SPOKEN})


SPEECH = Kind(
    name="speech",
    summary="A text spoken by a voice.",
    request=SpeechRequest,
    recipe=recipe,
    stages=("voice",),
    task=Task.SPEAK,
)
