"""What OpenAI's clients may say of a picture, and what it is called in the kinds that make one.

A field that means nothing here is taken where leaving it out changes no picture, and refused where it would.
"""

import re
import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from mutoscope.engines.offered_models import is_openai_image_model, require_offered
from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.films.request import Text
from mutoscope.images.named import NamedPicture, NamedPictures, PictureReference, the_one
from mutoscope.kinds.picture_request import LARGEST_SIDE, MOST_MEGAPIXELS, MOST_SEED, SMALLEST_SIDE, Quality
from mutoscope.media.picture_format import Background, PictureFormat
from mutoscope.settings import Settings

T = TypeVar("T")
SQUARE, WIDE, TALL = (1_024, 1_024), (1_536, 1_024), (1_024, 1_536)
_SIZE = re.compile(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})")
_SHAPES = (
    (re.compile(r"\b(?:panoram\w*|landscape|wide|widescreen|banner|wallpaper|header|horizontal)\b", re.I), WIDE),
    (re.compile(r"\b(?:portrait|tall|vertical|phone|book cover|poster|full[ -]body)\b", re.I), TALL),
)
"""What the words of a prompt say of its shape where `size` is left to us."""
_STYLES = {"vivid": "poster", "natural": "storybook"}
_QUALITIES = {
    "standard": Quality.MEDIUM, "hd": Quality.HIGH, "xhigh": Quality.HIGH, "max": Quality.HIGH,
    **{each.value: each for each in Quality},
}  # fmt: skip
_NAMES = {"width": "size", "height": "size", "format": "output_format", "compression": "output_compression"}


class SizeUnreadable(InvalidInput):
    """The size {size} is neither `auto` nor a width and a height like 1024x1024."""

    code = "invalid_size"
    hint = f"A side has {SMALLEST_SIDE} to {LARGEST_SIDE} pixels, the whole at most {MOST_MEGAPIXELS} megapixels."


class FormatNotMade(InvalidInput):
    """A picture is not made as {format} here."""

    code = "format_not_made"
    hint = "Ask for png, webp or jpeg; for moving pictures there is the kind `gif` (POST /v1/jobs)."


class ResponseFormat(StrEnum):
    URL = "url"
    BASE64 = "b64_json"


class ImageBody(BaseModel):
    """`user`, `safety_identifier`, `moderation`, `complexity` and `input_fidelity` are taken and change nothing.

    `seed`, `style`, `negative_prompt`, `exact` and `max_credits` are our own, and come through `extra_body`. Without a
    seed each request draws anew.
    """

    model_config = ConfigDict(extra="forbid")

    kind: ClassVar[str] = "image_edit"
    """What a model that is named has to be for."""
    model: Annotated[str | None, Field(max_length=64)] = None
    n: Annotated[int, Field(ge=1, le=10)] | None = None
    size: Annotated[str | None, Field(max_length=16)] = None
    quality: Literal["auto", "low", "medium", "high", "xhigh", "max", "standard", "hd"] | None = None
    background: Background | None = None
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None = None
    output_compression: Annotated[int, Field(ge=0, le=100)] | None = None
    response_format: ResponseFormat | None = None
    stream: bool | None = None
    partial_images: Annotated[int, Field(ge=0, le=3)] | None = None
    moderation: Literal["low", "auto"] | None = None
    complexity: Literal["low", "medium", "high"] | None = None
    user: Annotated[str | None, Field(max_length=256)] = None
    safety_identifier: Annotated[str | None, Field(max_length=256)] = None
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] | None = None
    exact: bool | None = None
    max_credits: Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")] = None

    @property
    def format(self) -> PictureFormat:
        """Raises FormatNotMade."""
        if self.output_format in ("gif", "svg"):
            raise FormatNotMade(param="output_format", format=self.output_format)
        return PictureFormat(self.output_format or "png")

    @property
    def answers_with(self) -> ResponseFormat:
        """As at OpenAI: DALL-E's names answer with links, all others with the pictures themselves."""
        links = (self.model or "").startswith("dall-e")
        return self.response_format or (ResponseFormat.URL if links else ResponseFormat.BASE64)

    def order(self, settings: Settings) -> dict[str, Any]:
        """The fields that all kinds of pictures have. Raises FormatNotMade, ModelNotFound."""
        return {
            "n": self.n or 1,
            "format": self.format.value,
            "compression": 100 if self.output_compression is None else self.output_compression,
            "background": (self.background or Background.AUTO).value,
            "quality": _QUALITIES[self.quality or "auto"].value,
            "model": model_named(settings, self.model, self.kind),
            "seed": secrets.randbelow(MOST_SEED) if self.seed is None else self.seed,
            "exact": bool(self.exact),
        }


class PromptBody(ImageBody):
    """`style` is one of ours, or `vivid` (poster) or `natural` (storybook)."""

    kind = "text_to_image"
    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    style: Text | None = None

    def order(self, settings: Settings) -> dict[str, Any]:
        style = _STYLES.get(self.style, self.style) if self.style else None
        words = {"prompt": self.prompt, "negative_prompt": self.negative_prompt, "style": style}
        return {**super().order(settings), **words}


class EditBody(PromptBody):
    """In a form `image` and `mask` are files; in JSON they name a picture or hold it as a data URL.

    `images` is OpenAI's list for JSON: one is edited, and more are refused.
    """

    kind = "image_edit"
    image: NamedPicture | None = None
    images: NamedPictures = None
    mask: NamedPicture | None = None
    strength: Annotated[float, Field(ge=0, le=1)] = 0.0
    input_fidelity: Literal["high", "low"] | None = None

    @property
    def picture(self) -> PictureReference | None:
        """Raises OnePictureOnly."""
        return the_one(self.image, self.images)


def model_named(settings: Settings, name: str | None, kind: str) -> str:
    """Empty, for the best that runs here, where a name of OpenAI's is given. Raises ModelNotFound."""
    if not name or is_openai_image_model(name):
        return ""
    return require_offered(settings, name, kind, "generate").name


def size_of(size: str | None, prompt: str) -> tuple[int, int]:
    """Raises SizeUnreadable."""
    if size in (None, "", "auto"):
        return next((shape for words, shape in _SHAPES if words.search(prompt)), SQUARE)
    found = _SIZE.fullmatch(size or "")
    if found is None:
        raise SizeUnreadable(param="size", size=size)
    return int(found[1]), int(found[2])


def own_size_of(size: str | None) -> tuple[int, int]:
    """(0, 0), the picture's own, where it is left to us."""
    return (0, 0) if size in (None, "", "auto") else size_of(size, "")


def in_openai_names(order: Callable[[], T]) -> T:
    """What `order` answers; what it refuses names the field by the name that the client gave it."""
    try:
        return order()
    except MutoscopeError as error:
        field = (error.param or "").removeprefix("input.")
        error.param = _NAMES.get(field, field) or None
        raise
