"""Captions as files: SRT and WebVTT from the same cues."""

from collections.abc import Sequence
from html import escape

from mutoscope.render.caption_lines import caption_lines
from mutoscope.render.timeline import FPS, Cue


def to_srt(cues: Sequence[Cue], language: str) -> str:
    blocks = (
        f"{number}\n{_clock(cue.first, ',')} --> {_clock(cue.last, ',')}\n{caption_lines(cue, language)}\n"
        for number, cue in enumerate(cues, start=1)
    )
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue], language: str) -> str:
    blocks = (
        f"\n{_clock(cue.first, '.')} --> {_clock(cue.last, '.')}\n{escape(caption_lines(cue, language), quote=False)}\n"
        for cue in cues
    )
    return "WEBVTT\n" + "".join(blocks)


def _clock(frame: int, point: str) -> str:
    milliseconds = round(frame * 1000 / FPS)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{milliseconds:03d}"
