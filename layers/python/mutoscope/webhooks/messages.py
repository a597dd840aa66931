"""What travels on the webhook queue: a look at what an account is owed, and one turn for one webhook.

None of them says what is to be delivered: that stands in the record, and a message that comes twice finds it done.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class LookMessage(BaseModel):
    """Gives a turn to each webhook of the account that something is due for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["webhook_look"] = "webhook_look"
    user_id: str


class TurnMessage(BaseModel):
    """One try for one webhook. `wake` is the name by which the record knows that it is on the way."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["webhook_turn"] = "webhook_turn"
    webhook_id: str
    wake: str | None = None
    due: float | None = None
    """When to begin, in unix seconds: a message is delayed by a quarter of an hour at most, so it may come before."""


WebhookMessage = LookMessage | TurnMessage
