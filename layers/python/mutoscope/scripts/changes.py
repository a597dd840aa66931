"""What an improvement changed in a script, why, and what it was before: nothing changes unsaid."""

from enum import StrEnum

from pydantic import BaseModel


class ChangeKind(StrEnum):
    SENTENCE_REPEATED = "sentence_repeated"
    SENTENCE_LEFT_OUT = "sentence_left_out"
    SENTENCE_SPLIT = "sentence_split"
    SUBJECT_NAMED = "subject_named"
    HOOK_MOVED = "hook_moved"
    SCENE_SPLIT = "scene_split"
    SCENE_JOINED = "scene_joined"


class ScriptChange(BaseModel):
    """`scene` is the scene's place, from 1, in the script as it was sent; `after` is empty for what is left out."""

    kind: ChangeKind
    scene: int
    before: str
    after: str
    reason: str
