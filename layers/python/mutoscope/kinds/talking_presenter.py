"""talking_presenter: a drawn presenter says a text; the mouth follows the phonemes of the voice."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from mutoscope.clips.puppet import PRESENTERS
from mutoscope.clips.sound_order import order_sound
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.errors import InvalidInput
from mutoscope.films.request import Text
from mutoscope.films.script import says_something
from mutoscope.kinds.clip_request import MOST_PIXELS, Seed, Side
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.inputs import InputKey, PictureInput
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.contracts.presenter import PRESENTER, PresenterInputs
from mutoscope.stages.stage import EngineId


class UnknownPresenter(InvalidInput):
    """There is no presenter {presenter}."""

    code = "unknown_presenter"
    hint = "Choose one of: {known}."


def _says(text: str) -> str:
    if not says_something(text):
        raise ValueError("there is nothing to say; write at least one word or number")
    return text


class TalkingPresenterRequest(KindRequest):
    """`background` is a picture of one's own; else `scene` is drawn behind the presenter, who fits the voice.

    `voice_file` is a recording of `text`: the mouth then moves at times that are estimated from the words' lengths.
    """

    text: Annotated[Text, Field(min_length=1, max_length=3_000), AfterValidator(_says)]
    presenter: Text | None = None
    language: Text = "en"
    voice: Text | None = None
    voice_file: InputKey = ""
    background: PictureInput | None = None
    scene: Annotated[Text, Field(min_length=1, max_length=400)] = "a bright room with a window and books"
    style: Text | None = None
    music: Text | None = None
    captions: bool = True
    width: Side = 1_280
    height: Side = 720
    seed: Seed = 0

    @model_validator(mode="after")
    def _is_of_a_size(self) -> "TalkingPresenterRequest":
        if self.width * self.height > MOST_PIXELS:
            raise ValueError(f"{self.width} by {self.height} pixels are too many; at most {MOST_PIXELS} are made")
        return self


def recipe(request: TalkingPresenterRequest, settings: Settings) -> Recipe:
    """Raises UnknownPresenter, UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, UnknownMood, UnknownStyle."""
    drawer = registry.drawer(settings)
    sound = order_sound(settings, request.text, request.language, request.voice, request.music)
    inputs = PresenterInputs(
        drawer=EngineId(name=drawer.name, version=drawer.version),
        presenter=_choose(request.presenter, sound.voice, settings),
        backdrop=request.background or "",
        sound=sound,
        style=choose_style(drawer, request.style),
        **request.model_dump(include={"scene", "voice_file", "captions", "width", "height", "seed"}),
    )
    return Recipe(stage=PRESENTER, inputs=inputs, files=CLIP_FILES)


def _choose(name: str | None, voice: str, settings: Settings) -> str:
    """The first whose looks go with the voice, where none is named."""
    if name is not None and name not in PRESENTERS:
        raise UnknownPresenter(param="presenter", presenter=name, known=", ".join(PRESENTERS))
    gender = next((each.gender for each in registry.speaker(settings).voices() if each.name == voice), "")
    fitting = [each.name for each in PRESENTERS.values() if each.gender == gender]
    return name or (fitting or list(PRESENTERS))[0]


TALKING_PRESENTER = Kind(
    name="talking_presenter",
    summary="A drawn presenter says a text.",
    request=TalkingPresenterRequest,
    recipe=recipe,
    stages=("presenter",),
)
