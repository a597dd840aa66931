"""image_batch: many pictures in one order, each with a prompt of its own; one that fails stops no other."""

from typing import Annotated, Any

from pydantic import Field, ValidationError

from mutoscope.engines.tasks import Task
from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.explain import explain, place
from mutoscope.films.request import Text
from mutoscope.kinds import text_to_image
from mutoscope.kinds.kind import Kind, KindRequest, Recipe, Recipes
from mutoscope.kinds.text_to_image import TextToImageRequest
from mutoscope.settings import Settings

MOST_ITEMS = 100


class ItemInvalid(InvalidInput):
    """The item {number} is not valid: {reason}."""

    code = "item_invalid"
    hint = "An item is a prompt, or an object with the fields of the kind text_to_image; order it again corrected."


Fields = Annotated[dict[str, Any], Field(max_length=20)]
Item = Annotated[Text, Field(max_length=4_000)] | Fields


class ImageBatchRequest(KindRequest):
    """An item is a prompt, or an object with any of the fields of text_to_image; `shared` holds those of all items.

    What is wrong with one item is told at that item, when the others are made.
    """

    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    shared: Annotated[Fields, Field(default_factory=dict)]
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: ImageBatchRequest, settings: Settings) -> Recipes:
    items = [_item(request, number, item, settings) for number, item in enumerate(request.items, start=1)]
    return Recipes(tuple(items), each_alone=True)


def _item(
    request: ImageBatchRequest, number: int, item: str | dict[str, Any], settings: Settings
) -> Recipe | MutoscopeError:
    try:
        made = text_to_image.recipe(_order(request, number, item), settings)
    except MutoscopeError as refusal:
        return refusal
    assert isinstance(made, Recipe), "an item is one picture"
    return made


def _order(request: ImageBatchRequest, number: int, item: str | dict[str, Any]) -> TextToImageRequest:
    """Raises ItemInvalid. Items of the same words get seeds of their own, so that no two are the same picture."""
    given = {"prompt": item} if isinstance(item, str) else item
    try:
        order = TextToImageRequest.model_validate({"seed": request.seed + number - 1, **request.shared, **given})
    except ValidationError as error:
        first = error.errors()[0]
        where = place(first["loc"])
        raise ItemInvalid(number=number, reason=f"{where}: {explain(first)}" if where else explain(first)) from error
    if order.n != 1:
        raise ItemInvalid(number=number, reason="n: it is one picture; repeat the item for more")
    return order


def takes_model(request: ImageBatchRequest, settings: Settings) -> bool:
    """All items travel together: one for a model takes the whole batch to the workers that have them."""
    return any(_takes_model(request, number, item, settings) for number, item in enumerate(request.items, start=1))


def _takes_model(request: ImageBatchRequest, number: int, item: str | dict[str, Any], settings: Settings) -> bool:
    try:
        return text_to_image.takes_model(_order(request, number, item), settings)
    except MutoscopeError:
        return False


IMAGE_BATCH = Kind(
    name="image_batch",
    summary="Many pictures in one order, each with a prompt of its own.",
    request=ImageBatchRequest,
    recipe=recipe,
    takes_model=takes_model,
    stages=("image", "generate", "develop"),
    task=Task.DRAW,
)
