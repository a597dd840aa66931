"""What travels on the queues.

Work: a film's stage with its token, a job of one stage, a check on an accepted job. Errands: what an account is owed,
files to be looked into, and batches to
be brought forward.
Webhooks: whose turn it is.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from mutoscope.accounts.errand_messages import Errand
from mutoscope.batches.messages import BatchesMessage
from mutoscope.media.errand_messages import MediaErrand
from mutoscope.webhooks.messages import WebhookMessage


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Ref(Message):
    """Names a finished stage's result by its key."""

    key: str


class SceneState(Message):
    scene_id: str
    voice: Ref
    picture: Ref
    segment: Ref


class VoiceState(Message):
    scene_id: str
    voice: Ref


class Parts(Message):
    scenes: tuple[SceneState, ...]
    score: Ref
    sound: Ref


class BuildState(Message):
    """The state machine's document as it stands when a stage is sent; `cdk/film.asl.json` fills it."""

    job_id: str
    attempt: int
    scene_id: str | None = None
    write: Ref | None = None
    voice: Ref | None = None
    picture: Ref | None = None
    segment: Ref | None = None
    voices: tuple[VoiceState, ...] = ()
    score: Ref | None = None
    parts: Parts | None = None
    master: Ref | None = None
    error: dict[str, str] | None = None


class StageMessage(Message):
    type: Literal["stage"] = "stage"
    stage: str
    token: str
    retry: int
    state: BuildState


class JobMessage(Message):
    type: Literal["job"] = "job"
    job_id: str
    attempt: int


class CheckMessage(Message):
    """Sent, delayed, before a job is accepted: whoever takes it sends what the accepting process could not."""

    type: Literal["check"] = "check"
    job_id: str


WorkMessage = StageMessage | JobMessage | CheckMessage | Errand | MediaErrand | BatchesMessage | WebhookMessage
AnyMessage = Annotated[WorkMessage, Field(discriminator="type")]
_ADAPTER: TypeAdapter[WorkMessage] = TypeAdapter(AnyMessage)


def read_message(body: str) -> WorkMessage:
    return _ADAPTER.validate_json(body)
