"""What an engine can be asked to make of something that is there: hear it, look at it, say it better, judge it.

Like `tasks.py`: one Protocol per task, and the frozen values that go in and come out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mutoscope.engines.tasks import Engine, Word

if TYPE_CHECKING:
    # Who orders knows these shapes by name only: the arrays belong to who works.
    import numpy as np
    from numpy.typing import NDArray

    from mutoscope.engines.look.measure import Measurements


@dataclass(frozen=True)
class SpokenBefore:
    """Speech that the studio made for the same owner; `fingerprint` is `engines/transcribe/fingerprint.py`'s."""

    text: str
    language: str
    words: tuple[Word, ...]
    fingerprint: NDArray[np.uint8]


@dataclass(frozen=True)
class TranscribeRequest:
    """`file` as it came, and decoded: `sound`, int16, shape (n,), mono, 48 kHz.

    `language` is a plain tag where somebody said it; `prompt` holds names and words that may be heard. `spoken` looks
    up what the studio has said to the owner that is about as long.
    """

    file: Path
    sound: NDArray[np.int16]
    language: str | None
    prompt: str
    spoken: Callable[[], Sequence[SpokenBefore]]


@dataclass(frozen=True)
class Transcript:
    """What is said: `words` with their times, none where the engine does not know them; `language` a plain tag.

    `segments` are (first sample, last sample, text); where an engine gives none they follow from the words.
    """

    text: str
    language: str
    words: tuple[Word, ...]
    segments: tuple[tuple[int, int, str], ...] = ()


class Transcriber(Engine, Protocol):
    def transcribe(self, request: TranscribeRequest) -> Transcript: ...


class Focus(StrEnum):
    """What of a picture is told."""

    ALL = "all"
    COLOURS = "colours"
    LIGHT = "light"
    COMPOSITION = "composition"
    TECHNIQUE = "technique"


@dataclass(frozen=True)
class LookRequest:
    """`pixels`: uint8, shape (h, w, 3), sRGB, upright, at most 2,048 on a side; `subject` as its owner calls it."""

    pixels: NDArray[np.uint8]
    measured: Measurements
    focus: Focus
    subject: str


@dataclass(frozen=True)
class Seen:
    """`report` in English, paragraphs parted by blank lines; `prompts` for new pictures of the same kind."""

    report: str
    prompts: tuple[str, ...]


class Looker(Engine, Protocol):
    def look(self, request: LookRequest) -> Seen: ...


class Medium(StrEnum):
    """What a prompt is for."""

    IMAGE = "image"
    VIDEO = "video"
    MUSIC = "music"


@dataclass(frozen=True)
class ImproveRequest:
    """`style` is what its writer wants it to look or sound like; empty leaves it to the engine."""

    prompt: str
    medium: Medium
    style: str
    count: int
    seed: int


@dataclass(frozen=True)
class Improved:
    """`added` says what the engine put to the writer's own words."""

    prompt: str
    added: tuple[str, ...]


class Improver(Engine, Protocol):
    def improve(self, request: ImproveRequest) -> tuple[Improved, ...]:
        """As many as are asked for, each another way."""


class Category(StrEnum):
    """What a text may be flagged for, by OpenAI's names."""

    HARASSMENT = "harassment"
    HARASSMENT_THREATENING = "harassment/threatening"
    HATE = "hate"
    HATE_THREATENING = "hate/threatening"
    ILLICIT = "illicit"
    ILLICIT_VIOLENT = "illicit/violent"
    SELF_HARM = "self-harm"
    SELF_HARM_INTENT = "self-harm/intent"
    SELF_HARM_INSTRUCTIONS = "self-harm/instructions"
    SEXUAL = "sexual"
    SEXUAL_MINORS = "sexual/minors"
    VIOLENCE = "violence"
    VIOLENCE_GRAPHIC = "violence/graphic"


@dataclass(frozen=True)
class Moderation:
    """`scores` are 0 to 1, of every category; `flagged` says which count as found.

    `matched` shows the words that led to it, where the engine goes by words.
    """

    scores: Mapping[Category, float]
    flagged: frozenset[Category]
    matched: Mapping[Category, tuple[str, ...]] = field(default_factory=dict)


class Moderator(Engine, Protocol):
    def moderate(self, texts: tuple[str, ...]) -> tuple[Moderation, ...]:
        """One for each text, in their order."""
