"""What travels on the errand queue for a file of the library: look into it, or end its upload if nobody goes on."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class MediaErrand(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["media"] = "media"
    user_id: str
    media_id: str
