"""A script taken apart into what is said: its sentences, scene by scene, and what makes two of them the same."""

from dataclasses import dataclass

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.sentences import split_sentences
from mutoscope.films.script import Script

UNSPACED = frozenset({"ja", "zh"})
"""Written without blanks between words, so that words are not counted."""
SHORTEST_TITLE = 12
"""Of a shorter title, too many sentences hold the words by chance."""


@dataclass(frozen=True)
class Line:
    """One sentence of a script. `scene` counts from 1."""

    scene: int
    text: str
    seconds: float


def lines_of(script: Script) -> tuple[Line, ...]:
    return tuple(
        Line(number, text, spoken_seconds(text, script.language))
        for number, scene in enumerate(script.scenes, start=1)
        for text in split_sentences(scene.narration, script.language)
    )


def plain(text: str) -> str:
    """Its letters and digits alone: what two sentences have in common that say the same in the same words."""
    return "".join(character for character in text.casefold() if character.isalnum())


def says_title(line: Line, title: str) -> bool:
    said, named = plain(line.text), plain(title)
    return said == named or (len(named) >= SHORTEST_TITLE and named in said)


def join_sentences(sentences: list[str], language: str) -> str:
    return ("" if language in UNSPACED else " ").join(sentences)
