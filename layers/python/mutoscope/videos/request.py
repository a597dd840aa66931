"""What a video is ordered with: OpenAI's fields, and the studio's own beside them."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mutoscope.films.request import LONGEST_SECONDS, SceneRequest, Text
from mutoscope.films.script import MOST_SCENES
from mutoscope.json_text import JsonText, read_json_text
from mutoscope.kinds.clip_request import Seed
from mutoscope.kinds.video_extension import MoreSeconds

MOST_DATA_URL = 4_000_000

Scenes = Annotated[tuple[SceneRequest, ...], Field(min_length=1, max_length=MOST_SCENES)]

MostCredits = Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")]


def _read_reference(value: object) -> object:
    """An id, an address or an object with one of them, as JSON or not."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("{"):
        return read_json_text(value)
    return {"image_url": value} if value.startswith(("https://", "data:")) else {"file_id": value}


class ImageReference(BaseModel):
    """A file by the id that POST /v1/files answered, or a picture by its https address or as a data URL."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_id: Annotated[str, Field(max_length=200)] | None = None
    image_url: Annotated[str, Field(max_length=MOST_DATA_URL)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "ImageReference":
        if (self.file_id is None) == (self.image_url is None):
            raise ValueError("send either file_id or image_url")
        return self


class VideoReference(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(max_length=64)]


class Extras(BaseModel):
    """What the studio takes beyond OpenAI's fields; a client sends it as `extra_body`.

    With `scenes` a film is made of them, each with a `narration` and what is seen, as POST /v1/films takes them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    negative_prompt: Annotated[Text, Field(max_length=4_000)] | None = None
    style: Text | None = None
    seed: Seed | None = None
    language: Text | None = None
    voice: Text | None = None
    music: Text | None = None
    scenes: JsonText[Scenes | None] = None
    max_credits: MostCredits = None
    exact: bool = False
    """Whether a model works on it alone, so that it comes out the same to the bit."""
    user: Annotated[str, Field(max_length=512)] | None = None
    """OpenAI's clients may name their own user; nothing is made of it."""

    def given(self) -> dict[str, Any]:
        """What was said and is not null."""
        return self.model_dump(mode="json", exclude_unset=True, exclude_none=True)


class VideoOrder(Extras):
    """`seconds` up to 60 are a clip, more of them a film; `size` is width by height."""

    model: Annotated[str, Field(max_length=64)] = "sora-2"
    seconds: Annotated[int, Field(ge=1, le=LONGEST_SECONDS)] | None = None
    size: Annotated[str, Field(pattern=r"^[1-9][0-9]{1,3}x[1-9][0-9]{1,3}$")] = "720x1280"
    input_reference: Annotated[ImageReference | None, BeforeValidator(_read_reference)] = None


class VideoRemix(Extras):
    """The video once more, with another prompt; what is left out is as it was."""


class VideoEdit(Extras):
    """`video` is a video of yours; what is seen in it is filmed again as the prompt says."""

    video: JsonText[VideoReference | None] = None


class VideoExtension(BaseModel):
    """`video` is a video of yours; it goes on for so many `seconds` from its last frame, as the prompt says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    seconds: MoreSeconds
    video: JsonText[VideoReference | None] = None
    seed: Seed | None = None
    max_credits: MostCredits = None
    exact: bool = False
    """It always comes out the same to the bit."""
    user: Annotated[str, Field(max_length=512)] | None = None

    def given(self) -> dict[str, Any]:
        """What was said and is not null."""
        return self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
