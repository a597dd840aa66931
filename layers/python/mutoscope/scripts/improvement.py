"""Improving a script as an editor does who knows nothing but the script: cutting, ordering, never adding a word.

Invariant: every sentence that comes out was in what went in, but for marks, capitals and a name in the place of a
pronoun; each change is listed; a scene spoken by a recording stays as it is.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from mutoscope.engines.write.hook import open_with_hook
from mutoscope.engines.write.keywords import document_weights
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told
from mutoscope.films.pace import narration_seconds
from mutoscope.films.request import ScriptRequest
from mutoscope.films.script import Script
from mutoscope.films.times import estimated_times
from mutoscope.scripts.changes import ChangeKind, ScriptChange
from mutoscope.scripts.given import as_request
from mutoscope.scripts.parting import make_scenes, part_scenes
from mutoscope.scripts.splitting import split_sentence
from mutoscope.scripts.telling import lines_of
from mutoscope.scripts.trimming import trim_repeats, trim_to
from mutoscope.scripts.warnings import OFF_LENGTH

_ONE_BREATH = "It is too long for one breath, and its parts stand by themselves."
_HOOK = "It is the most striking sentence that makes sense at the very beginning."
_TOO_SHORT = "It takes {seconds:.0f} of the {asked} seconds that were asked for; nothing is invented to fill the rest."
_CUT_SHORT = "It takes {seconds:.0f} of the {asked} seconds that were asked for: only whole sentences are left out."
_TOO_LONG = "It still takes {seconds:.0f} of the {asked} seconds that were asked for: less cannot be told whole."


class Improvement(BaseModel):
    """`script` can be sent as it is to POST /v1/films; `notes` say what could not be done."""

    object: Literal["script_improvement"] = "script_improvement"
    script: ScriptRequest
    seconds_before: float
    seconds: float
    changes: list[ScriptChange]
    notes: list[str]


def improve(script: Script, *, asked: int | None = None) -> Improvement:
    """`asked` is the length in seconds that the film shall have, if there is one."""
    improved, changes = _edited(script, asked)
    before, seconds = (estimated_times(each)[-1].end for each in (script, improved))
    return Improvement(
        script=as_request(improved),
        seconds_before=before,
        seconds=seconds,
        changes=changes,
        notes=_notes(before, seconds, asked),
    )


def _edited(script: Script, asked: int | None) -> tuple[Script, list[ScriptChange]]:
    language = script.language
    recorded = {number for number, scene in enumerate(script.scenes, start=1) if scene.voice_file}
    lines = [line for line in lines_of(script) if line.scene not in recorded]
    if not lines:
        return script, []
    told, changes = trim_repeats(lines, language)
    if asked is not None:
        spent = sum(spoken_seconds(script.scenes[number - 1].narration, language) for number in recorded)
        left = narration_seconds(asked) - spent
        told, left_out = trim_to(told, language, max(left, 1.0))
        changes += left_out
    if not recorded:
        told, moved = _open(told, script)
        changes += moved
    sentences, split = _in_breaths(told, language)
    whole = [(number, script.scenes[number - 1].narration) for number in recorded]
    opened = bool(changes) and changes[-1].kind is ChangeKind.HOOK_MOVED
    ordered = sentences if opened else sorted([*sentences, *whole], key=lambda each: each[0])
    parts, parted = part_scenes(ordered, script.scenes, language)
    scenes = make_scenes(parts, script.scenes, language)
    return script.model_copy(update={"scenes": scenes}), [*changes, *split, *parted]


def _open(told: Sequence[Told], script: Script) -> tuple[list[Told], list[ScriptChange]]:
    """The striking sentence that the script has, at its very beginning, if it can be moved there."""
    weights = document_weights(" ".join(each.text for each in told), script.language)
    subjects = sorted(weights, key=lambda word: (-weights[word], word))[:3]
    opened = list(open_with_hook(told, None, script.language, subjects))
    if opened[0].place == told[0].place:
        return list(told), []
    hook = opened[0]
    moved = ScriptChange(
        kind=ChangeKind.HOOK_MOVED, scene=hook.paragraph, before=hook.text, after=hook.text, reason=_HOOK
    )
    return opened, [moved]


def _in_breaths(told: Sequence[Told], language: str) -> tuple[list[tuple[int, str]], list[ScriptChange]]:
    sentences: list[tuple[int, str]] = []
    changes = []
    for each in told:
        parts = split_sentence(each.text, language)
        sentences += [(each.paragraph, part) for part in parts]
        if len(parts) > 1:
            split = ScriptChange(
                kind=ChangeKind.SENTENCE_SPLIT,
                scene=each.paragraph,
                before=each.text,
                after=" ".join(parts),
                reason=_ONE_BREATH,
            )
            changes.append(split)
    return sentences, changes


def _notes(before: float, seconds: float, asked: int | None) -> list[str]:
    if asked is None or abs(seconds - asked) <= OFF_LENGTH * asked:
        return []
    missed = _TOO_LONG if seconds > asked else _CUT_SHORT if before > asked else _TOO_SHORT
    return [missed.format(seconds=seconds, asked=asked)]
