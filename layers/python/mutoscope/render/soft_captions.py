"""Soft captions: a mov_text track of the film, which a player shows or hides."""

from collections.abc import Iterator
from fractions import Fraction
from typing import cast

from av.container import OutputContainer
from av.packet import Packet
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from mutoscope.render.caption_lines import caption_lines
from mutoscope.render.timeline import FPS, Cue, Timeline

# FFmpeg's text encoders take their styles from the header of an ASS script and refuse to open without one.
_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def add_captions(container: OutputContainer, language: str) -> SubtitleStream:
    """`language`: three letters (ISO 639-2)."""
    stream = container.add_stream("mov_text")
    stream.codec_context.subtitle_header = _HEADER
    stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
    stream.metadata["language"] = language
    return stream


def caption_packets(timeline: Timeline, stream: SubtitleStream) -> Iterator["Packet[SubtitleStream]"]:
    return (_packet(cue, timeline.language, stream) for cue in timeline.cues)


def _packet(cue: Cue, language: str, stream: SubtitleStream) -> "Packet[SubtitleStream]":
    text = caption_lines(cue, language).replace("{", "(").replace("}", ")").replace("\n", "\\N")
    length = round((cue.last - cue.first) * 1000 / FPS)
    subtitle = SubtitleSet.create(f"0,0,Default,,0,0,0,,{text}".encode(), 0, length)
    packet = cast("Packet[SubtitleStream]", stream.codec_context.encode_subtitle(subtitle))
    packet.time_base = Fraction(1, 1000)
    packet.pts = packet.dts = round(cue.first * 1000 / FPS)
    packet.duration = length
    packet.stream = stream
    return packet
