"""Draws simple charts on a card: bars, columns over years, parts of a whole, dates on a line, one share as a ring.

Lengths are true to the values: bars and columns begin at zero, dates lie on the line as far apart as they are in time.
"""

from math import pi
from unicodedata import category, east_asian_width

from mutoscope.engines.draw.board import Board
from mutoscope.engines.draw.inks import Inks
from mutoscope.engines.draw.lettering import Align, Lettering, set_type
from mutoscope.engines.draw.outlines import number, rounded
from mutoscope.engines.draw.room import Box
from mutoscope.engines.draw.statements import Chart, Comparison, Dates, Item, Number


class Charter:
    """Draws one chart into `box` of a board, on a plate of its own."""

    def __init__(self, board: Board, box: Box, unit: float, language: str, inks: Inks) -> None:
        self._board, self._unit, self._language, self._inks = board, unit, language, inks
        pad = unit * 3.6
        self._box = Box(box.left + pad, box.top + pad, box.right - pad, box.bottom - pad)

    def paint(self, card: Comparison | Dates) -> None:
        self._plate()
        if isinstance(card, Dates):
            self._dates(card)
            return
        match card.chart:
            case Chart.BARS:
                self._bars(card.items, self._heading(card.unit))
            case Chart.COLUMNS:
                self._columns(card.items, self._heading(card.unit))
            case Chart.SHARES:
                self._shares(card.items)

    def ring(self, share: Number) -> None:
        """One part of a whole: a ring filled as far as the share goes, the number in its middle."""
        box, half = self._box, min(self._box.width, self._box.height) / 2
        x, y, radius = box.middle, (box.top + box.bottom) / 2, half * 0.8
        self._box = Box(x - half, y - half, x + half, y + half)
        self._plate()
        self._board.shapes(
            self._arc(x, y, radius, 0, 1, self._inks.type, opacity=0.14)
            + self._arc(x, y, radius, 0, share.share or 0, self._inks.accent)
        )
        text = self._set(share.shown, radius * 1.3, radius * 0.7, largest=self._unit * 13)
        self._board.type(text.mask, x - text.mask.shape[1] / 2, y - text.mask.shape[0] / 2, self._inks.type)

    def _bars(self, items: tuple[Item, ...], area: Box) -> None:
        most, row = max(item.value for item in items), area.height / len(items)
        letters, shapes = min(row * 0.5, self._unit * 5.2), ""
        for index, item in enumerate(items):
            top = area.top + row * index
            label = self._set(item.label, area.width * 0.55, letters * 1.5, largest=letters)
            shown = self._set(item.shown, area.width * 0.42, letters * 1.5, largest=letters)
            foot = top + row * 0.52
            self._line_up(label, area.left, foot)
            self._line_up(shown, area.right - shown.mask.shape[1], foot)
            thick = min(row * 0.24, self._unit * 3.2)
            colour = self._inks.accent if item.value == most else self._inks.series[1]
            shapes += self._bar(area.left, foot + row * 0.1, area.width, thick, self._inks.type, 0.12)
            shapes += self._bar(area.left, foot + row * 0.1, max(area.width * item.value / most, thick), thick, colour)
        self._board.shapes(shapes)

    def _columns(self, items: tuple[Item, ...], area: Box) -> None:
        most, step = max(item.value for item in items), area.width / len(items)
        letters = min(self._unit * 5, step * 0.3)
        floor, shapes = area.bottom - letters * 1.7, ""
        for index, item in enumerate(items):
            middle = area.left + step * (index + 0.5)
            shown = self._set(item.shown, step * 0.94, letters * 2.6, largest=letters, align=Align.MIDDLE)
            label = self._set(item.label, step * 0.94, letters * 1.5, largest=letters, align=Align.MIDDLE)
            tall = (floor - area.top - letters * 2.6) * item.value / most
            half = min(step * 0.27, self._unit * 7)
            colour = self._inks.accent if index == len(items) - 1 else self._inks.series[1]
            path = rounded(middle - half, floor - tall, 2 * half, tall, min(self._unit, tall / 2))
            shapes += f'<path d="{path}" fill="{colour}"/>'
            self._line_up(shown, middle - shown.mask.shape[1] / 2, floor - tall - letters * 0.45)
            self._line_up(label, middle - label.mask.shape[1] / 2, area.bottom)
        self._board.shapes(shapes + self._bar(area.left, floor, area.width, self._unit * 0.5, self._inks.type, 0.35))

    def _shares(self, items: tuple[Item, ...]) -> None:
        box, whole = self._box, sum(item.value for item in items)
        radius = min(box.height * 0.36, box.width * 0.17)
        x, y, start, shapes = box.left + radius * 1.21, (box.top + box.bottom) / 2, 0.0, ""
        left, row = x + radius * 1.6, box.height * 0.84 / max(len(items), 3)
        longest = max(_breadth(item.label) + _breadth(item.shown) for item in items) + 3
        letters = min(row * 0.62, self._unit * 5, (box.right - left) / longest / 0.58)
        for index, item in enumerate(items):
            colour = self._inks.series[index]
            shapes += self._arc(x, y, radius, start, start + item.value / whole, colour)
            start += item.value / whole
            foot = y + row * (index - len(items) / 2 + 0.5) + letters * 0.36
            shapes += self._bar(left, foot - letters * 0.72, letters * 0.72, letters * 0.72, colour)
            shown = self._set(item.shown, (box.right - left) * 0.5, letters * 1.5, largest=letters)
            shown_left = box.right - shown.mask.shape[1]
            label = self._set(item.label, shown_left - left - letters * 1.6, letters * 1.5, largest=letters)
            self._line_up(label, left + letters * 1.15, foot)
            self._line_up(shown, shown_left, foot)
        self._board.shapes(shapes)

    def _dates(self, dates: Dates) -> None:
        box, first = self._box, dates.years[0]
        span, y = dates.years[-1] - first, (self._box.top + self._box.bottom) / 2
        inset, shapes = self._unit * 8, ""
        shapes += self._bar(box.left, y - self._unit * 0.4, box.width, self._unit * 0.8, self._inks.type, 0.4)
        for index, year in enumerate(dates.years):
            x = box.left + inset + (box.width - 2 * inset) * (year - first) / span
            dot = self._unit * 3
            shapes += self._bar(x - dot / 2, y - dot / 2, dot, dot, self._inks.accent)
            text = self._set(str(year), self._unit * 20, self._unit * 9, largest=self._unit * 6)
            foot = y - self._unit * 4 if index % 2 == 0 else y + self._unit * 4 + text.mask.shape[0]
            self._line_up(text, x - text.mask.shape[1] / 2, foot)
        self._board.shapes(shapes)

    def _heading(self, unit: str) -> Box:
        """Sets the unit above the chart, where there is one, and answers what is left below it."""
        box = self._box
        if not unit:
            return box
        text = self._set(unit, box.width, self._unit * 6, largest=self._unit * 4.2)
        self._board.type(text.mask, box.left, box.top, self._inks.accent)
        return Box(box.left, box.top + self._unit * 6.5, box.right, box.bottom)

    def _plate(self) -> None:
        pad, box = self._unit * 3.6, self._box
        sheet = rounded(box.left - pad, box.top - pad, box.width + 2 * pad, box.height + 2 * pad, self._unit * 2.2)
        shade = (
            f'<path d="{sheet}" fill="#14182b" fill-opacity="0.12" transform="translate(0 {self._unit * 0.8:.1f})"/>'
        )
        self._board.shapes(f'{shade}<path d="{sheet}" fill="{self._inks.plate}" fill-opacity="0.93"/>')

    def _set(self, text: str, width: float, height: float, *, largest: float, align: Align = Align.START) -> Lettering:
        return set_type(text, self._language, width, height, largest=largest, align=align, lines=1)

    def _line_up(self, text: Lettering, x: float, foot: float) -> None:
        self._board.type(text.mask, x, foot - text.mask.shape[0], self._inks.type)

    def _bar(self, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0) -> str:
        path = rounded(x, y, width, height, min(width, height) / 2)
        return f'<path d="{path}" fill="{colour}" fill-opacity="{opacity:.2f}"/>'

    def _arc(
        self, x: float, y: float, radius: float, start: float, end: float, colour: str, *, opacity: float = 1.0
    ) -> str:
        """A piece of a ring; `start` and `end` are shares of the round, from the top clockwise."""
        around = 2 * pi * radius
        return (
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" stroke="{colour}" '
            f'stroke-opacity="{opacity:.2f}" stroke-width="{number(radius * 0.42)}" '
            f'stroke-dasharray="{around * (end - start):.2f} {around:.2f}" '
            f'transform="rotate({360 * start - 90:.3f} {number(x)} {number(y)})"/>'
        )


def _breadth(text: str) -> int:
    """About how many letters wide a text is: marks of a letter add nothing, wide characters count twice."""
    letters = [letter for letter in text if not category(letter).startswith("M")]
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in letters)
