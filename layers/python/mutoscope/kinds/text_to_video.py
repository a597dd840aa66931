"""text_to_video: a clip from a description: a concept in shots, drawn in layers that a camera moves between."""

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds.clip_by_model import goes_to_model, model_recipe
from mutoscope.kinds.clip_request import ClipRequest
from mutoscope.kinds.kind import Kind, Recipe
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.contracts.clip import CLIP
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.stage import EngineId

KIND = "text_to_video"


class TextToVideoRequest(ClipRequest):
    """A description of several sentences is several shots, if the clip is long enough for them.

    English words about the camera (zoom in, pan left, static shot) are obeyed.
    """

    style: Text | None = None


def recipe(request: TextToVideoRequest, settings: Settings) -> Recipe:
    by_model = model_recipe(KIND, request, settings, pictures={})
    if by_model is not None:
        return by_model
    writer, drawer = registry.writer(settings), registry.drawer(settings)
    inputs = ClipInputs(
        writer=EngineId(name=writer.name, version=writer.version),
        drawer=EngineId(name=drawer.name, version=drawer.version),
        style=choose_style(drawer, request.style),
        sound=request.sound(settings),
        language=require_language(request.language),
        **request.model_dump(include={"prompt", "negative_prompt", "seconds", "width", "height", "fps", "seed"}),
    )
    return Recipe(stage=CLIP, inputs=inputs, files=CLIP_FILES)


TEXT_TO_VIDEO = Kind(
    name=KIND,
    summary="A clip from a description.",
    request=TextToVideoRequest,
    recipe=recipe,
    with_own_keys=True,
    takes_model=lambda request, settings: goes_to_model(KIND, request, settings),
    stages=("clip", "generate"),
    task=Task.DRAW,
    better="For shots by a language model, keep your OpenAI key with POST /v1/provider_keys, or set OPENAI_BASE_URL.",
)
