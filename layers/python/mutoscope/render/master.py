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
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from mutoscope.errors import MutoscopeError
from mutoscope.render.soft_captions import add_captions, caption_packets
from mutoscope.render.sound import Sound, as_frames, stereo
from mutoscope.render.timeline import FPS, SAMPLE_RATE, Captions, Timeline

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
    sound: Sound,
    output: Path,
    *,
    title: str,
    chapters: Sequence[Chapter] = (),
) -> None:
    """Writes the film: the segments' H.264 as it is, `sound` (int16, shape (timeline.samples, 2)) as AAC, 192 kbit/s.

    Soft captions become a mov_text track. Raises SegmentsDiffer, FramesDiffer.
    """
    _require_frames(timeline, segments)
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(output), "w", format="mp4", options=options) as container, av.open(str(segments[0])) as first:
        container.metadata["title"] = title
        video = container.add_stream_from_template(first.streams.video[0])
        audio = _add_sound(container, timeline.language)
        tracks: list[Iterator[Packet[Any]]] = [_video_packets(segments, video), _encoded(sound, audio)]
        if timeline.captions is Captions.SOFT and timeline.cues:
            text = add_captions(container, _ISO_639_2[timeline.language])
            tracks.append(caption_packets(timeline, text))
        _set_chapters(container, chapters)
        # Packets go in by time, so that the muxer never holds one track back to wait for another.
        for packet in merge(*tracks, key=_seconds):
            container.mux(packet)


def export_mp3(sound: Sound, path: Path) -> None:
    """Writes the sound, int16 at 48 kHz, as MP3 at 192 kbit/s."""
    with av.open(str(path), "w", format="mp3", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="stereo")
        stream.bit_rate = 192_000
        for packet in _encoded(sound, stream):
            container.mux(packet)


def _require_frames(timeline: Timeline, segments: Sequence[Path]) -> None:
    found = 0
    headers = set()
    for segment in segments:
        with av.open(str(segment)) as container:
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
        with av.open(str(segment)) as container:
            source = container.streams.video[0]
            for packet in container.demux(source):
                # The demuxer ends with an empty packet, which has no time.
                if packet.pts is not None and packet.dts is not None:
                    moved = int(Fraction(frames, FPS) / packet.time_base)
                    packet.pts, packet.dts = packet.pts + moved, packet.dts + moved
                    packet.stream = stream
                    yield packet
            frames += source.frames


def _add_sound(container: OutputContainer, language: str) -> AudioStream:
    stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
    stream.bit_rate = 192_000
    stream.metadata["language"] = _ISO_639_2[language]
    return stream


def _encoded(sound: Sound, stream: AudioStream) -> Iterator["Packet[AudioStream]"]:
    stream.codec_context.flags |= Flags.bitexact
    for frame in as_frames(stereo(sound), stream.codec_context.frame_size or 1024):
        yield from stream.encode(frame)
    yield from stream.encode(None)


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


def _seconds(packet: "Packet[Any]") -> Fraction:
    if packet.dts is None:
        return Fraction(0)
    return packet.dts * packet.time_base
