"""Renders a slice of a timeline to H.264. Slices join without re-encoding, whoever rendered them and wherever cut.

Every slice is encoded with the same settings by one x264 thread and refers to nothing outside itself.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mutoscope.errors import InvalidInput
from mutoscope.render.frames import FrameArtist
from mutoscope.render.layers import PictureSource
from mutoscope.render.planes import Planes, blank
from mutoscope.render.timeline import FPS, Timeline

BT709 = 1
LIMITED_RANGE = 1
_AHEAD = 2
# OpenCV's number for the AVX-512 that x264 looks for.
_AVX512 = 256
# As good as veryfast at crf 21 and hardly larger, for half of its time (benchmarks/encoding.py): where pictures move
# evenly, a second look at each vector, parted blocks of it, a wider search and a choice among numbers of B-frames find
# next to nothing, and looking half as far ahead needs a slightly lower crf and still less time.
_X264 = {
    "preset": "veryfast",
    "crf": "18.7",
    "x264-params": "subme=1:me=dia:partitions=i8x8,i4x4:bframes=4:b-adapt=0:rc-lookahead=5:"
    "keyint=90:open-gop=0:stitchable=1:force-cfr=1",
}
# A scene shows one picture: not looking for cuts takes a tenth less time and gives evener frames, so less is enough.
_UNCUT = {"crf": "19.3", "x264-params": f"{_X264['x264-params']}:scenecut=0"}


class EmptySlice(InvalidInput):
    """Frames {first} to {last} are no slice of a timeline of {frames} frames."""

    code = "empty_slice"
    hint = "Choose a first frame below the last, both within the timeline."


def render_segment(
    timeline: Timeline,
    pictures: Mapping[str, PictureSource],
    output: Path,
    *,
    fonts: Path,
    first: int = 0,
    last: int | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Writes frames `first` up to, not including, `last` as H.264 in an MP4 at 30 fps.

    `pictures` maps `Shot.picture` to an image file of any size; `fonts` is the folder of set-up's `node_modules`.
    `on_progress` is called with the share done, from 0 to 1, about once a second of film.
    Raises EmptySlice, PictureMissing, PictureUnreadable.
    """
    artist = FrameArtist(timeline, pictures, fonts)
    _encode(artist, timeline, output, first, timeline.frames if last is None else last, on_progress)


@dataclass(frozen=True)
class Views:
    """What a scene shows without captions and transitions: at its start, where a poster is taken, and at its end."""

    first: Planes
    middle: Planes
    last: Planes


def render_scene(
    timeline: Timeline,
    pictures: Mapping[str, PictureSource],
    output: Path,
    *,
    fonts: Path,
    first: int = 0,
    on_progress: Callable[[float], None] | None = None,
) -> Views:
    """`render_segment` up to the last frame, and `views_of` from the same picture, which takes long to prepare."""
    artist = FrameArtist(timeline, pictures, fonts)
    _encode(artist, timeline, output, first, timeline.frames, on_progress)
    return _views(artist, timeline)


def views_of(timeline: Timeline, pictures: Mapping[str, PictureSource], fonts: Path) -> Views:
    return _views(FrameArtist(timeline, pictures, fonts), timeline)


def _views(artist: FrameArtist, timeline: Timeline) -> Views:
    views = [blank(timeline.width, timeline.height) for _ in range(3)]
    for number, view in zip((0, timeline.frames * 3 // 5, timeline.frames - 1), views, strict=True):
        artist.draw_view(number, view)
    return Views(*views)


def _encode(
    artist: FrameArtist,
    timeline: Timeline,
    output: Path,
    first: int,
    last: int,
    on_progress: Callable[[float], None] | None,
) -> None:
    if not 0 <= first < last <= timeline.frames:
        raise EmptySlice(first=first, last=last, frames=timeline.frames)
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(output), "w", format="mp4", options=options) as container:
        stream = add_video(container, timeline)
        for number, frame in enumerate(_drawn(artist, timeline, first, last), start=1):
            container.mux(stream.encode(frame))
            if on_progress and number % FPS == 0:
                on_progress(number / (last - first))
        container.mux(stream.encode(None))
    if on_progress:
        on_progress(1.0)


def add_video(container: OutputContainer, timeline: Timeline, *, threads: int = 1) -> VideoStream:
    """The H.264 track of a segment, with the settings that all segments share."""
    stream = container.add_stream("libx264", rate=FPS, options={**x264_options(cuts=False), "threads": str(threads)})
    codec = stream.codec_context
    codec.width, codec.height = timeline.width, timeline.height
    codec.pix_fmt = "yuv420p"
    codec.time_base = Fraction(1, FPS)
    codec.color_primaries = codec.color_trc = codec.colorspace = BT709
    codec.color_range = LIMITED_RANGE
    return stream


def x264_options(*, cuts: bool = True) -> dict[str, str]:
    """For frames with or without cuts between them.

    x264's AVX-512 reads past its buffers where macroblocks do not fill a vector (1,080 across are 68), so the same
    frames give other bytes now and then. Its AVX2 is as fast here and, like all others, exact.
    """
    options = _X264 if cuts else {**_X264, **_UNCUT}
    if not cv2.checkHardwareSupport(_AVX512):
        return dict(options)
    return {**options, "x264-params": f"{options['x264-params']}:asm=avx2"}


def draw_frames(
    timeline: Timeline, pictures: Mapping[str, PictureSource], fonts: Path, first: int, last: int
) -> Iterator[VideoFrame]:
    """The slice's frames in order, drawn by a thread a few frames ahead; each is valid until the next is asked for."""
    return _drawn(FrameArtist(timeline, pictures, fonts), timeline, first, last)


def _drawn(artist: FrameArtist, timeline: Timeline, first: int, last: int) -> Iterator[VideoFrame]:
    # One thread draws and one encodes; OpenCV's own pool would only take the second core from the encoder.
    cv2.setNumThreads(1)
    ring = [new_frame(timeline.width, timeline.height) for _ in range(_AHEAD + 1)]
    waiting: deque[Future[VideoFrame]] = deque()

    def draw(number: int) -> VideoFrame:
        frame = ring[(number - first) % len(ring)]
        artist.draw(number, planes_of(frame))
        frame.pts = number - first
        return frame

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="draw") as drawer:
        for number in range(first, last):
            waiting.append(drawer.submit(draw, number))
            if len(waiting) == _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def new_frame(width: int, height: int) -> VideoFrame:
    frame = VideoFrame(width, height, "yuv420p")
    frame.time_base = Fraction(1, FPS)
    frame.color_primaries = frame.color_trc = frame.colorspace = BT709
    frame.color_range = LIMITED_RANGE
    return frame


def planes_of(frame: VideoFrame) -> Planes:
    """The frame's own memory as planes: what is drawn into them is in the frame."""
    return Planes(
        *(
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
            for plane in frame.planes
        )
    )
