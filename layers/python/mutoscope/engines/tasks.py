"""What an engine can be asked to do: one Protocol per task, and the frozen values that go in and come out.

An engine is deterministic for a request (its `seed` included) or says so by a `version` that changes.
All sound is 48,000 Hz; all pictures are 8-bit sRGB in RGB order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mutoscope.films.script import Script

SAMPLE_RATE = 48_000


class Task(StrEnum):
    WRITE = "write"
    SPEAK = "speak"
    DRAW = "draw"
    COMPOSE = "compose"


class Engine(Protocol):
    """`name` and `version` are part of every stage hash: bump `version` whenever the same request gives other bytes."""

    name: str
    version: str


@dataclass(frozen=True)
class WriteRequest:
    """Exactly one of `topic` and `text` is set; `text` is plain text, paragraphs parted by blank lines.

    `seconds` is the length the narration should take when spoken; `language` one of `engines/languages.py`.
    """

    topic: str | None
    text: str | None
    title: str | None
    language: str
    seconds: int
    seed: int


class Writer(Engine, Protocol):
    def write(self, request: WriteRequest) -> Script: ...


@dataclass(frozen=True)
class Word:
    """One spoken word: `text` as it stands in the narration (punctuation attached), times in samples at 48 kHz."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class SpeakRequest:
    text: str
    language: str
    voice: str | None


@dataclass(frozen=True)
class Speech:
    """`samples`: int16, shape (n,), mono, 48 kHz. `words` cover the text in order, without overlap."""

    samples: NDArray[np.int16]
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Voice:
    """A voice one can ask for by `name`."""

    name: str
    language: str
    gender: str
    description: str


class Speaker(Engine, Protocol):
    def voices(self) -> tuple[Voice, ...]: ...

    def speak(self, request: SpeakRequest) -> Speech: ...


@dataclass(frozen=True)
class DrawRequest:
    """`prompt` describes the picture; `keywords` are its things, most important first. Width and height are pixels.

    `reserve_bottom` is the share of the height (0 to 1) that captions will cover: keep subjects out of it.
    """

    prompt: str
    keywords: tuple[str, ...]
    style: str
    width: int
    height: int
    seed: int
    reserve_bottom: float


@dataclass(frozen=True)
class Layer:
    """One depth of a picture. `pixels`: uint8, shape (h, w, 4), sRGB with straight alpha, cut to what is not transparent.

    Its top left corner lies at (`x`, `y`) of the picture. `depth` is 0 for what is farthest and 1 for what is nearest.
    """

    pixels: NDArray[np.uint8]
    x: int
    y: int
    depth: float


@dataclass(frozen=True)
class Picture:
    """`pixels`: uint8, shape (height, width, 3), sRGB: the whole picture. `layers`: the same, far to near, or none."""

    pixels: NDArray[np.uint8]
    layers: tuple[Layer, ...] = ()


class Drawer(Engine, Protocol):
    def styles(self) -> Mapping[str, str]:
        """Style name to one line that describes it; the first is the default."""

    def draw(self, request: DrawRequest) -> Picture: ...


@dataclass(frozen=True)
class ComposeRequest:
    mood: str
    seconds: int
    seed: int


@dataclass(frozen=True)
class Music:
    """`samples`: int16, shape (n, 2), stereo, 48 kHz, n = seconds * 48,000."""

    samples: NDArray[np.int16]


class Composer(Engine, Protocol):
    def moods(self) -> Mapping[str, str]:
        """Mood name to one line that describes it; the first is the default."""

    def compose(self, request: ComposeRequest) -> Music: ...
