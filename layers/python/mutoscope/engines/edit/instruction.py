"""Understanding an instruction: the edits that its words ask for, in the order they are said.

An instruction is followed whole or refused: a word that nothing is known of is named, and never passed over.
"""

import re
import unicodedata
from dataclasses import dataclass

from mutoscope.engines.edit.tones import Apply
from mutoscope.engines.edit.vocabulary import IDLE, STRONG, WEAK, WORDS
from mutoscope.errors import InvalidInput

_SPACES = re.compile(r"[^\w&°'-]+")
_NEAR = 24
"""How many characters from an edit's word its degree may stand."""
_BEHIND = re.compile(
    r"\b(?:(?:replace|change|swap|exchange|turn|put|set) (?:the |its )?background (?:with|to|into|by|for|as)"
    r"|(?:put|place|move|set) (?:it|him|her|them|this|(?:the |my )\w+) (?:in front of|before|in|on|at|into))"
    r" (?:an? |the |some )?(?P<drawn>.+)$"
)
_ADD = re.compile(
    r"\b(?:add|put|place|draw|insert|include|paint) (?:an? |some |the |another |two |three )?(?P<drawn>.+)$"
)
_SIDE = re.compile(
    r"\b(?:(?:on|at|to|in) the |on its |far )?(?:(left)|(right)|(middle|cent(?:er|re)))(?: (?:hand )?(?:side|edge))?\b"
)
_COMMAND = re.compile(
    r"(?:please )?(?:make|turn|change|convert|transform|let|give|have|fix|improve|edit|adjust|replace|swap"
    r"|exchange|remove|erase|delete|fill|keep|show)\b"
)
_REMOVE = re.compile(r"\b(?:remove|erase|delete|take (?:away|out)|get rid of|clean up|heal)\b")
_INSTEAD = re.compile(
    r"\b(?:replace|swap|exchange|change|turn|transform|convert) .+? (?:with|for|by|into|to) (?:an? |some |the )?"
    r"(?P<drawn>.+)$"
)


class EditNotUnderstood(InvalidInput):
    """The embedded retoucher cannot carry out this instruction; it does not know: {unknown}."""

    code = "edit_not_understood"
    hint = (
        "It does colours, tones, the hour, the weather, painterly styles, frames and backgrounds in English words, and"
        " redraws what a mask leaves clear. For any other instruction run a model: docs/models.md says how, and"
        " GET /v1/kinds names those that serve image_edit."
    )


@dataclass(frozen=True)
class Edit:
    name: str
    strength: float
    apply: Apply


def understand(prompt: str) -> tuple[Edit, ...]:
    """Raises EditNotUnderstood."""
    edits, unknown = read(prompt)
    if unknown or not edits:
        raise EditNotUnderstood(param="prompt", unknown=", ".join(unknown) or "what is to change")
    return edits


def read(prompt: str) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """The edits, each once, and the words that ask for something else."""
    text = plain(prompt)
    left, found = text, []
    for word in WORDS:
        for match in word.pattern.finditer(left):
            found.append((match.start(), Edit(word.name, _strength(text, *match.span()), word.edit(match))))
            left = left[: match.start()] + "\0" * len(match.group()) + left[match.end() :]
    rest = STRONG.sub("", WEAK.sub("", left)).replace("\0", " ")
    unknown = tuple(dict.fromkeys(word for word in rest.split() if word not in IDLE))
    in_order = [edit for _, edit in sorted(found, key=lambda each: each[0])]
    return tuple({edit.name: edit for edit in reversed(in_order)}.values())[::-1], unknown


@dataclass(frozen=True)
class Drawn:
    """What is to be drawn, the edits that are asked for besides, and where: left (-1), right (1) or where it fits."""

    words: str
    edits: tuple[Edit, ...]
    side: int = 0


def scene_behind(prompt: str) -> Drawn | None:
    """What the background is to be replaced with; None where nothing of the kind is asked for."""
    return _drawn(_BEHIND, prompt)


def figure_to_add(prompt: str) -> Drawn | None:
    """What is to be drawn into the picture; None where nothing of the kind is asked for."""
    return _drawn(_ADD, prompt)


def wanted_in_mask(prompt: str) -> str:
    """What is to be seen where the mask is: of "replace the dog with a cat" or "remove it and add a cat", the cat."""
    text = plain(prompt)
    found = _ADD.search(text) or _INSTEAD.search(text)
    return _SIDE.sub("", found["drawn"]).strip() if found else text


def _drawn(pattern: re.Pattern[str], prompt: str) -> Drawn | None:
    """Raises EditNotUnderstood for what is said before it and means nothing here."""
    text = plain(prompt)
    found = pattern.search(text)
    if found is None:
        return None
    edits, unknown = read(text[: found.start()])
    if unknown:
        raise EditNotUnderstood(param="prompt", unknown=", ".join(unknown))
    side = _SIDE.search(found["drawn"])
    words = _SIDE.sub("", found["drawn"]).strip()
    return Drawn(words, edits, (bool(side[2]) - bool(side[1])) if side else 0)


def is_command(prompt: str) -> bool:
    """Whether it tells to do something, and does not describe what is to be seen."""
    return _COMMAND.match(plain(prompt)) is not None


def is_removal(prompt: str) -> bool:
    """Whether what lies under the mask is only to go."""
    text = plain(prompt)
    return _REMOVE.search(text) is not None and not (_ADD.search(text) or _INSTEAD.search(text))


def plain(prompt: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", prompt).lower()).strip()


def _strength(text: str, start: int, end: int) -> float:
    before, after = text[max(0, start - _NEAR) : start], text[end : end + 12]
    if WEAK.search(before) or WEAK.search(after):
        return 0.5
    return 1.6 if STRONG.search(before) or STRONG.search(after) else 1.0
