"""Puts the finished film together: segments joined without re-encoding, sound, soft captions, chapters, title.

The film has exactly the timeline's frames and plays before it is fully loaded. The same inputs give the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from mutoscope.errors import MutoscopeError
from mutoscope.render.chapter_language import set_chapter_language
from mutoscope.render.soft_captions import add_captions, caption_packets
from mutoscope.render.timeline import FPS, Captions, Timeline

_ISO_639_2 = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra",
    "hi": "hin", "id": "ind", "ja": "jpn", "ta": "tam", "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A named part of the film, from frame `first` up to, not including, frame `last`."""

    title: str
    first: int
    last: int


class SegmentsDiffer(MutoscopeError):
    """The segment {name} was encoded differently from the first one."""

    code = "segments_differ"
    hint = "Render all segments of the film again with one version of the studio."


class FramesDiffer(MutoscopeError):
    """The segments have {found} frames together; the film has {wanted}."""

    code = "frames_differ"
    hint = "Render the segments of this very timeline, in order, without a gap."


def master(
    timeline: Timeline,
    segments: Sequence[Path],
    sound: Path,
    output: Path,
    *,
    title: str,
    chapters: Sequence[Chapter] = (),
    poster: Path | None = None,
) -> None:
    """Writes the film: the segments' H.264 and the AAC of the file `sound` as they are, `poster` (a JPEG) attached.

    Soft captions become a mov_text track. Raises SegmentsDiffer, FramesDiffer.
    """
    _require_frames(timeline, segments)
    language = _ISO_639_2[timeline.language]
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with (
        av.open(str(output), "w", format="mp4", options=options) as container,
        _opened(segments[0]) as first,
        av.open(str(sound)) as heard,
    ):
        container.metadata["title"] = title
        video = container.add_stream_from_template(first.streams.video[0])
        audio = container.add_stream_from_template(heard.streams.audio[0])
        # The picture bears the title, and captions that are burned in.
        video.metadata["language"] = audio.metadata["language"] = language
        tracks: list[Iterator[Packet[Any]]] = [_video_packets(segments, video), _sound_packets(heard, audio)]
        if timeline.captions is Captions.SOFT and timeline.cues:
            text = add_captions(container, language)
            tracks.append(caption_packets(timeline, text))
        if poster is not None:
            tracks.append(_poster_packets(container, poster))
        _set_chapters(container, chapters)
        # Packets go in by time, so that the muxer never holds one track back to wait for another.
        for packet in merge(*tracks, key=_seconds):
            container.mux(packet)
    set_chapter_language(output, language)


def _opened(segment: Path) -> InputContainer:
    """As its headers describe it: FFmpeg would decode a frame to see for itself, which takes 12 ms at 1080p."""
    # One for each stream; PyAV's own types call them strings.
    unseen: list[Any] = [{"skip_frame": "all"}]
    return av.open(str(segment), options={"probesize": "32", "analyzeduration": "0"}, stream_options=unseen)


def _require_frames(timeline: Timeline, segments: Sequence[Path]) -> None:
    found = 0
    headers = set()
    for segment in segments:
        with _opened(segment) as container:
            found += container.streams.video[0].frames
            headers.add(container.streams.video[0].codec_context.extradata)
        if len(headers) > 1:
            raise SegmentsDiffer(name=segment.name)
    if found != timeline.frames:
        raise FramesDiffer(found=found, wanted=timeline.frames)


def _video_packets(segments: Sequence[Path], stream: VideoStream) -> Iterator["Packet[VideoStream]"]:
    """The segments' packets on the film's clock: a segment starts where the frames before it end."""
    frames = 0
    for segment in segments:
        with _opened(segment) as container:
            source = container.streams.video[0]
            assert source.time_base is not None
            moved = int(Fraction(frames, FPS) / source.time_base)
            for packet in container.demux(source):
                # The demuxer ends with an empty packet, which has no time.
                if packet.pts is not None and packet.dts is not None:
                    packet.pts, packet.dts = packet.pts + moved, packet.dts + moved
                    packet.stream = stream
                    yield packet
            frames += source.frames


def _sound_packets(container: InputContainer, stream: AudioStream) -> Iterator["Packet[AudioStream]"]:
    for packet in container.demux(container.streams.audio[0]):
        if packet.pts is not None:
            packet.stream = stream
            yield packet


def _poster_packets(container: OutputContainer, poster: Path) -> Iterator["Packet[VideoStream]"]:
    """The poster as the film's cover; the stream is added at once, its only packet comes later."""
    with av.open(str(poster)) as picture:
        stream = container.add_stream_from_template(picture.streams.video[0])
        stream.disposition = Disposition.attached_pic
        packet = next(packet for packet in picture.demux(video=0) if packet.size)
    packet.stream = stream
    return iter((packet,))


def _set_chapters(container: OutputContainer, chapters: Sequence[Chapter]) -> None:
    container.set_chapters(
        [
            {
                "id": number,
                "start": chapter.first,
                "end": chapter.last,
                "time_base": Fraction(1, FPS),
                "metadata": {"title": chapter.title},
            }
            for number, chapter in enumerate(chapters)
        ]
    )


def _seconds(packet: "Packet[Any]") -> float:
    """The same times give the same number, since a division is rounded once."""
    if packet.dts is None:
        return 0.0
    base = packet.time_base
    return packet.dts * base.numerator / base.denominator
