"""What travels on the queue of errands: a look after somebody's batches."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class BatchesMessage(BaseModel):
    """`check` names the batch that it looks after for as long as that is under way, whatever else gets lost."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["batches"] = "batches"
    user_id: str
    check: str | None = None
