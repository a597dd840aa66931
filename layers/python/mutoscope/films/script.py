"""A film's script: a title and its scenes in the order they are told.

A scene is what is said and what is seen meanwhile. `scene_id` is stable: editing a scene keeps it, so only that
scene's stages run again. A script has 1 to 60 scenes.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mutoscope.errors import InvalidInput
from mutoscope.media.inputs import InputKey, is_key

MOST_SCENES = 60
MOST_NARRATION = 1_200


class Role(StrEnum):
    HOOK = "hook"
    BODY = "body"
    CLOSE = "close"


class Scene(BaseModel):
    """`picture` describes what is seen; `keywords` are its things, most important first.

    `picture_file` and `voice_file` are keys of files of one's own that are used instead of a drawing and a voice.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scene_id: Annotated[str, Field(pattern=r"^s[0-9a-z]{1,12}$")]
    role: Role = Role.BODY
    narration: Annotated[str, Field(min_length=1, max_length=MOST_NARRATION)]
    picture: Annotated[str, Field(max_length=1_000)] = ""
    keywords: tuple[str, ...] = ()
    picture_file: InputKey = ""
    voice_file: InputKey = ""


class Script(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=200)]
    language: str
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1, max_length=MOST_SCENES)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Script":
        if len({scene.scene_id for scene in self.scenes}) != len(self.scenes):
            raise ValueError("two scenes have the same scene_id")
        return self

    def scene(self, scene_id: str) -> Scene | None:
        return next((scene for scene in self.scenes if scene.scene_id == scene_id), None)

    def with_scene(self, changed: Scene) -> "Script":
        scenes = tuple(changed if scene.scene_id == changed.scene_id else scene for scene in self.scenes)
        return self.model_copy(update={"scenes": scenes})


class ScriptEmpty(InvalidInput):
    """The script has no scene, or one that says nothing."""

    code = "script_empty"
    hint = "Write at least one scene, and a word or a number in each; an empty line, or a line with ---, parts scenes."


class TooManyScenes(InvalidInput):
    """The script has {count} scenes; a film takes at most {most}."""

    code = "too_many_scenes"
    hint = "Join scenes, or make two films."


class SceneTooLong(InvalidInput):
    """Scene {number} has {length} characters of narration; a scene takes at most {most}."""

    code = "scene_too_long"
    hint = "Part it into two scenes with an empty line."


class NotAnInputKey(InvalidInput):
    """The script names {given} as its {what}, which is not the key of a stored file."""

    code = "not_an_input_key"
    hint = "Send the file with PUT /v1/inputs/{{filename}} and write the key that is answered."


def is_titled(number: int, last: int) -> bool:
    """Whether scene `number` (from 1) of `last` carries the film's title: the first, and the last if it is not next."""
    return number == 1 or number == last > 2


def says_something(text: str) -> bool:
    """Whether it holds a letter or a digit of any script: of marks and emoji nothing would be heard or seen."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def scene_id(number: int) -> str:
    return f"s{number:02d}"


def parse_script(text: str, *, language: str, title: str | None) -> Script:
    """Reads a script in plain text: scenes parted by an empty line or a line of dashes.

    A first line `# Title` names the film; a line `[picture: ...]` inside a scene says what is seen, or is the key of
    a stored picture. `[voice: key]` is a recording of the scene's narration, `[music: key]` the film's music.
    """
    heading = re.match(r"\s*#\s+(.+)", text)
    body = text[heading.end() :] if heading else text
    blocks = [block.strip() for block in re.split(r"\n\s*(?:-{3,}\s*)?\n|^\s*-{3,}\s*$", body, flags=re.MULTILINE)]
    blocks = [block for block in blocks if _narration(block)]
    if not blocks or not all(says_something(_narration(block)) for block in blocks):
        raise ScriptEmpty(param="script")
    if len(blocks) > MOST_SCENES:
        raise TooManyScenes(param="script", count=len(blocks), most=MOST_SCENES)
    scenes = tuple(_scene(number, block, last=len(blocks)) for number, block in enumerate(blocks, start=1))
    named = title or (heading.group(1).strip() if heading else _first_words(scenes[0].narration))
    return Script(title=named[:200], language=language, scenes=scenes)


MARK = re.compile(r"\[(picture|voice|music):\s*([^\]]*?)\s*\]", re.IGNORECASE)
"""What stands in brackets in a script: its group 1 says what it is, group 2 which."""


def music_of(text: str) -> str:
    """The key of the music that a script in plain text names, empty for none. Raises NotAnInputKey."""
    given = next((mark.group(2) for mark in MARK.finditer(text) if mark.group(1).lower() == "music"), "")
    return _key(given, "music") if given else ""


def _narration(block: str) -> str:
    return " ".join(MARK.sub(" ", block).split())


def _scene(number: int, block: str, *, last: int) -> Scene:
    narration = _narration(block)
    if len(narration) > MOST_NARRATION:
        raise SceneTooLong(param="script", number=number, length=len(narration), most=MOST_NARRATION)
    marks = {mark.group(1).lower(): mark.group(2) for mark in reversed(list(MARK.finditer(block)))}
    picture, voice = marks.get("picture", ""), marks.get("voice", "")
    role = Role.HOOK if number == 1 else Role.CLOSE if number == last else Role.BODY
    return Scene(
        scene_id=scene_id(number),
        role=role,
        narration=narration,
        picture="" if is_key(picture) else picture[:1_000],
        picture_file=picture if is_key(picture) else "",
        voice_file=_key(voice, "voice") if voice else "",
    )


def _key(given: str, what: str) -> str:
    if not is_key(given):
        raise NotAnInputKey(param="script", given=given[:200], what=what)
    return given


def _first_words(narration: str) -> str:
    return " ".join(narration.split()[:8])
