"""Inspecting a film: its streams and bounds by the header, every packet counted, a few frames decoded for a picture.

Invariant: the demuxer is named by us, nothing but the file itself is opened, and at most FRAMES frames are decoded.
"""

from typing import BinaryIO

import av
import pyvips
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mutoscope.media.file_type import FileType
from mutoscope.media.inspection.report import LONGEST_SIDE, Facts
from mutoscope.media.open_alone import open_alone
from mutoscope.media.refusals import FilmBroken, FilmTooLarge, FilmTooLong

MOST_SECONDS = 7_200
MOST_MEGAPIXELS = 10
MOST_PACKETS = 5_000_000
FRAMES = 60
LEAST_ARRIVED = 0.9
"""Of the length that the header announces; files are rounded, those that are cut off lack more."""


def inspect_film(file: BinaryIO, kind: FileType) -> tuple[FileType, Facts, bytes] | None:
    """Type, facts and a picture as JPEG; None when it is an M4A. Raises FilmBroken, FilmTooLarge, FilmTooLong."""
    try:
        with open_alone(file, kind) as container:
            streams = [each for each in container.streams.video if not is_cover(each)]
            if not streams and container.streams.audio and kind.reader == "mov":
                return None
            if not streams:
                raise FilmBroken(name="", reason="there is no film in it")
            facts = _measure(container, streams[0])
            picture = _picture(container, streams[0])
        file.seek(0)
        with open_alone(file, kind) as container:
            _require_whole(container, facts.seconds or 0.0)
    except (av.FFmpegError, ValueError) as error:
        raise FilmBroken(name="", reason="it is damaged or not of its kind") from error
    return kind, facts, picture


def warm_up() -> None:
    _jpeg(VideoFrame(64, 64, "yuv420p"))


def is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _measure(container: InputContainer, stream: VideoStream) -> Facts:
    context = stream.codec_context
    width, height = context.width, context.height
    if not width or not height:
        raise FilmBroken(name="", reason="its frames have no size")
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise FilmTooLarge(name="", width=width, height=height, most=MOST_MEGAPIXELS)
    seconds = (container.duration or 0) / av.time_base
    if seconds > MOST_SECONDS:
        raise FilmTooLong(name="", most=MOST_SECONDS)
    sound = container.streams.audio[0].codec_context if container.streams.audio else None
    return Facts(
        width=width,
        height=height,
        seconds=round(max(seconds, 0.0), 3),
        codec=context.name,
        sound_codec=sound.name if sound else None,
        sample_rate=sound.sample_rate if sound else None,
        channels=sound.channels if sound else None,
    )


def _picture(container: InputContainer, stream: VideoStream) -> bytes:
    stream.codec_context.thread_count = 1
    decoded = None
    for number, frame in enumerate(container.decode(stream)):
        decoded = frame
        if number + 1 >= FRAMES:
            break
    if decoded is None:
        raise FilmBroken(name="", reason="no frame of it can be shown")
    return _jpeg(decoded)


def _jpeg(frame: VideoFrame) -> bytes:
    scale = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
    width, height = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
    pixels = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
    saved: bytes = pyvips.Image.new_from_array(pixels, interpretation="srgb").jpegsave_buffer(Q=82, keep="none")
    return saved


def _require_whole(container: InputContainer, seconds: float) -> None:
    """Walks all packets without decoding one: what was cut off ends long before its header says."""
    last = 0.0
    for number, packet in enumerate(container.demux()):
        if number > MOST_PACKETS:
            raise FilmTooLong(name="", most=MOST_SECONDS)
        if packet.pts is not None and packet.time_base is not None and packet.size:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    if last > MOST_SECONDS + 1:
        raise FilmTooLong(name="", most=MOST_SECONDS)
    if last < seconds * LEAST_ARRIVED - 0.2:
        raise FilmBroken(name="", reason="it is cut off")
