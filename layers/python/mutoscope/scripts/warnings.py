"""What an editor would mark in a script: scenes and sentences too long to follow, things said twice, a wrong length."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.script import Script
from mutoscope.scripts.telling import Line, plain, says_title

LONGEST_SCENE = 20.0
LONGEST_SENTENCE = 12.0
LONGEST_OPENING = 10.0
SHORTEST_SCENE = 1.0
OFF_LENGTH = 0.1
"""Of the length that was asked for."""


class WarningCode(StrEnum):
    SCENE_LONG = "scene_long"
    SCENE_SHORT = "scene_short"
    OPENING_LONG = "opening_long"
    SENTENCE_LONG = "sentence_long"
    SENTENCE_REPEATED = "sentence_repeated"
    TITLE_REPEATED = "title_repeated"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"


class ScriptWarning(BaseModel):
    """`scene` counts from 1; null for what concerns the whole script."""

    code: WarningCode
    scene: int | None
    message: str


def warn(script: Script, lines: tuple[Line, ...], seconds: float, asked: int | None) -> list[ScriptWarning]:
    return [*_of_scenes(script), *_of_sentences(lines), *_of_title(script, lines), *_of_length(seconds, asked)]


def _of_scenes(script: Script) -> Iterator[ScriptWarning]:
    for number, scene in enumerate(script.scenes, start=1):
        takes = spoken_seconds(scene.narration, script.language)
        if takes > LONGEST_SCENE:
            said = f"Scene {number} takes {takes:.0f} seconds, and one picture is seldom looked at for so long."
            yield ScriptWarning(code=WarningCode.SCENE_LONG, scene=number, message=said)
        elif number == 1 and takes > LONGEST_OPENING and len(script.scenes) > 1:
            said = f"The opening takes {takes:.0f} seconds; a shorter one is more easily stayed for."
            yield ScriptWarning(code=WarningCode.OPENING_LONG, scene=number, message=said)
        elif takes < SHORTEST_SCENE:
            said = f"Scene {number} is over in {takes:.1f} seconds, before its picture is taken in."
            yield ScriptWarning(code=WarningCode.SCENE_SHORT, scene=number, message=said)


def _of_sentences(lines: tuple[Line, ...]) -> Iterator[ScriptWarning]:
    first_said: dict[str, int] = {}
    for line in lines:
        if line.seconds > LONGEST_SENTENCE:
            said = f"A sentence of scene {line.scene} takes {line.seconds:.0f} seconds in one breath."
            yield ScriptWarning(code=WarningCode.SENTENCE_LONG, scene=line.scene, message=said)
        if plain(line.text) in first_said:
            said = f"Scene {line.scene} says again what scene {first_said[plain(line.text)]} said: {line.text[:80]}"
            yield ScriptWarning(code=WarningCode.SENTENCE_REPEATED, scene=line.scene, message=said)
        first_said.setdefault(plain(line.text), line.scene)


def _of_title(script: Script, lines: tuple[Line, ...]) -> Iterator[ScriptWarning]:
    saying = [line for line in lines if says_title(line, script.title)]
    for line in saying[1:]:
        said = f"Scene {line.scene} says the title once more; scene {saying[0].scene} has said it."
        yield ScriptWarning(code=WarningCode.TITLE_REPEATED, scene=line.scene, message=said)


def _of_length(seconds: float, asked: int | None) -> Iterator[ScriptWarning]:
    if asked is None or abs(seconds - asked) <= OFF_LENGTH * asked:
        return
    code = WarningCode.TOO_LONG if seconds > asked else WarningCode.TOO_SHORT
    said = f"It takes {seconds:.0f} seconds, and {asked} were asked for."
    yield ScriptWarning(code=code, scene=None, message=said)
