"""Saying who "He" or "She" is at the head of a sentence, so that it can be told without the one before it.

Invariant: only where no other reading is possible: one person in the whole text, or the one with that title just
before. Everything else is left as it stands. English alone marks both the pronoun and the sex of its subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PRONOUN = re.compile(r"(He|She) (?=[a-z])")
_TITLED = re.compile(r"^(?:[A-Z][\w.]* )?((Mr|Mrs|Ms|Miss|Sir|Lady|Lord)\.? [A-Z][\w'’-]+)(?= [a-z])")
_FULL_NAME = re.compile(r"^((?:[A-Z][a-zà-ÿ'’-]+ ){1,2}[A-Z][a-zà-ÿ'’-]+)(?= [a-z])")
_FIRST_WORD = re.compile(r"^(?:Old |Young )?([A-Z][a-zà-ÿ'’-]+)(?= [a-z])")
_NO_PERSON = frozenset(
    """
    the a an in on at by for from of to as if when while after before since most some many all every each lake river
    mount mountain street university college company city north south east west new saint january february march
    april may june july august september october november december
    """.split()  # noqa: SIM905 - a list of words is read as words.
)
_SEX = {"Mr": "He", "Sir": "He", "Lord": "He", "Mrs": "She", "Ms": "She", "Miss": "She", "Lady": "She"}


@dataclass(frozen=True)
class Names:
    """`only` is the text's one person and the pronoun that stands for them; empty where there are several."""

    only: str = ""
    pronoun: str = ""

    @classmethod
    def of(cls, sentences: Sequence[str], language: str) -> "Names":
        if language != "en":
            return cls()
        pronouns = {found.group(1) for sentence in sentences if (found := _PRONOUN.match(sentence))}
        names = [name for name in map(_full_name, sentences) if name]
        people = {_last(name) for name in names}
        titled = any(_TITLED.match(sentence) for sentence in sentences)
        if len(people) != 1 or len(pronouns) != 1 or titled or _others(sentences, names[0]):
            return cls()
        return cls(names[0], next(iter(pronouns)))


def name_subjects(sentences: Sequence[str], names: Names) -> tuple[str, ...]:
    """For each sentence of a paragraph the same with its pronoun named, or nothing."""
    said, last = [], ""
    for sentence in sentences:
        pronoun = _PRONOUN.match(sentence)
        titled = _TITLED.match(sentence)
        if titled:
            last = titled.group(1)
        said.append(_named(sentence, pronoun.group(1), last, names) if pronoun else "")
        if not (titled or pronoun) and _FIRST_WORD.match(sentence) and _full_name(sentence):
            last = ""
    return tuple(said)


def _named(sentence: str, pronoun: str, last: str, names: Names) -> str:
    title = last.partition(" ")[0].rstrip(".")
    if last and _SEX.get(title) == pronoun:
        return _PRONOUN.sub(f"{last} ", sentence, count=1)
    if names.only and names.pronoun == pronoun:
        return _PRONOUN.sub(f"{names.only} ", sentence, count=1)
    return ""


def _full_name(sentence: str) -> str:
    found = _FULL_NAME.match(sentence)
    if found is None or any(word.lower() in _NO_PERSON for word in found.group(1).split()):
        return ""
    return found.group(1)


def _others(sentences: Sequence[str], name: str) -> bool:
    """Is anybody else named at the head of a sentence, by a word that is written large inside sentences too?"""
    own = set(name.split())
    inside = {word for sentence in sentences for word in re.findall(r"(?<=[a-z,] )[A-Z][a-zà-ÿ'’-]+", sentence)}
    heads = {found.group(1) for sentence in sentences if (found := _FIRST_WORD.match(sentence))}
    return any(head in inside and head not in own and head.lower() not in _NO_PERSON for head in heads)


def _last(name: str) -> str:
    return name.rpartition(" ")[2]
