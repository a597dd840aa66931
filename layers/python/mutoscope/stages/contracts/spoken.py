"""What a speech says and when, as the file beside it has it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SPOKEN = "words.json"


class TimedWord(BaseModel):
    """`start` and `end` in seconds, as OpenAI's transcriptions have them."""

    model_config = ConfigDict(frozen=True)

    word: str
    start: float
    end: float


class Spoken(BaseModel):
    """The file `words.json` of a speech."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: str
    voice: str
    duration: float
    words: tuple[TimedWord, ...]
    fingerprint: Annotated[str, Field(description="base64")]
