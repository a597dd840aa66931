"""Looking at a script: how long it is and takes, how fast and how hard, where each scene lies, what an editor marks.

It follows from the script alone, so it costs nothing; the times are those of a calm narrator.
"""

import re
import unicodedata
from typing import Literal

from pydantic import BaseModel

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.words import words
from mutoscope.films.script import Script
from mutoscope.films.times import estimated_times
from mutoscope.scripts.reading_level import ReadingLevel, reading_level
from mutoscope.scripts.telling import UNSPACED, Line, lines_of
from mutoscope.scripts.warnings import ScriptWarning, warn

MOST_LONGEST = 3
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


class ScriptSection(BaseModel):
    """A scene of a script: `order` counts from 1, times are seconds from the beginning of the film."""

    order: int
    content: str
    start_time: float
    end_time: float


class LongSentence(BaseModel):
    scene: int
    content: str
    seconds: float


class Analysis(BaseModel):
    """`seconds` is the film's length, `speech_seconds` what of it is spoken.

    Words are not counted (null) where they are written without blanks; `reading_level` is null where no formula was
    published for the language.
    """

    object: Literal["script_analysis"] = "script_analysis"
    title: str
    language: str
    letters: int
    words: int | None
    sentences: int
    seconds: float
    speech_seconds: float
    words_per_minute: int | None
    letters_per_second: float
    reading_level: ReadingLevel | None
    longest_sentences: list[LongSentence]
    sections: list[ScriptSection]
    warnings: list[ScriptWarning]


def analyse(script: Script, *, asked: int | None = None) -> Analysis:
    """`asked` is the length in seconds that the film shall have, if there is one."""
    language, lines = script.language, lines_of(script)
    text = " ".join(scene.narration for scene in script.scenes)
    speech = sum(spoken_seconds(scene.narration, language) for scene in script.scenes)
    seconds = estimated_times(script)[-1].end
    letters = sum(unicodedata.category(character).startswith("L") for character in text)
    said = None if language in UNSPACED else words(text, language)
    counted = len(said) + len(_NUMBER.findall(text)) if said else None
    return Analysis(
        title=script.title,
        language=language,
        letters=letters,
        words=counted,
        sentences=len(lines),
        seconds=seconds,
        speech_seconds=round(speech, 1),
        words_per_minute=round(60 * counted / speech) if counted and speech else None,
        letters_per_second=round(letters / speech, 1) if speech else 0.0,
        reading_level=reading_level(said or (), len(lines), language),
        longest_sentences=_longest(lines),
        sections=sections_of(script),
        warnings=warn(script, lines, seconds, asked),
    )


def sections_of(script: Script) -> list[ScriptSection]:
    return [
        ScriptSection(order=order, content=scene.narration, start_time=time.start, end_time=time.end)
        for order, (scene, time) in enumerate(zip(script.scenes, estimated_times(script), strict=True), start=1)
    ]


def _longest(lines: tuple[Line, ...]) -> list[LongSentence]:
    """Of those that take as long, the earlier first."""
    ranked = sorted(lines, key=lambda line: -line.seconds)[:MOST_LONGEST]
    return [LongSentence(scene=line.scene, content=line.text, seconds=round(line.seconds, 1)) for line in ranked]
