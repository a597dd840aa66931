"""What an engine can be asked to do: one Protocol per task, and the frozen values that go in and come out.

An engine is deterministic for a request (its `seed` included) or says so by a `version` that changes.
All sound is 48,000 Hz; all pictures are 8-bit sRGB in RGB order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from mutoscope.films.script import Role, Script

if TYPE_CHECKING:
    # Who orders knows these shapes by name only: the arrays belong to who works.
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 48_000


class Task(StrEnum):
    WRITE = "write"
    SPEAK = "speak"
    DRAW = "draw"
    COMPOSE = "compose"
    GENERATE = "generate"
    EDIT = "edit"
    UPSCALE = "upscale"
    TRANSCRIBE = "transcribe"
    MODERATE = "moderate"
    LOOK = "look"
    IMPROVE = "improve"


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
    seconds: float
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
class Phoneme:
    """A sound of speech in IPA from sample `start` (48 kHz) to the next one; empty for silence."""

    ipa: str
    start: int


@dataclass(frozen=True)
class SpeakRequest:
    """`instructions` say in words how it shall be spoken; an engine follows what it can and says what that was."""

    text: str
    language: str
    voice: str | None
    instructions: str = ""


@dataclass(frozen=True)
class Speech:
    """`samples`: int16, shape (n,), mono, 48 kHz. `words` cover the text in order, without overlap.

    `followed` names what of the instructions was followed; `phonemes` are there where the engine knows them.
    """

    samples: NDArray[np.int16]
    words: tuple[Word, ...]
    followed: tuple[str, ...] = ()
    phonemes: tuple[Phoneme, ...] = ()


@dataclass(frozen=True)
class Voice:
    """A voice one can ask for by `name`; `age` is child, young, adult or old, or empty where nobody knows.

    `pace` is in thousandths of a calm narrator's: what is written for a slow voice has to be shorter.
    """

    name: str
    language: str
    gender: str
    description: str
    age: str = ""
    pace: int = 1_000


class Speaker(Engine, Protocol):
    def voices(self) -> tuple[Voice, ...]: ...

    def speak(self, request: SpeakRequest) -> Speech: ...


@dataclass(frozen=True)
class DrawRequest:
    """`prompt` describes the picture; `keywords` are its things, most important first. Width and height are pixels.

    `reserve_bottom` is the share of the height (0 to 1) that captions will cover: keep subjects out of it.
    In a film, all scenes have one `film_seed`, from which its palette and light follow, and `variation` is the scene's
    number from 1. `narration` is what is said meanwhile; numbers and quotations in it may be set as type.
    `topic` is what the film is about: it answers where a scene's own words leave a choice.
    `title` is set as type over the picture: it is empty but in the first scene (`role` hook) and the last (close).
    """

    prompt: str
    keywords: tuple[str, ...]
    style: str
    width: int
    height: int
    seed: int
    reserve_bottom: float
    film_seed: int | None = None
    variation: int = 0
    narration: str = ""
    language: str = "en"
    topic: str = ""
    title: str = ""
    role: Role = Role.BODY
    avoid: str = ""
    """What must not be in the picture."""
    falls: bool = field(default=True, repr=False)
    """False for a picture that will move: its rain and snow are left to whoever moves it."""
    hour: str = field(default="", repr=False)
    weather: str = field(default="", repr=False)
    """Those that the film gives the scene; the hour takes the place of any that `prompt` names, "usual" is no other."""


class Air(StrEnum):
    """What moves in the air of a place."""

    CLEAR = "clear"
    MOTES = "motes"
    RAIN = "rain"
    SNOW = "snow"
    LEAVES = "leaves"
    PETALS = "petals"
    FIREFLIES = "fireflies"
    BUBBLES = "bubbles"


@dataclass(frozen=True)
class Layer:
    """One depth of a picture. `pixels`: uint8, shape (h, w, 4), sRGB, straight alpha, cut to what is not transparent.

    Its top left corner lies at (`x`, `y`) of the picture. `depth` is 0 for what is farthest and 1 for what is nearest.
    """

    pixels: NDArray[np.uint8]
    x: int
    y: int
    depth: float


@dataclass(frozen=True)
class Picture:
    """`flat` gives the whole picture: uint8, shape (height, width, 3), sRGB. `layers`: the same, far to near, or none.

    `air` is what would move in it; where it `floats`, its figures do, on water or in the air.
    Laying layers together takes time, so it is done only for those who want the whole. Of the prompt's words, `drawn`
    are in it and `not_drawn` are not; both are empty where the engine does not know.
    """

    flat: Callable[[], NDArray[np.uint8]]
    layers: tuple[Layer, ...] = ()
    air: Air = Air.CLEAR
    floats: bool = False
    drawn: tuple[str, ...] = ()
    not_drawn: tuple[str, ...] = ()

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        return self.flat()


Laid = Callable[[Sequence[Layer], int], None]


class Drawer(Engine, Protocol):
    def styles(self) -> Mapping[str, str]:
        """Style name to one line that describes it; the first is the default."""

    def draw(self, request: DrawRequest, laid: Laid | None = None) -> Picture:
        """Calls `laid` after each layer with those there are so far and how many there will be."""


@dataclass(frozen=True)
class EditRequest:
    """`picture`: uint8, shape (h, w, 4), sRGB, straight alpha. `mask`, of its size, is true where it may change.

    Of several results of one request each has its number, from 0, as `variation`. `style` is a drawer's.
    """

    picture: NDArray[np.uint8]
    mask: NDArray[np.bool_] | None
    prompt: str
    style: str
    seed: int
    variation: int = 0


@dataclass(frozen=True)
class Edited:
    """`pixels`: uint8, shape (h, w, 3), or (h, w, 4) where something is clear. `done` names what was done, in order."""

    pixels: NDArray[np.uint8]
    done: tuple[str, ...]


class Editor(Engine, Protocol):
    def require(self, prompt: str, *, masked: bool) -> None:
        """Refuses an instruction that it cannot carry out, before anything is ordered."""

    def edit(self, request: EditRequest, report: Callable[[float], None]) -> Edited: ...

    def vary(self, request: EditRequest, report: Callable[[float], None]) -> Edited:
        """Another picture like this one; the prompt is empty."""


@dataclass(frozen=True)
class UpscaleRequest:
    """`picture`: uint8, shape (h, w, 4), sRGB, straight alpha. `sharpness` is 1 for what suits most, 0 for none."""

    picture: NDArray[np.uint8]
    width: int
    height: int
    sharpness: float


class Upscaler(Engine, Protocol):
    def upscale(self, request: UpscaleRequest, report: Callable[[float], None]) -> NDArray[np.uint8]:
        """uint8, shape (height, width, 3), or (height, width, 4) where something is clear."""


@dataclass(frozen=True)
class ComposeRequest:
    mood: str
    seconds: int
    seed: int


@dataclass(frozen=True)
class Music:
    """`samples`: int16, shape (n, 2), stereo, 48 kHz, n = seconds * 48,000: a piece with its ending.

    Its last `ending` samples are the closing cadence and its decay; before them lie whole bars of `bar` samples each.
    Both are 0 for music whose bars nobody knows. `midi` is the piece as a Standard MIDI File, if there is one.
    """

    samples: NDArray[np.int16]
    ending: int = 0
    bar: int = 0
    midi: bytes = b""


class Composer(Engine, Protocol):
    def moods(self) -> Mapping[str, str]:
        """Mood name to one line that describes it; the first is the default."""

    def compose(self, request: ComposeRequest) -> Music: ...


class Region(StrEnum):
    """Which clothes are meant."""

    UPPER = "upper"
    LOWER = "lower"
    WHOLE = "whole"


@dataclass(frozen=True)
class GenerateRequest:
    """One order of one model of the catalogue; what the model does not take is left at its default and ignored.

    `pictures` by role (image, mask, garment, pose, reference): uint8, shape (h, w, 3), sRGB; a mask is white where the
    picture changes. `region`: which clothes a mask is found for where none is given. `sound`: int16, shape (n,), mono,
    48 kHz. `film`: frames to work on, uint8, shape (n, h, w, 3).
    """

    model: str
    prompt: str = ""
    negative_prompt: str = ""
    width: int = 0
    height: int = 0
    frames: int = 0
    fps: int = 0
    seconds: float = 0.0
    steps: int = 0
    guidance: float = 0.0
    strength: float = 0.0
    seed: int = 0
    exact: bool = False
    """Never share a batch: the result is the same bytes whatever else is asked for at the moment."""
    region: Region = Region.WHOLE
    pictures: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    sound: NDArray[np.int16] | None = None
    film: NDArray[np.uint8] | None = None


@dataclass(frozen=True)
class Generated:
    """What the model gave: one of a picture, frames at `fps`, sound, or a text; the others are empty.

    `picture`: uint8, shape (h, w, 3), sRGB. `frames`: uint8, shape (n, h, w, 3). `sound`: int16, shape (n, channels),
    48 kHz. `notes` say how it was made: the batch it shared, the memory it took, what was done to make it fit.
    """

    picture: NDArray[np.uint8] | None = None
    frames: NDArray[np.uint8] | None = None
    fps: int = 0
    sound: NDArray[np.int16] | None = None
    text: str = ""
    notes: Mapping[str, str | int | float] = field(default_factory=dict)


class Generator(Engine, Protocol):
    def generate(self, request: GenerateRequest, report: Callable[[float], None]) -> Generated:
        """Calls `report` with the share done at every step; what it raises stops the work within one step."""
