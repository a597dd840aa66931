"""Films that users bring, frame by frame: upright, at one size and rate, in limited-range BT.709.

Invariant: the demuxer is named by us, nothing but the file itself is opened, and one frame is held at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from av.video.stream import VideoStream

from mutoscope.errors import InvalidInput
from mutoscope.media.file_type import Family, FileType
from mutoscope.media.inspection.films import is_cover
from mutoscope.media.library_types import look_at
from mutoscope.media.open_alone import open_alone
from mutoscope.media.refusals import FilmBroken
from mutoscope.render.planes import Planes
from mutoscope.render.segment import BT709, LIMITED_RANGE, planes_of

MOST_SIDE, MOST_PIXELS = 1_920, 1_920 * 1_080
LEAST_SIDE = 64
MOST_RATE = 60
_HEAD_BYTES = 1_024
_USUAL_RATE = Fraction(30)
_LARGEST_DIVISOR = 1_001
# Without them all colours come out two levels darker.
_UNBIASED = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
_HIGH_DEFINITION = 720
"""Who does not say which colours are meant, means those of BT.709 from this many lines on."""


class FilmTooSmall(InvalidInput):
    """The film {name} has {width} by {height} pixels; at least {least} on each side are needed."""

    code = "film_too_small"
    hint = "Send a larger one."


@dataclass(frozen=True)
class FilmShape:
    """`frames` at an even `rate`, each shown from `first` seconds on; width and height are even and as it is seen."""

    width: int
    height: int
    frames: int
    rate: Fraction
    first: Fraction
    channels: int
    """Of its sound; 0 where it is silent."""

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.rate


class FilmFrames:
    """The frames of an open film in order: each moment shows what was shown last."""

    def __init__(self, container: InputContainer, name: str, shape: FilmShape) -> None:
        self._name, self._shape = name, shape
        self._frames = container.decode(film_stream(container))
        self._shown: VideoFrame | None = None
        self._next = self._decoded()

    def fill(self, number: int, target: Planes) -> None:
        """Fills `target` with frame `number`, which is not below the one before."""
        until = self._shape.first + (number + Fraction(1, 2)) / self._shape.rate
        while self._next is not None and (self._shown is None or _time(self._next) < until):
            self._shown, self._next = self._next, self._decoded()
        if self._shown is None:
            raise FilmBroken(name=self._name, reason="no frame of it can be shown")
        for plane, seen in zip(target, _upright(self._shown, self._shape), strict=True):
            np.copyto(plane, seen)

    def _decoded(self) -> VideoFrame | None:
        with _read(self._name):
            return next(self._frames, None)


def measure_film(path: Path, name: str) -> FilmShape:
    """Counts its frames without decoding more than one. Raises FilmBroken, FilmTooSmall."""
    with _read(name), _opened(path, name) as container:
        stream = film_stream(container)
        rate = min(max(stream.average_rate or _USUAL_RATE, Fraction(1)), Fraction(MOST_RATE))
        rate = Fraction(rate).limit_denominator(_LARGEST_DIVISOR)
        channels = container.streams.audio[0].codec_context.channels if container.streams.audio else 0
        seen = next(container.decode(stream), None)
        if seen is None:
            raise FilmBroken(name=name, reason="no frame of it can be shown")
        sides = (seen.width, seen.height)
        width, height = _fitted(name, *(sides[::-1] if _quarter_turns(seen) % 2 else sides))
    with _read(name), _opened(path, name) as container:
        times = [
            packet.pts * packet.time_base
            for packet in container.demux(film_stream(container))
            if packet.pts is not None and packet.time_base is not None and packet.size and not packet.is_discard
        ]
    if not times:
        raise FilmBroken(name=name, reason="its frames have no times")
    return FilmShape(width, height, round((max(times) - min(times)) * rate) + 1, rate, min(times), channels)


def film_type(file: BinaryIO, name: str) -> FileType:
    """By its first bytes; the file is read from its start on then. Raises FilmBroken."""
    found = look_at(file.read(_HEAD_BYTES)).found
    file.seek(0)
    if found is None or found.family is not Family.VIDEO:
        raise FilmBroken(name=name, reason="it is no film")
    return found


@contextmanager
def film_frames(path: Path, name: str, shape: FilmShape) -> Iterator[FilmFrames]:
    """Raises FilmBroken, also where its frames are read."""
    with _opened(path, name) as container:
        yield FilmFrames(container, name, shape)


def film_stream(container: InputContainer) -> VideoStream:
    """What is seen of it; a cover is no film."""
    return next(each for each in container.streams.video if not is_cover(each))


@contextmanager
def _opened(path: Path, name: str) -> Iterator[InputContainer]:
    with path.open("rb") as file, open_alone(file, film_type(file, name)) as container:
        if all(is_cover(each) for each in container.streams.video):
            raise FilmBroken(name=name, reason="there is no film in it")
        yield container


@contextmanager
def _read(name: str) -> Iterator[None]:
    try:
        yield
    except (av.FFmpegError, ValueError) as error:
        raise FilmBroken(name=name, reason="it is damaged or not of its kind") from error


def _fitted(name: str, width: int, height: int) -> tuple[int, int]:
    """The same shape in even numbers of pixels, smaller where it is larger than a clip may be."""
    if min(width, height) < LEAST_SIDE:
        raise FilmTooSmall(name=name, width=width, height=height, least=LEAST_SIDE)
    share = min(1.0, MOST_SIDE / max(width, height), (MOST_PIXELS / (width * height)) ** 0.5)
    return max(LEAST_SIDE, int(width * share) // 2 * 2), max(LEAST_SIDE, int(height * share) // 2 * 2)


def _upright(frame: VideoFrame, shape: FilmShape) -> Planes:
    turns = _quarter_turns(frame)
    width, height = (shape.height, shape.width) if turns % 2 else (shape.width, shape.height)
    is_ours = (frame.format.name, frame.width, frame.height) == ("yuv420p", width, height)
    if not is_ours or frame.colorspace != BT709 or frame.color_range != LIMITED_RANGE:
        unsaid = frame.colorspace not in tuple(Colorspace)
        frame = frame.reformat(
            width, height, "yuv420p",
            src_colorspace=Colorspace.ITU709 if unsaid and frame.height >= _HIGH_DEFINITION else None,
            dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
            interpolation=_UNBIASED,
        )  # fmt: skip
    return Planes(*(np.rot90(plane, turns) for plane in planes_of(frame)))


def _quarter_turns(frame: VideoFrame) -> int:
    """By how many quarters it is turned to the left before it is shown: telephones film on their side."""
    return round(frame.rotation / 90) % 4


def _time(frame: VideoFrame) -> Fraction:
    return Fraction(0) if frame.pts is None or frame.time_base is None else frame.pts * frame.time_base
