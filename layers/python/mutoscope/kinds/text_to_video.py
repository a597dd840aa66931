"""text_to_video: a clip from a description: a concept in shots, drawn in layers that a camera moves between."""

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.films.request import Text
from mutoscope.kinds.clip_request import ClipRequest
from mutoscope.kinds.kind import Kind, Recipe
from mutoscope.render.clip import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.clip import CLIP, ClipInputs
from mutoscope.stages.stage import EngineId


class TextToVideoRequest(ClipRequest):
    """A description of several sentences is several shots, if the clip is long enough for them.

    English words about the camera (zoom in, pan left, static shot) are obeyed.
    """

    style: Text | None = None


def recipe(request: TextToVideoRequest, settings: Settings) -> Recipe:
    writer, drawer = registry.writer(settings), registry.drawer(settings)
    sound = request.sound(settings)
    inputs = ClipInputs(
        writer=EngineId(name=writer.name, version=writer.version),
        drawer=EngineId(name=drawer.name, version=drawer.version),
        style=choose_style(drawer, request.style),
        sound=sound,
        **request.model_dump(
            include={"prompt", "negative_prompt", "seconds", "width", "height", "fps", "language", "seed"}
        ),
    )
    return Recipe(stage=CLIP, inputs=inputs, files=CLIP_FILES)


TEXT_TO_VIDEO = Kind(
    name="text_to_video",
    summary="A clip from a description.",
    request=TextToVideoRequest,
    recipe=recipe,
    with_own_keys=True,
)
