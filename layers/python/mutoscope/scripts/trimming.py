"""Leaving out of a script what it says twice, and what does not fit into the time that was asked for.

Invariant: what stays keeps its order, and no sentence is left that leans on one that is gone.
"""

from collections.abc import Sequence
from dataclasses import replace

from mutoscope.engines.write.choosing import choose, without_repeats
from mutoscope.engines.write.passages import Told, tell
from mutoscope.engines.write.sentences import Paragraph
from mutoscope.scripts.changes import ChangeKind, ScriptChange
from mutoscope.scripts.telling import Line, plain

_REPEATED = "It says again what was said before."
_LEANS = "It leans on a sentence that was left out."
_NO_TIME = "It tells less than the others, and all together take longer than was asked for."
_NAMED = "What it leaned on was left out, so who is meant is named."


def trim_repeats(lines: Sequence[Line], language: str) -> tuple[list[Told], list[ScriptChange]]:
    """What is said once; `paragraph` of each is its scene."""
    kept: list[Line] = []
    changes: list[ScriptChange] = []
    said: set[str] = set()
    for line in lines:
        if plain(line.text) in said:
            changes.append(_left_out(ChangeKind.SENTENCE_REPEATED, line.scene, line.text, _REPEATED))
        else:
            kept.append(line)
            said.add(plain(line.text))
    told = _told(kept, language)
    left = without_repeats(told, language)
    return _numbered(left), changes + _difference(told, left, ChangeKind.SENTENCE_REPEATED, _REPEATED)


def trim_to(told: Sequence[Told], language: str, seconds: float) -> tuple[list[Told], list[ScriptChange]]:
    """The most telling sentences that fit into so many seconds of speech, and the script's own ending."""
    chosen = choose(told, language, seconds)
    return _numbered(chosen), _difference(told, chosen, ChangeKind.SENTENCE_LEFT_OUT, _NO_TIME)


def _told(lines: Sequence[Line], language: str) -> tuple[Told, ...]:
    scenes = dict.fromkeys(line.scene for line in lines)
    paragraphs = [Paragraph(None, tuple(line.text for line in lines if line.scene == scene)) for scene in scenes]
    numbers = dict(enumerate(scenes))
    told = [replace(each, paragraph=numbers[each.paragraph]) for each in tell(paragraphs, language)]
    # Whatever the script opens with stands by itself: its writer meant it to.
    return tuple(replace(each, leans=False) if each.place == 0 else each for each in told)


def _numbered(told: Sequence[Told]) -> list[Told]:
    return [replace(each, place=place) for place, each in enumerate(told)]


def _difference(before: Sequence[Told], after: Sequence[Told], kind: ChangeKind, reason: str) -> list[ScriptChange]:
    left = {each.place: each.text for each in after}
    changes = []
    for each in before:
        if each.place not in left:
            why = _LEANS if each.leans and each.place - 1 not in left else reason
            what = ChangeKind.SENTENCE_LEFT_OUT if why is _LEANS else kind
            changes.append(_left_out(what, each.paragraph, each.text, why))
        elif left[each.place] != each.text:
            named = ScriptChange(
                kind=ChangeKind.SUBJECT_NAMED,
                scene=each.paragraph,
                before=each.text,
                after=left[each.place],
                reason=_NAMED,
            )
            changes.append(named)
    return changes


def _left_out(kind: ChangeKind, scene: int, text: str, reason: str) -> ScriptChange:
    return ScriptChange(kind=kind, scene=scene, before=text, after="", reason=reason)
