"""What travels over a live connection: what is asked, and what is told."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.explain import explain, place
from mutoscope.jobs.resource import JobResource

MOST_FOLLOWED = 100
JobId = Annotated[str, Field(pattern=r"^job_[0-9a-z]{26}$")]
Jobs = Annotated[list[JobId], Field(min_length=1, max_length=MOST_FOLLOWED)] | Literal["all"]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Subscribe(_Asked):
    action: Literal["subscribe"]
    jobs: Jobs


class Unsubscribe(_Asked):
    action: Literal["unsubscribe"]
    jobs: Jobs


class Ping(_Asked):
    action: Literal["ping"]


Asked = Subscribe | Unsubscribe | Ping
_ASKED: TypeAdapter[Asked] = TypeAdapter(Annotated[Asked, Field(discriminator="action")])


class JobChanged(BaseModel):
    """The job as it is. Of two, the one with the higher version is newer, in whatever order they arrive."""

    type: Literal["job"] = "job"
    version: int
    job: JobResource


class Subscribed(BaseModel):
    """What is followed now; the jobs themselves come next, as they are."""

    type: Literal["subscribed"] = "subscribed"
    jobs: list[str] | Literal["all"]


class Pong(BaseModel):
    type: Literal["pong"] = "pong"


class Refusal(BaseModel):
    code: str
    message: str
    param: str | None
    hint: str


class Refused(BaseModel):
    type: Literal["error"] = "error"
    error: Refusal


class MessageInvalid(InvalidInput):
    """The message is not valid: {reason}."""

    code = "message_invalid"
    hint = 'Send JSON: {{"action": "subscribe", "jobs": ["job_..."]}}, or "all" for all of yours; unsubscribe; ping.'


def read_message(text: str) -> Asked:
    try:
        return _ASKED.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = place(first["loc"][1:])
        reason = f"{where}: {explain(first)}" if where else explain(first)
        raise MessageInvalid(reason=reason) from error


def refused(error: MutoscopeError) -> Refused:
    return Refused(error=Refusal(code=error.code, message=error.message, param=error.param, hint=error.advice))
