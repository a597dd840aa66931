"""What the inspecting process says of a file. It read hostile bytes, so its parent believes no more than this takes.

Invariant: no text of the file's own comes back but the names of codecs.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mutoscope.media.library_types import TYPES

LARGEST_REPORT = 16_000
LARGEST_VARIANT = 2_000_000
LONGEST_SIDE = 480
WAVE_WIDTH, WAVE_HEIGHT = 1_200, 160
Count = Annotated[int | None, Field(ge=0, le=10**9)]
Codec = Annotated[str | None, Field(pattern=r"^[a-z0-9_]{1,32}$")]


class Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    width: Count = None
    height: Count = None
    frames: Count = None
    seconds: Annotated[float | None, Field(ge=0, le=10**6, allow_inf_nan=False)] = None
    codec: Codec = None
    sound_codec: Codec = None
    sample_rate: Count = None
    channels: Count = None
    pages: Count = None


class Refused(BaseModel):
    """The code of one of `REFUSALS`, with the figures that its message names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    facts: Annotated[dict[str, int | Annotated[str, Field(max_length=120)]], Field(max_length=6)] = {}


class Report(BaseModel):
    """Either `refused`, or a type with what was found; the variants lie in the files that the parent opened."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refused: Refused | None = None
    content_type: Literal[tuple(TYPES)] | None = None  # type: ignore[valid-type]
    facts: Facts = Facts()
    seal: Annotated[tuple[Literal["descriptors", "memory", "syscalls"], ...], Field(max_length=3)] = ()
    """Which of the locks held that not every system has."""
