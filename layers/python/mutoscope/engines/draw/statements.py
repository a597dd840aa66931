"""What a narration states that type or a chart can show: shares, comparisons, dates, one great number, a quotation.

Quantities are charted together only when they are of one kind and each has a label of its own in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mutoscope.engines.draw.number_words import UNSPACED
from mutoscope.engines.draw.quantities import Quantity, find_quantities
from mutoscope.engines.write.words import stop_words

LEAST_NUMBER = 10
LONGEST_QUOTE = 150
LONGEST_LABEL = 16


class Chart(StrEnum):
    SHARES = "shares"
    """Parts of one whole."""
    BARS = "bars"
    COLUMNS = "columns"
    """One quantity over the years."""


@dataclass(frozen=True)
class Item:
    """One bar or part: its label and number as they are written, and its value."""

    label: str
    shown: str
    value: float


@dataclass(frozen=True)
class Comparison:
    chart: Chart
    items: tuple[Item, ...]
    unit: str


@dataclass(frozen=True)
class Dates:
    years: tuple[int, ...]


@dataclass(frozen=True)
class Number:
    """`share` is the part of a whole that a percentage speaks of, 0 to 1."""

    shown: str
    unit: str
    share: float | None = None


@dataclass(frozen=True)
class Quotation:
    text: str


Statement = Comparison | Dates | Number | Quotation


def find_statement(text: str, language: str) -> Statement | None:
    """The one that says most; None where nothing is worth showing."""
    quantities = find_quantities(text, language)
    return (
        _comparison(text, quantities, language) or _quotation(text) or _dates(quantities) or _number(text, quantities)
    )


def _comparison(text: str, quantities: Sequence[Quantity], language: str) -> Comparison | None:
    measured = _inherited(text, [quantity for quantity in quantities if not quantity.is_year])
    if not 2 <= len(measured) <= 6 or len({quantity.kind for quantity in measured}) != 1 or not measured[0].kind:
        return None
    labels = _labels(text, quantities, measured, language)
    if not labels or len({label.casefold() for label in labels}) < len(labels):
        return None
    items = tuple(Item(label, quantity.shown, quantity.value) for label, quantity in zip(labels, measured, strict=True))
    if min(item.value for item in items) <= 0:
        return None
    return Comparison(_chart_of(items, measured), items, measured[0].unit)


def _inherited(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """In a list the unit is often said once: "200 lighthouses, France 150" means lighthouses both times."""
    if not quantities or not quantities[0].unit:
        return quantities
    first = quantities[0]
    return [
        Quantity(known.shown, known.value, first.unit, first.kind, known.start, known.end)
        if not known.kind and not re.match(r"[^\W\d]", text[known.end : known.end + 1])
        else known
        for known in quantities
    ]


def _labels(
    text: str, quantities: Sequence[Quantity], measured: Sequence[Quantity], language: str
) -> tuple[str, ...] | None:
    """The years that the quantities belong to, or the words before each of them, or those after each."""
    years = [quantity for quantity in quantities if quantity.is_year]
    if len(years) == len(measured):
        order = sorted([*years, *measured], key=lambda quantity: quantity.start)
        turns = [quantity.is_year for quantity in order]
        return tuple(year.shown for year in years) if turns == [turns[0], not turns[0]] * len(years) else None
    if years:
        return None
    starts = [0, *(quantity.end for quantity in measured)]
    ends = [*(quantity.start for quantity in measured), len(text)]
    gaps = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    before = [(_CLAUSES.split(_last_sentence(gap))[-1], 2) for gap in gaps[:-1]]
    after = [(_CLAUSES.split(gap)[0], 1) for gap in gaps[1:]]
    for pieces in (before, after):
        labels = [_label(piece, language, most) for piece, most in pieces]
        if all(labels):
            return tuple(label for label in labels if label)
    return None


_CLAUSES = re.compile("[,;،؛、，；]")


def _last_sentence(piece: str) -> str:
    return re.split(r"[.!?。！？।؟:：]\s*", piece)[-1]


def _label(piece: str, language: str, most: int) -> str | None:
    """The first of at most `most` telling words; None where it is not clear which word it is."""
    if language in UNSPACED:
        head = re.split(r"[はがにへをも占有是为約约达達用花的]", piece.strip("、，,；; 和与與とやの而"))[0].strip()
        return head if 1 <= len(head) <= 6 and not re.search(r"[、，。]", head) else None
    words = re.findall(r"[^\s.,;:!?()\"“”„«»।،؛؟…—–%]+", piece)
    telling = [word for word in words if word.casefold() not in stop_words(language) and not word.isdigit()]
    if not 1 <= len(telling) <= most or len(telling[0]) > LONGEST_LABEL:
        return None
    word: str = telling[0]
    return word[0].upper() + word[1:]


def _chart_of(items: Sequence[Item], measured: Sequence[Quantity]) -> Chart:
    if all(item.label.isdigit() for item in items):
        return Chart.COLUMNS
    whole = sum(item.value for item in items)
    return Chart.SHARES if measured[0].is_percent and 97 <= whole <= 101 else Chart.BARS


_QUOTED = re.compile(r"“([^”]{8,})”|„([^“”]{8,})[“”]|«\s?([^»]{8,}?)\s?»|「([^」]{4,})」|\"([^\"]{8,})\"")


def _quotation(text: str) -> Quotation | None:
    """The words between quotation marks; two pieces of one sentence, parted by "she said", are joined again."""
    found = list(_QUOTED.finditer(text))
    if not found:
        return None
    pieces = [next(group for group in match.groups() if group).strip() for match in found]
    split = len(found) == 2 and len(text[found[0].end() : found[1].start()].split()) <= 4
    quote = f"{pieces[0].rstrip(',')}, {pieces[1]}" if split and pieces[0].endswith(",") else max(pieces, key=len)
    quote = quote.rstrip(",")
    return Quotation(quote) if len(quote) <= LONGEST_QUOTE and (" " in quote or len(quote) >= 4) else None


def _dates(quantities: Sequence[Quantity]) -> Dates | None:
    years = sorted({int(quantity.value) for quantity in quantities if quantity.is_year})
    return Dates(tuple(years)) if 2 <= len(years) <= 5 else None


def _number(text: str, quantities: Sequence[Quantity]) -> Number | None:
    for quantity in sorted(quantities, key=lambda known: (known.is_year, not known.is_percent, known.start)):
        if quantity.is_percent and 0 < quantity.value <= 100:
            return Number(quantity.shown, "", quantity.value / 100)
        counted = quantity.kind and quantity.value >= LEAST_NUMBER and not _is_of_a_name(text, quantity)
        if quantity.is_year or counted:
            return Number(_with_lower_end(text, quantity, quantities), quantity.unit)
    return None


def _is_of_a_name(text: str, quantity: Quantity) -> bool:
    """ "Apollo 11 landed", "Flight 370 vanished": the number belongs to the name before it, and no noun follows."""
    before = re.findall(r"[^\s.,;:!?()]+", text[: quantity.start])
    named = bool(before) and before[-1][0].isupper() and before[-1].casefold() not in stop_words("en")
    return named and quantity.unit.islower() and not quantity.unit.endswith("s") and len(quantity.unit) > 3


_TO = re.compile(r"\s?(?:[^\W\d]{1,4}\s|[-–—至到~〜]\s?|و)")


def _with_lower_end(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> str:
    """ "between 60 and 100 kilograms" is shown as 60–100: the upper end alone would say something else."""
    for lower in quantities:
        bare = not lower.kind and not quantity.is_year and lower.value < quantity.value
        if bare and _TO.fullmatch(text[lower.end : quantity.start]):
            return f"{lower.shown}–{quantity.shown}"
    return quantity.shown
