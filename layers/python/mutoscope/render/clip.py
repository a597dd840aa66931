"""A clip: frames of any even size and rate as one MP4, with a thumbnail and a sheet of what is seen in it.

Whoever paints the frames says what each looks like by its number; the same frames give the same bytes.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from mutoscope.render.clip_files import SPRITESHEET, THUMBNAIL, VIDEO
from mutoscope.render.planes import Planes, blank, convert, to_rgb
from mutoscope.render.poster import appeal, save_poster
from mutoscope.render.segment import BT709, LIMITED_RANGE, planes_of, x264_options
from mutoscope.render.spritesheet import SHOWN, Spritesheet

_AHEAD = 2

Paint = Callable[[int, Planes], None]
"""`paint(number, frame)` fills the frame with the clip's frame `number`, whichever were painted before."""


@dataclass(frozen=True)
class Shape:
    """Width and height in pixels, both even; `frames` of them, `fps` a second."""

    width: int
    height: int
    frames: int
    fps: int | Fraction


def save_clip(
    paint: Paint, shape: Shape, folder: Path, scratch: Path, *, report: Callable[[float], None], sound: Path | None
) -> None:
    """Writes the three files; `sound` is an MP4 with AAC that is as long as the clip."""
    looks = _Looks(shape)
    silent = scratch / "silent.mp4" if sound else folder / VIDEO
    with av.open(str(silent), "w", format="mp4", options=_MUXER) as container:
        options = {**x264_options(), "threads": "1"}
        stream = container.add_stream("libx264", rate=shape.fps, options=options)
        codec = stream.codec_context
        codec.width, codec.height, codec.pix_fmt = shape.width, shape.height, "yuv420p"
        codec.time_base = Fraction(1, shape.fps)
        codec.color_primaries = codec.color_trc = codec.colorspace = BT709
        codec.color_range = LIMITED_RANGE
        for number, frame in enumerate(_painted(paint, shape)):
            looks.see(number, planes_of(frame))
            container.mux(stream.encode(frame))
            if number % round(shape.fps) == 0:
                report(number / shape.frames)
        container.mux(stream.encode(None))
    looks.save(folder)
    if sound:
        _join(silent, sound, folder / VIDEO)


_MUXER = {"movflags": "+faststart", "fflags": "+bitexact"}


def _painted(paint: Paint, shape: Shape) -> Iterator[VideoFrame]:
    """A thread paints a few frames ahead of the encoder; each frame is valid until the next is asked for."""
    cv2.setNumThreads(1)
    ring = [_new_frame(shape) for _ in range(_AHEAD + 1)]
    waiting: deque[Future[VideoFrame]] = deque()

    def fill(number: int) -> VideoFrame:
        frame = ring[number % len(ring)]
        paint(number, planes_of(frame))
        frame.pts = number
        return frame

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="paint") as painter:
        for number in range(shape.frames):
            waiting.append(painter.submit(fill, number))
            if len(waiting) == _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _new_frame(shape: Shape) -> VideoFrame:
    frame = VideoFrame(shape.width, shape.height, "yuv420p")
    frame.time_base = Fraction(1, shape.fps)
    frame.color_primaries = frame.color_trc = frame.colorspace = BT709
    frame.color_range = LIMITED_RANGE
    return frame


class _Looks:
    """What is kept of the frames as they pass: those of the sheet, and the one that would stand best for the clip."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._sheet = Spritesheet(shape.width, shape.height)
        self.numbers = [place * shape.frames // SHOWN for place in range(min(SHOWN, shape.frames))]
        self._best: tuple[int, Planes] = (-1, blank(shape.width, shape.height))

    def see(self, number: int, frame: Planes) -> None:
        if number in self.numbers:
            self._sheet.add(to_rgb(frame, *self._sheet.tile))
            if (worth := appeal(frame)) > self._best[0]:
                self._best = (worth, Planes(*(np.array(plane) for plane in frame)))

    def save(self, folder: Path) -> None:
        save_poster(self._best[1], folder / THUMBNAIL)
        self._sheet.save(folder / SPRITESHEET)


def save_looks(frames: NDArray[np.uint8], folder: Path) -> None:
    """The thumbnail and the sheet of frames that are there: uint8, shape (n, h, w, 3), sRGB."""
    count, height, width = frames.shape[:3]
    shape = Shape(width // 2 * 2, height // 2 * 2, count, fps=1)
    looks = _Looks(shape)
    for number in looks.numbers:
        looks.see(number, convert(np.ascontiguousarray(frames[number, : shape.height, : shape.width])))
    looks.save(folder)


def _join(silent: Path, sound: Path, output: Path) -> None:
    """Picture and sound in one file, neither encoded again."""
    with (
        av.open(str(output), "w", format="mp4", options=_MUXER) as container,
        av.open(str(silent)) as seen,
        av.open(str(sound)) as heard,
    ):
        tracks = []
        for source in (seen.streams.video[0], heard.streams.audio[0]):
            stream = container.add_stream_from_template(source)
            tracks.append(_packets(source.container, source.index, stream))
        for packet in merge(*tracks, key=_seconds):
            container.mux(packet)


def _packets(source: Any, index: int, stream: Any) -> Iterator["Packet[Any]"]:
    for packet in source.demux(source.streams[index]):
        # The demuxer ends with an empty packet, which has no time.
        if packet.dts is not None:
            packet.stream = stream
            yield packet


def _seconds(packet: "Packet[Any]") -> Fraction:
    return Fraction(0) if packet.dts is None else packet.dts * packet.time_base
