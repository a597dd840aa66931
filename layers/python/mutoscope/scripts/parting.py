"""Putting sentences back into their scenes: a scene that is too long becomes several, one that is too short joins.

Invariant: what a scene shows stays with its first part, and a scene that is spoken by a recording stays whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.script import MOST_NARRATION, MOST_SCENES, Role, Scene, scene_id
from mutoscope.scripts.changes import ChangeKind, ScriptChange
from mutoscope.scripts.telling import join_sentences
from mutoscope.scripts.warnings import LONGEST_SCENE, SHORTEST_SCENE

_GOOD_SCENE = 10.0
_LONG = "It takes {seconds:.0f} seconds: each part gets a picture of its own."
_SHORT = "It is over in {seconds:.1f} seconds, before a picture of its own is taken in."


@dataclass(frozen=True)
class Part:
    """What is said in one scene to be. `source` is the place, from 1, of the scene it comes from."""

    source: int
    sentences: tuple[str, ...]

    def said(self, language: str) -> str:
        return join_sentences(list(self.sentences), language)


def part_scenes(
    sentences: Sequence[tuple[int, str]], scenes: Sequence[Scene], language: str
) -> tuple[list[Part], list[ScriptChange]]:
    """`sentences` come with the place of their scene."""
    whole = [Part(scene, tuple(text for _, text in group)) for scene, group in groupby(sentences, lambda each: each[0])]
    changes: list[ScriptChange] = []
    parts: list[Part] = []
    room = MOST_SCENES - len(whole)
    for part in whole:
        pieces = [part] if scenes[part.source - 1].voice_file else list(_split(part, language))
        if len(pieces) > 1 and len(pieces) - 1 <= room:
            room -= len(pieces) - 1
            changes.append(_was_split(part, pieces, language))
        else:
            pieces = [part]
        parts += pieces
    return _joined(parts, scenes, language, changes), changes


def make_scenes(parts: Sequence[Part], scenes: Sequence[Scene], language: str) -> tuple[Scene, ...]:
    shown: set[int] = set()
    made = []
    for number, part in enumerate(parts, start=1):
        scene = scenes[part.source - 1]
        if part.source in shown:
            scene = scene.model_copy(update={"picture": "", "picture_file": "", "keywords": ()})
        shown.add(part.source)
        role = Role.HOOK if number == 1 else Role.CLOSE if number == len(parts) else Role.BODY
        update = {"scene_id": scene_id(number), "role": role, "narration": part.said(language)}
        made.append(scene.model_copy(update=update))
    return tuple(made)


def _split(part: Part, language: str) -> Iterator[Part]:
    """Parts of about ten seconds, when the whole takes too long."""
    if spoken_seconds(part.said(language), language) <= LONGEST_SCENE:
        yield part
        return
    current: list[str] = []
    for sentence in part.sentences:
        together = spoken_seconds(join_sentences([*current, sentence], language), language)
        if current and together > _GOOD_SCENE:
            yield replace(part, sentences=tuple(current))
            current = []
        current.append(sentence)
    yield replace(part, sentences=tuple(current))


def _joined(parts: Sequence[Part], scenes: Sequence[Scene], language: str, changes: list[ScriptChange]) -> list[Part]:
    """The opening and the close stay, and so does whatever has a picture or a voice of its own."""
    joined: list[Part] = []
    for number, part in enumerate(parts):
        takes = spoken_seconds(part.said(language), language)
        if 0 < number < len(parts) - 1 and takes < SHORTEST_SCENE and _can_join(joined[-1], part, scenes, language):
            before = joined.pop()
            joined.append(replace(before, sentences=(*before.sentences, *part.sentences)))
            changes.append(
                ScriptChange(
                    kind=ChangeKind.SCENE_JOINED,
                    scene=part.source,
                    before=part.said(language),
                    after=joined[-1].said(language),
                    reason=_SHORT.format(seconds=takes),
                )
            )
        else:
            joined.append(part)
    return joined


def _can_join(before: Part, part: Part, scenes: Sequence[Scene], language: str) -> bool:
    own, other = scenes[part.source - 1], scenes[before.source - 1]
    together = f"{before.said(language)} {part.said(language)}"
    bare = not (own.picture or own.picture_file or own.voice_file or other.voice_file)
    return bare and len(together) <= MOST_NARRATION and spoken_seconds(together, language) <= LONGEST_SCENE


def _was_split(part: Part, pieces: Sequence[Part], language: str) -> ScriptChange:
    said = part.said(language)
    return ScriptChange(
        kind=ChangeKind.SCENE_SPLIT,
        scene=part.source,
        before=said,
        after="\n\n".join(piece.said(language) for piece in pieces),
        reason=_LONG.format(seconds=spoken_seconds(said, language)),
    )
