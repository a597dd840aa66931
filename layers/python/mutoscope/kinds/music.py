"""music: a piece in a mood, as long as asked, as sound and as notes."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_mood
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.settings import Settings
from mutoscope.stages.contracts.score import MIDI, SCORE, ScoreInputs
from mutoscope.stages.contracts.score import MUSIC as MUSIC_FILE
from mutoscope.stages.stage import EngineId


class MusicRequest(KindRequest):
    mood: Text | None = None
    seconds: Annotated[int, Field(ge=5, le=1_800)] = 60
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: MusicRequest, settings: Settings) -> Recipe:
    composer = registry.composer(settings)
    inputs = ScoreInputs(
        engine=EngineId(name=composer.name, version=composer.version),
        mood=choose_mood(composer, request.mood),
        seconds=request.seconds,
        seed=request.seed,
    )
    return Recipe(stage=SCORE, inputs=inputs, files={"audio": MUSIC_FILE, "midi": MIDI})


MUSIC = Kind(
    name="music",
    summary="A piece of music in a mood.",
    request=MusicRequest,
    recipe=recipe,
    stages=("score",),
    task=Task.COMPOSE,
)
