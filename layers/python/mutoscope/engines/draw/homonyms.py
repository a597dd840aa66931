"""Words that name two things: which of them is meant is told by the other words of the scene and of its film.

`homonyms.txt` is the table: a word, a bar, the words that give one meaning away, a colon, pictograms, the best first,
or none where the thing that is meant has no true picture. The first line that fits counts; a word that stands beside
itself stands for any company.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Meaning:
    """What a word shows in the company of one of `near`."""

    near: frozenset[str]
    names: tuple[str, ...]


def _read(table: str) -> dict[str, tuple[Meaning, ...]]:
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    for line in table.splitlines():
        word, _, rest = line.partition("|")
        near, _, names = rest.partition(":")
        spoken = frozenset(other.replace("-", " ") for other in near.split())
        meanings[word.strip()].append(Meaning(spoken, tuple(names.split())))
    return {word: tuple(known) for word, known in meanings.items()}


HOMONYMS: Mapping[str, tuple[Meaning, ...]] = _read(
    files("mutoscope.engines.draw").joinpath("homonyms.txt").read_text(encoding="utf-8")
)


def meant_by(word: str, company: frozenset[str]) -> tuple[str, ...] | None:
    """The pictograms for `word` beside those words; None where they do not tell."""
    known = HOMONYMS.get(word, ())
    return next((meaning.names for meaning in known if meaning.near & company), None)
