"""image_recommendation: the pictures that a script asks for, drawn, and when each is seen against its recording."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import Task
from mutoscope.errors import InvalidInput
from mutoscope.films.request import GivenScript, Text, read_script
from mutoscope.films.script import Script
from mutoscope.kinds import text_to_image
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.kinds.text_to_image import TextToImageRequest
from mutoscope.media.inputs import InputKey
from mutoscope.render.timeline import Aspect
from mutoscope.scripts.pictures import ImageTimestamp, recommend
from mutoscope.settings import Settings
from mutoscope.stages.contracts.recommend import JSON, RECOMMEND, Drawn, RecommendInputs, image_file, untimed

MOST_PICTURES = 60


class TooManyPictures(InvalidInput):
    """The script asks for {count} pictures; one order draws at most {most}."""

    code = "too_many_pictures"
    hint = "Raise seconds_per_picture, part the script, or leave the drawing out with draw: false."


class ImageRecommendationRequest(KindRequest):
    """`sound` is a recording of the script, or a speech of the studio's: `job_.../audio`.

    With `draw` false there are prompts and times alone. A picture is drawn by the embedded engine.
    """

    script: GivenScript
    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    language: Text = "en"
    sound: InputKey = ""
    seconds_per_picture: Annotated[int, Field(ge=3, le=30)] = 6
    draw: bool = True
    aspect: Aspect = Aspect.WIDE
    style: Text | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: ImageRecommendationRequest, settings: Settings) -> Recipe:
    """Raises UnknownLanguage, TooManyPictures, UnknownStyle, and what `read_script` does."""
    script = read_script(request.script, require_language(request.language), called=request.title)
    drawings = [_drawing(request, image, settings) for image in _images(script, request)] if request.draw else []
    drawn = [Drawn(key=each.stage.key(each.inputs), file=each.files["image"]) for each in drawings]
    inputs = RecommendInputs(
        script=script, sound=request.sound, seconds=request.seconds_per_picture, drawn=tuple(drawn)
    )
    names = {f"image_{number}" if number > 1 else "image": image_file(number) for number in range(1, len(drawn) + 1)}
    before = tuple(step for each in drawings for step in each.steps)
    return Recipe(stage=RECOMMEND, inputs=inputs, files={"json": JSON, **names}, before=before)


def _images(script: Script, request: ImageRecommendationRequest) -> list[ImageTimestamp]:
    """What is seen follows from the words alone; the recording only says when."""
    sections = recommend(untimed(script), script.language, request.seconds_per_picture).sections
    images = [image for section in sections for image in section.images]
    if len(images) > MOST_PICTURES:
        raise TooManyPictures(param="script", count=len(images), most=MOST_PICTURES)
    return images


def _drawing(request: ImageRecommendationRequest, image: ImageTimestamp, settings: Settings) -> Recipe:
    order = TextToImageRequest(
        prompt=image.image_prompt,
        keywords=tuple(image.keywords),
        aspect=request.aspect,
        style=request.style,
        seed=request.seed,
        model=registry.drawer(settings).name,
    )
    drawn = text_to_image.recipe(order, settings)
    assert isinstance(drawn, Recipe), "one prompt is one picture"
    return drawn


IMAGE_RECOMMENDATION = Kind(
    name="image_recommendation",
    summary="The pictures a script asks for, drawn, with the time of each against its recording.",
    request=ImageRecommendationRequest,
    recipe=recipe,
    stages=("recommend", "image"),
    task=Task.DRAW,
)
