"""What a film made from a document opens with: the question of its title, or its most striking sentence.

Invariant: the sentence that is moved to the front is understood there, and no sentence is said twice.
"""

import re
from collections.abc import Sequence

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told

_STORY = 0.34
"""A text in which a third of the sentences leans on the one before is told in its own order."""
_FEWEST = 6
_STRIKING = re.compile(
    r"\b(?:half|most|more than|only|never|every|first|largest|oldest|fastest|deepest|biggest|billions?|millions?"
    r"|mitad|más de|nunca|millones|moitié|plus de|jamais|millions|hälfte|mehr als|nie|millionen|größte\w*"
    r"|setengah|terbesar|jutaan|lebih dari)\b|आधे|सबसे|करोड़|लाख|一半|最|亿|超过|半分|億|نصف|أكثر من|ملايين|பாதி|கோடி",
    re.IGNORECASE,
)


def open_with_hook(chosen: Sequence[Told], title: str | None, language: str) -> tuple[str, ...]:
    """The sentences in the order in which the film tells them."""
    texts = [sentence.text for sentence in chosen]
    if title and title.strip().endswith(("?", "？", "؟")) and title.strip() not in texts:
        return (title.strip(), *texts)
    if len(chosen) < _FEWEST or _is_story(chosen):
        return tuple(texts)
    hook = max(_movable(chosen), key=lambda place: _strikes(chosen[place], place, language), default=0)
    return (texts[hook], *texts[:hook], *texts[hook + 1 :])


def _is_story(chosen: Sequence[Told]) -> bool:
    return sum(sentence.leans for sentence in chosen) >= _STORY * len(chosen)


def _movable(chosen: Sequence[Told]) -> list[int]:
    """All but the last, which closes the film, and those that lean or are leaned on."""
    pairs = zip(range(len(chosen) - 1), chosen, chosen[1:], strict=False)
    return [place for place, sentence, following in pairs if not sentence.leans and not following.leans]


def _strikes(sentence: Told, place: int, language: str) -> float:
    """Short, with a strong word or one number; the opening sentence wins unless another is clearly better."""
    striking = 1.0 * len(set(_STRIKING.findall(sentence.text))) + 0.5 * (len(re.findall(r"\d+", sentence.text)) == 1)
    too_long = 0.25 * max(0.0, spoken_seconds(sentence.text, language) - 6)
    too_short = 1.0 if spoken_seconds(sentence.text, language) < 2 else 0.0
    return striking + (0.9 if place == 0 else 0.0) - too_long - too_short
