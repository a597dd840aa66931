"""A film's script: a title and its scenes in the order they are told.

A scene is what is said and what is seen meanwhile. `scene_id` is stable: editing a scene keeps it, so only that
scene's stages run again. A script has 1 to 60 scenes.
"""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mutoscope.errors import InvalidInput

MOST_SCENES = 60
MOST_NARRATION = 1_200


class Role(StrEnum):
    HOOK = "hook"
    BODY = "body"
    CLOSE = "close"


class Scene(BaseModel):
    """`picture` describes what is seen; `keywords` are its things, most important first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scene_id: Annotated[str, Field(pattern=r"^s[0-9a-z]{1,12}$")]
    role: Role = Role.BODY
    narration: Annotated[str, Field(min_length=1, max_length=MOST_NARRATION)]
    picture: Annotated[str, Field(max_length=1_000)] = ""
    keywords: tuple[str, ...] = ()


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
    """The script has no scene."""

    code = "script_empty"
    hint = "Write at least one scene; an empty line, or a line with ---, parts scenes."


class TooManyScenes(InvalidInput):
    """The script has {count} scenes; a film takes at most {most}."""

    code = "too_many_scenes"
    hint = "Join scenes, or make two films."


class SceneTooLong(InvalidInput):
    """Scene {number} has {length} characters of narration; a scene takes at most {most}."""

    code = "scene_too_long"
    hint = "Part it into two scenes with an empty line."


def scene_id(number: int) -> str:
    return f"s{number:02d}"


def parse_script(text: str, *, language: str, title: str | None) -> Script:
    """Reads a script in plain text: scenes parted by an empty line or a line of dashes.

    A first line `# Title` names the film; a line `[picture: ...]` inside a scene says what is seen.
    """
    heading = re.match(r"\s*#\s+(.+)", text)
    body = text[heading.end() :] if heading else text
    blocks = [block.strip() for block in re.split(r"\n\s*(?:-{3,}\s*)?\n|^\s*-{3,}\s*$", body, flags=re.MULTILINE)]
    blocks = [block for block in blocks if _narration(block)]
    if not blocks:
        raise ScriptEmpty(param="script")
    if len(blocks) > MOST_SCENES:
        raise TooManyScenes(param="script", count=len(blocks), most=MOST_SCENES)
    scenes = tuple(_scene(number, block, last=len(blocks)) for number, block in enumerate(blocks, start=1))
    named = title or (heading.group(1).strip() if heading else _first_words(scenes[0].narration))
    return Script(title=named[:200], language=language, scenes=scenes)


_PICTURE = re.compile(r"\[picture:\s*([^\]]*)\]", re.IGNORECASE)


def _narration(block: str) -> str:
    return " ".join(_PICTURE.sub(" ", block).split())


def _scene(number: int, block: str, *, last: int) -> Scene:
    narration = _narration(block)
    if len(narration) > MOST_NARRATION:
        raise SceneTooLong(param="script", number=number, length=len(narration), most=MOST_NARRATION)
    picture = _PICTURE.search(block)
    role = Role.HOOK if number == 1 else Role.CLOSE if number == last else Role.BODY
    return Scene(
        scene_id=scene_id(number),
        role=role,
        narration=narration,
        picture=picture.group(1).strip()[:1_000] if picture else "",
    )


def _first_words(narration: str) -> str:
    return " ".join(narration.split()[:8])
