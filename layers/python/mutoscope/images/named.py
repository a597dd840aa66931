"""The picture that a request names in JSON: by an id, by its https address, or sent along as a data URL.

OpenAI's clients write `images: [{"image_url"}]` or `[{"file_id"}]`; a string, as `image` or `mask`, is either of them.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from mutoscope.errors import InvalidInput
from mutoscope.json_text import JsonText, read_json_text
from mutoscope.media.inputs import PictureInput
from mutoscope.videos.request import ImageReference

MOST_NAMED = 16


class OnePictureOnly(InvalidInput):
    """{count} pictures were sent in {name}, and one is edited at a time."""

    code = "one_picture_only"
    hint = "Send one; a model that takes several is ordered by POST /v1/jobs with the kind `generate` and `pictures`."


class PictureReference(ImageReference):
    """A picture by its id or key, by its https address or as a data URL."""

    file_id: PictureInput | None = None


def _read_picture(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("{"):
        return read_json_text(value)
    return {"image_url" if value.startswith(("https://", "data:")) else "file_id": value}


NamedPicture = Annotated[
    PictureReference, BeforeValidator(_read_picture, json_schema_input_type=PictureReference | str)
]
NamedPictures = JsonText[Annotated[tuple[NamedPicture, ...], Field(min_length=1, max_length=MOST_NAMED)] | None]


def the_one(image: PictureReference | None, images: tuple[PictureReference, ...] | None) -> PictureReference | None:
    """Raises OnePictureOnly."""
    named = [each for each in (image, *(images or ())) if each is not None]
    if len(named) > 1:
        name = "images" if image is None else "image and images"
        raise OnePictureOnly(param="images", name=name, count=len(named))
    return named[0] if named else None
