"""study_animation: a text or a topic explained on a whiteboard: lines drawn by hand in time with the voice."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from mutoscope.clips.sound_order import order_sound
from mutoscope.engines import registry
from mutoscope.engines.write.outline import require_topic
from mutoscope.films.request import Text
from mutoscope.films.script import says_something
from mutoscope.kinds.clip_request import MOST_PIXELS, Seed, Side
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.contracts.study import STUDY, StudyInputs
from mutoscope.stages.stage import EngineId


def _says(text: str) -> str:
    if not says_something(text):
        raise ValueError("there is nothing to say; write at least one word or number")
    return text


class StudyAnimationRequest(KindRequest):
    """`text` is told word for word; of a `topic` about `seconds` are written. One of the two."""

    text: Annotated[Text, Field(min_length=1, max_length=3_000), AfterValidator(_says)] | None = None
    topic: Annotated[Text, Field(min_length=1, max_length=400)] | None = None
    title: Annotated[Text, Field(max_length=80)] = ""
    seconds: Annotated[int, Field(ge=10, le=180)] = 45
    language: Text = "en"
    voice: Text | None = None
    music: Text | None = None
    captions: bool = True
    width: Side = 1_280
    height: Side = 720
    seed: Seed = 0

    @model_validator(mode="after")
    def _can_be_made(self) -> "StudyAnimationRequest":
        if (self.text is None) == (self.topic is None):
            raise ValueError("send either a text or a topic")
        if self.width * self.height > MOST_PIXELS:
            raise ValueError(f"{self.width} by {self.height} pixels are too many; at most {MOST_PIXELS} are made")
        return self


def recipe(request: StudyAnimationRequest, settings: Settings) -> Recipe:
    """Raises TopicTooThin, UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, UnknownMood."""
    writer, drawer = registry.writer(settings), registry.drawer(settings)
    if request.topic is not None:
        require_topic(request.topic)
    said = request.text or request.topic or ""
    sound = order_sound(settings, said, request.language, request.voice, request.music)
    inputs = StudyInputs(
        writer=None if request.text else EngineId(name=writer.name, version=writer.version),
        drawer=EngineId(name=drawer.name, version=drawer.version),
        topic=request.topic or "",
        text=request.text or "",
        sound=sound,
        **request.model_dump(include={"title", "seconds", "captions", "width", "height", "seed"}),
    )
    return Recipe(stage=STUDY, inputs=inputs, files=CLIP_FILES)


STUDY_ANIMATION = Kind(
    name="study_animation",
    summary="A text or a topic explained on a whiteboard, drawn by hand in time with the voice.",
    request=StudyAnimationRequest,
    recipe=recipe,
    with_own_keys=True,
    stages=("study",),
    better="For scripts by a model, keep your OpenAI key with POST /v1/provider_keys, or set OPENAI_BASE_URL.",
)
