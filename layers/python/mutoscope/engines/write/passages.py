"""The passages a script can be made of: a sentence together with those before it that it leans on.

Invariant: a passage can be said by itself; no sentence of it points at something that was left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mutoscope.engines.write.leaning import leans, speaks_of_the_known
from mutoscope.engines.write.naming import Names, name_subjects
from mutoscope.engines.write.sentences import Paragraph

MOST_SENTENCES = 3


@dataclass(frozen=True)
class Told:
    """One sentence of the document: its place, the paragraph it stands in, and whether it leans on the one before."""

    place: int
    text: str
    paragraph: int
    opens: bool
    leans: bool
    section: int = 0
    """The number of the heading it stands under."""
    known: bool = False
    """Does it open with "The ...", of what was mostly named just before? It is then best told with that."""
    heading: str = ""
    """The heading of the list it was read from; empty for prose."""
    named: str = ""
    """The sentence with its "He" or "She" named, where it is certain who is meant."""

    def alone(self) -> "Told":
        """As it is told without the sentence before it."""
        return replace(self, text=self.named, leans=False) if self.named else self


def tell(paragraphs: Sequence[Paragraph], language: str) -> tuple[Told, ...]:
    """All sentences of the document in order, each text once."""
    told: list[Told] = []
    seen: set[str] = set()
    section, heading = 0, ""
    names = Names.of([sentence for paragraph in paragraphs for sentence in paragraph.sentences], language)
    for number, paragraph in enumerate(paragraphs):
        section += paragraph.heading is not None
        heading = paragraph.heading or heading
        resolved = name_subjects(paragraph.sentences, names)
        for position, (text, named) in enumerate(zip(paragraph.sentences, resolved, strict=True)):
            if text.casefold() not in seen:
                seen.add(text.casefold())
                opens = position == 0
                listed = heading if paragraph.listed else ""
                known = not opens and not paragraph.listed and speaks_of_the_known(text, language)
                told.append(Told(len(told), text, number, opens, leans(text, language), section, known, listed, named))
    return tuple(told)


def understood(chosen: Sequence[Told]) -> tuple[Told, ...]:
    """What is chosen, without sentences that lean on one that is not; those that can be named are named instead."""
    kept: list[Told] = []
    for sentence in chosen:
        follows = bool(kept) and kept[-1].place == sentence.place - 1
        if follows or not sentence.leans:
            kept.append(sentence)
        elif sentence.named:
            kept.append(sentence.alone())
    return tuple(kept)


def passage(told: Sequence[Told], place: int) -> range | None:
    """The places to be said so that the sentence at `place` is understood, or None if that takes too many."""
    first = place
    while (told[first].leans and not told[first].named) or _continues(told, first, place):
        if first == 0 or place - first + 1 >= MOST_SENTENCES or told[first - 1].paragraph != told[first].paragraph:
            return None
        first -= 1
    return range(first, place + 1)


def _continues(told: Sequence[Told], first: int, place: int) -> bool:
    same = first > 0 and told[first - 1].paragraph == told[first].paragraph
    return told[first].known and same and place - first + 1 < MOST_SENTENCES
