"""The shape in which a language model hands in a script, and how it becomes one of ours.

Invariant: what leaves here is a valid Script whose ids and roles are ours, whatever the model wrote.
"""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mutoscope.films.script import MOST_NARRATION, MOST_SCENES, Role, Scene, Script, scene_id

_Keyword = Annotated[str, Field(max_length=80)]


class DraftScene(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    narration: Annotated[str, Field(min_length=1, max_length=MOST_NARRATION)]
    picture: Annotated[str, Field(max_length=1_000)] = ""
    keywords: Annotated[list[_Keyword], Field(max_length=20)] = []


class Draft(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=200)]
    scenes: Annotated[list[DraftScene], Field(min_length=1, max_length=MOST_SCENES)]


def read_draft(answer: str) -> Draft:
    """The draft in a model's answer, which may stand between ``` marks or other words. Raises ValidationError."""
    found = re.search(r"\{.*\}", answer, re.DOTALL)
    return Draft.model_validate_json(found.group(0) if found else answer)


def make_script(draft: Draft, title: str | None, language: str) -> Script:
    last = len(draft.scenes) - 1
    scenes = tuple(
        Scene(
            scene_id=scene_id(number + 1),
            role=Role.HOOK if number == 0 else Role.CLOSE if number == last else Role.BODY,
            narration=" ".join(scene.narration.split()),
            picture=scene.picture,
            keywords=tuple(dict.fromkeys(keyword.strip() for keyword in scene.keywords if keyword.strip())),
        )
        for number, scene in enumerate(draft.scenes)
    )
    return Script(title=(title or draft.title)[:200], language=language, scenes=scenes)
