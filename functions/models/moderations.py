"""What the studio makes of texts that are to be moderated: answered at once, kept nowhere."""

from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.caller import CurrentStudio, needs
from mutoscope.adapters.http.routes import Router
from mutoscope.engines import registry
from mutoscope.engines.offered_models import require_offered
from mutoscope.engines.understanding import Category, Moderation
from mutoscope.errors import InvalidInput
from mutoscope.films.request import Text
from mutoscope.identifiers import new_id

router = Router(prefix="/v1/moderations", tags=["models"])

MOST_TEXTS = 32
_Said = Annotated[Text, Field(max_length=40_000)]


class PicturesNotModerated(InvalidInput):
    """The studio's moderator reads texts and looks at no pictures."""

    code = "pictures_not_moderated"
    hint = "Send the texts alone; pictures that models of our own make are looked at as they are made."


class TextPart(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["text"]
    text: _Said


class PicturePart(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["image_url"]
    image_url: dict[str, str]


Part = Annotated[TextPart | PicturePart, Field(discriminator="type")]


class ModerationBody(BaseModel):
    """A text, several, or parts as OpenAI's clients send them; several parts are one input."""

    model_config = ConfigDict(extra="forbid")

    input: _Said | Annotated[list[_Said], Field(max_length=MOST_TEXTS)] | Annotated[list[Part], Field(max_length=32)]
    model: Annotated[str, Field(max_length=64)] = "omni-moderation-latest"

    def texts(self) -> tuple[str, ...]:
        """Raises PicturesNotModerated."""
        if isinstance(self.input, str):
            return (self.input,)
        if any(isinstance(each, PicturePart) for each in self.input):
            raise PicturesNotModerated(param="input")
        parts = [each.text for each in self.input if isinstance(each, TextPart)]
        return ("\n".join(parts),) if parts else tuple(each for each in self.input if isinstance(each, str))


class ModerationResult(BaseModel):
    """`matched` shows the words that a category was flagged for, where the engine goes by words."""

    flagged: bool
    categories: dict[Category, bool]
    category_scores: dict[Category, float]
    category_applied_input_types: dict[Category, list[str]]
    matched: dict[Category, list[str]]


class ModerationAnswer(BaseModel):
    """`model` is the engine that judged, whatever name was asked for."""

    id: str
    model: str
    results: list[ModerationResult]


@router.post("", response_model=ModerationAnswer, dependencies=[needs("kinds:read")])
def moderate(body: ModerationBody, studio: CurrentStudio) -> Any:
    """What in the texts should be looked at. The embedded engine is a list of rules; it flags what is said plainly."""
    require_offered(studio.settings, body.model, "moderation")
    moderator = registry.moderator(studio.settings)
    judged = moderator.moderate(body.texts())
    answer = ModerationAnswer(id=new_id("modr"), model=moderator.name, results=[_show(each) for each in judged])
    return Response(answer.model_dump_json(), media_type="application/json")


def _show(judged: Moderation) -> ModerationResult:
    return ModerationResult(
        flagged=bool(judged.flagged),
        categories={category: category in judged.flagged for category in Category},
        category_scores=dict(judged.scores),
        category_applied_input_types={category: ["text"] for category in Category},
        matched={category: list(words) for category, words in judged.matched.items()},
    )
