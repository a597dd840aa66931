"""The timeline: what is seen and heard, in integer frames and integer samples. Every other duration is derived.

It is immutable, JSON, and its hash names the frames it renders to. Assets are named by content hash, never by path.
Picture and sound are cut on whole frames: at 30 fps and 48,000 Hz a frame is exactly 1,600 samples.
"""

import hashlib
from enum import StrEnum
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

SAMPLE_RATE = 48_000
FPS = 30
SAMPLES_PER_FRAME = SAMPLE_RATE // FPS


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Aspect(StrEnum):
    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)}[self.value]


class View(Value):
    """A window on the picture: `zoom` 1000 shows all of it, 1200 a window 1/1.2 as wide; centre in thousandths."""

    zoom: Annotated[int, Field(ge=1000, le=4000)] = 1000
    x: Annotated[int, Field(ge=0, le=1000)] = 500
    y: Annotated[int, Field(ge=0, le=1000)] = 500


class Transition(StrEnum):
    """How one picture takes another's place."""

    CUT = "cut"  # at once
    CROSSFADE = "crossfade"  # it appears over the one before
    PUSH = "push"  # it comes from the right and pushes the one before out
    WIPE = "wipe"  # a soft edge uncovers it from left to right
    BLACK = "black"  # out of black, or into it

    @property
    def joins(self) -> bool:
        """Whether both pictures are seen at once."""
        return self in (Transition.CROSSFADE, Transition.PUSH, Transition.WIPE)


class Beat(Value):
    """At frame `frame` of its shot the view moves with relative speed `speed`; between two beats it changes evenly."""

    frame: Annotated[int, Field(ge=0)]
    speed: Annotated[int, Field(ge=0, le=10_000)]


class Shot(Value):
    """One picture on screen for `frames` frames, the view moving from `start` to `end` (Ken Burns) in its `pace`.

    `transition` says how it comes in over its first `transition_frames` frames, `leaving` how it goes: into black over
    its last `leaving_frames`, or by the next shot's transition, under which its last view stays. A view rests while
    two pictures are seen.
    """

    picture: str
    frames: Annotated[int, Field(ge=1)]
    start: View = View()
    end: View = View()
    pace: tuple[Beat, ...] = ()
    transition: Transition = Transition.CUT
    transition_frames: Annotated[int, Field(ge=0)] = 0
    leaving: Transition = Transition.CUT
    leaving_frames: Annotated[int, Field(ge=0)] = 0

    @property
    def joined_frames(self) -> int:
        """How many of its first frames show the picture before as well."""
        return min(self.transition_frames, self.frames) if self.transition.joins else 0


class CueWord(Value):
    text: str
    start: int
    """Samples at 48 kHz from the start of the timeline."""
    end: int


class Cue(Value):
    """One caption: shown from frame `first` up to, not including, frame `last`."""

    first: Annotated[int, Field(ge=0)]
    last: Annotated[int, Field(ge=1)]
    words: tuple[CueWord, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Clip(Value):
    """Sound `asset`, from its sample `offset` on, heard from sample `start` for `samples` samples."""

    asset: str
    start: Annotated[int, Field(ge=0)]
    samples: Annotated[int, Field(ge=1)]
    offset: Annotated[int, Field(ge=0)] = 0


class Captions(StrEnum):
    BURNED = "burned"
    SOFT = "soft"
    NONE = "none"


class Timeline(Value):
    width: int
    height: int
    language: str
    captions: Captions
    shots: tuple[Shot, ...]
    cues: tuple[Cue, ...] = ()
    voice: tuple[Clip, ...] = ()
    music: tuple[Clip, ...] = ()

    @model_validator(mode="after")
    def _cues_are_in_order(self) -> "Timeline":
        for before, after in zip(self.cues, self.cues[1:], strict=False):
            if after.first < before.last:
                raise ValueError("two cues overlap")
        if self.cues and self.cues[-1].last > self.frames:
            raise ValueError("a cue ends after the last frame")
        return self

    @property
    def frames(self) -> int:
        return sum(shot.frames for shot in self.shots)

    @property
    def samples(self) -> int:
        return self.frames * SAMPLES_PER_FRAME

    @property
    def seconds(self) -> float:
        return self.frames / FPS

    def content_hash(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def join(timelines: tuple[Timeline, ...]) -> Timeline:
    """Puts timelines of one size and language one after another."""
    starts = list(accumulate((timeline.frames for timeline in timelines), initial=0))
    return timelines[0].model_copy(
        update={
            "shots": tuple(shot for timeline in timelines for shot in timeline.shots),
            "cues": tuple(
                _moved_cue(cue, start)
                for timeline, start in zip(timelines, starts, strict=False)
                for cue in timeline.cues
            ),
            "voice": tuple(
                clip.model_copy(update={"start": clip.start + start * SAMPLES_PER_FRAME})
                for timeline, start in zip(timelines, starts, strict=False)
                for clip in timeline.voice
            ),
            "music": (),
        }
    )


def _moved_cue(cue: Cue, frames: int) -> Cue:
    moved = frames * SAMPLES_PER_FRAME
    words = tuple(CueWord(text=word.text, start=word.start + moved, end=word.end + moved) for word in cue.words)
    return Cue(first=cue.first + frames, last=cue.last + frames, words=words)
