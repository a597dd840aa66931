"""Paints a card of type, a title, a great number or a quotation, on its style's plate or in a glow of its own."""

from mutoscope.engines.draw.board import Board
from mutoscope.engines.draw.cards import Card, Title
from mutoscope.engines.draw.charts import Charter
from mutoscope.engines.draw.inks import Inks
from mutoscope.engines.draw.lettering import Align, Lettering, set_type
from mutoscope.engines.draw.outlines import ellipse, rounded
from mutoscope.engines.draw.raster import Cut
from mutoscope.engines.draw.room import Box
from mutoscope.engines.draw.statements import Comparison, Dates, Number, Quotation
from mutoscope.engines.draw.styles import Plate

RIGHT_TO_LEFT = frozenset({"ar"})
_SHORT_TITLE = 12
"""Characters of a title that may be set very large."""
_MARKS = {"ja": "「", "zh": "“"}


class CardArtist:
    """Paints one card into `box`; `unit` is one hundredth of the picture's short side."""

    def __init__(self, box: Box, unit: float, language: str, inks: Inks, plate: Plate, align: Align) -> None:
        self._box, self._unit, self._language = box, unit, language
        self._inks, self._plate, self._align = inks, plate, align
        self._board = Board(box, unit * 9)

    def paint(self, card: Card) -> Cut:
        match card:
            case Title():
                self._title(card)
            case Number():
                self._number(card)
            case Quotation():
                self._quotation(card)
            case Comparison() | Dates():
                Charter(self._board, self._box, self._unit, self._language, self._inks).paint(card)
        return self._board.cut()

    def _title(self, title: Title) -> None:
        rule, gap = self._unit * 1.1, self._unit * 4.2
        room = self._box.height - (rule + gap) * (2 if title.closing else 1)
        short = len(title.text) <= _SHORT_TITLE
        largest = self._unit * (10 if title.closing else 20 if short else 14)
        text = set_type(title.text, self._language, self._box.width, room, largest=largest, align=self._align, lines=5)
        height = text.mask.shape[0] + (rule + gap) * (2 if title.closing else 1)
        top = self._box.top + (self._box.height - height) / 2
        self._plate_under(text.mask.shape[1], top, height)
        self._rule(top, rule)
        self._type(text, top + rule + gap)
        if title.closing:
            self._rule(top + height - rule, rule)

    def _number(self, number: Number) -> None:
        if number.share is not None:
            Charter(self._board, self._box, self._unit, self._language, self._inks).ring(number)
            return
        width, height = self._box.width, self._box.height
        great = set_type(
            number.shown, self._language, width, height * 0.62, largest=self._unit * 27, align=self._align, lines=1
        )
        small = (
            set_type(
                number.unit, self._language, width, height * 0.24,
                largest=min(self._unit * 8, great.letters * 0.42), align=self._align, lines=1,
            )
            if number.unit
            else None
        )  # fmt: skip
        gap = self._unit * 3.2
        tall = great.mask.shape[0] + (gap + small.mask.shape[0] if small else 0)
        top = self._box.top + (height - tall) / 2
        self._plate_under(max(great.mask.shape[1], small.mask.shape[1] if small else 0), top, tall)
        self._type(great, top, colour=self._inks.accent if self._plate is not Plate.GLOW else None)
        if small:
            self._type(small, top + great.mask.shape[0] + gap)

    def _quotation(self, quotation: Quotation) -> None:
        language, unit = self._language, self._unit
        mark = set_type(_MARKS.get(language, "“"), language, unit * 20, unit * 12, largest=unit * 22)
        gap = unit * 2.4
        room = self._box.height - mark.mask.shape[0] - gap
        text = set_type(quotation.text, language, self._box.width, room, largest=unit * 9.5, align=self._align, lines=7)
        height = mark.mask.shape[0] + gap + text.mask.shape[0]
        top = self._box.top + (self._box.height - height) / 2
        self._plate_under(text.mask.shape[1], top, height)
        self._type(mark, top, colour=self._inks.accent)
        self._type(text, top + mark.mask.shape[0] + gap)

    def _type(self, text: Lettering, y: float, *, colour: str | None = None) -> None:
        x = self._left_of(text.mask.shape[1])
        if self._plate is Plate.GLOW:
            self._board.glow(text.mask, x, y, self._inks.plate, reach=self._unit * 3.2, strength=0.62)
        self._board.type(text.mask, x, y, colour or self._inks.type)

    def _left_of(self, width: float) -> float:
        if self._align is Align.MIDDLE:
            return self._box.middle - width / 2
        return self._box.right - width if self._language in RIGHT_TO_LEFT else self._box.left

    def _rule(self, y: float, thickness: float) -> None:
        """A short bar of the accent, with a bead at its end."""
        length = self._unit * 13
        x = self._left_of(length)
        path = rounded(x, y, length * 0.84, thickness, thickness / 2)
        path += ellipse(x + length * 0.94, y + thickness / 2, thickness * 0.75, thickness * 0.75)
        self._board.shapes(f'<path d="{path}" fill="{self._inks.accent}"/>')

    def _plate_under(self, widest: float, top: float, height: float) -> None:
        """The paper or the block of colour that type stands on, in styles that have one."""
        if self._plate is Plate.GLOW:
            return
        pad, width = self._unit * 4.5, max(widest, self._unit * 22)
        x = self._left_of(width) - pad
        corner = self._unit * (1.2 if self._plate is Plate.LABEL else 0.4)
        sheet = rounded(x, top - pad, width + 2 * pad, height + 2 * pad, corner)
        shadow = "".join(
            f'<path d="{sheet}" fill="#14182b" fill-opacity="0.09" transform="translate({-step * self._unit * 0.3:.1f} '
            f'{step * self._unit * 0.45:.1f})"/>'
            for step in (1, 2, 3)
        )
        self._board.shapes(f'{shadow}<path d="{sheet}" fill="{self._inks.plate}"/>')
