"""Paints a study: boards side by side on one sheet of paper, drawn by one pen, the view moving from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.clips.boards import Board, Mark
from mutoscope.clips.sketch import Points, Sketch, sketch_letters, sketch_lines, sketch_pictogram
from mutoscope.engines.draw.lettering import Align, set_type
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.raster import rasterise
from mutoscope.render.planes import Planes, convert

Pixels = NDArray[np.uint8]
Ink = tuple[int, int, int]
PAPER, DOT = (251, 250, 245), (232, 231, 224)
INK, ACCENT, ARROW = (38, 46, 61), (214, 84, 48), (58, 122, 165)
_WASH_FRAMES, _MOVE_FRAMES = 16, 16
_PEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}" viewBox="0 0 100 100"><path d="M4 96L16 66L78 4'
    'Q86 -2 94 6Q102 14 96 22L34 84Z" fill="#2f6f9f"/><path d="M16 66L34 84L4 96Z" fill="#e8cfa6"/>'
    '<path d="M4 96L9 84L16 91Z" fill="#262e3d"/><path d="M70 12L88 30L96 22Q102 14 94 6Q86 -2 78 4Z" '
    'fill="#d65430"/><path d="M22 72L76 18L82 24L28 78Z" fill="#ffffff" opacity="0.22"/></svg>'
)


@dataclass(frozen=True)
class _Placed:
    mark: Mark
    sketch: Sketch
    left: int
    top: int
    ink: Ink

    def drawn(self, frame: int) -> float:
        return min(1.0, max(0.0, (frame - self.mark.first) / max(self.mark.frames, 1)))

    def washed(self, frame: int) -> float:
        return min(1.0, max(0.0, (frame - self.mark.last) / _WASH_FRAMES))

    def is_done(self, frame: int) -> bool:
        return frame >= self.mark.last + _WASH_FRAMES


class Whiteboard:
    """Paints any frame of a study. `reserved` is the share of the height that captions cover."""

    def __init__(
        self,
        boards: Sequence[Board],
        size: tuple[int, int],
        pictograms: Pictograms,
        language: str,
        seed: int,
        reserved: float,
    ) -> None:
        self._boards, self._size, self._language = boards, size, language
        self._pictograms, self._seed, self._reserved = pictograms, seed, reserved
        self._paper = _paper(*size)
        self._pen = rasterise(_PEN.format(round(min(size) * 0.13)))
        self._placed = lru_cache(maxsize=2)(self._place)
        self._finished = lru_cache(maxsize=2)(self._finish)

    def paint(self, number: int, frame: Planes) -> None:
        place = max(index for index, board in enumerate(self._boards) if board.first <= number or not index)
        seen = self._seen(place, number)
        moved = number - self._boards[place].first
        if place and moved < _MOVE_FRAMES:
            seen = self._between(self._seen(place - 1, number), seen, (moved + 1) / (_MOVE_FRAMES + 1))
        else:
            self._hold_pen(seen, place, number)
        whole = convert(seen)
        for plane, painted in zip(frame, whole, strict=True):
            np.copyto(plane, painted)

    def _seen(self, place: int, number: int) -> Pixels:
        """The board without the pen."""
        marks = self._placed(place)
        done = sum(mark.is_done(number) for mark in marks)
        canvas = self._finished(place, done).copy()
        for mark in marks[done:]:
            _lay(canvas, mark, mark.drawn(number), mark.washed(number))
        return canvas

    def _finish(self, place: int, done: int) -> Pixels:
        canvas = self._paper.copy()
        for mark in self._placed(place)[:done]:
            _lay(canvas, mark, 1.0, 1.0)
        return canvas

    def _between(self, before: Pixels, after: Pixels, share: float) -> Pixels:
        """The view moves right along the paper."""
        width = self._size[0]
        moved = round(width * share * share * (3 - 2 * share))
        return np.ascontiguousarray(np.concatenate([before[:, moved:], after[:, :moved]], axis=1))

    def _hold_pen(self, canvas: Pixels, place: int, number: int) -> None:
        for mark in self._placed(place):
            if 0 < mark.drawn(number) < 1:
                x, y = mark.sketch.pen(mark.drawn(number))
                _lay_pen(canvas, self._pen, round(mark.left + x), round(mark.top + y))

    def _place(self, place: int) -> tuple[_Placed, ...]:
        board = self._boards[place]
        chance = np.random.default_rng([self._seed, place])
        return tuple(each for mark in board.marks for each in self._sketched(mark, board, chance))

    def _sketched(self, mark: Mark, board: Board, chance: np.random.Generator) -> list[_Placed]:
        if mark.slot is None:
            return self._headline(mark, board, chance)
        if mark.arrow:
            return [self._arrow(mark, board, chance)]
        return self._thing(mark, board, chance)

    def _headline(self, mark: Mark, board: Board, chance: np.random.Generator) -> list[_Placed]:
        """Across the top, or over all of the board where nothing else stands on it; with a line under it."""
        width, height = self._size
        room = height * ((1 - self._reserved) * (0.2 if board.slots else 0.62))
        type_ = set_type(
            mark.word, self._language, width * 0.82, room, largest=min(self._size) * 0.13, align=Align.MIDDLE, lines=4
        )
        sketch = sketch_letters(_padded(type_.mask), type_.lines, chance)
        wide, high = sketch.size
        top = round(height * 0.06 if board.slots else (height * (1 - self._reserved) - high) * 0.46)
        written = max(1, mark.frames * 4 // 5)
        line = _wavy(wide, chance)
        under = sketch_lines([line], (wide, 40), max(3.0, min(self._size) * 0.008))
        left = (width - wide) // 2
        return [
            _Placed(Mark(mark.first, written, mark.word), sketch, left, top, INK),
            _Placed(Mark(mark.first + written, max(1, mark.frames - written), ""), under, left, top + high - 4, ACCENT),
        ]

    def _thing(self, mark: Mark, board: Board, chance: np.random.Generator) -> list[_Placed]:
        x, y, side = self._slot(mark, board)
        thickness = max(2.0, side * 0.014)
        if not mark.pictogram:
            type_ = set_type(mark.word, self._language, side, side * 0.6, largest=side * 0.6, lines=1)
            sketch = sketch_letters(_padded(type_.mask), 1, chance)
            return [_Placed(mark, sketch, round(x - sketch.size[0] / 2), round(y - sketch.size[1] / 2), ACCENT)]
        drawing = max(1, mark.frames * 3 // 4) if mark.word else mark.frames
        sketch = sketch_pictogram(self._pictograms.body(mark.pictogram), round(side), thickness, chance)
        left, top = round(x - sketch.size[0] / 2), round(y - sketch.size[1] / 2)
        drawn = _Placed(Mark(mark.first, drawing, mark.word), sketch, left, top, INK)
        if not mark.word:
            return [drawn]
        label = set_type(
            mark.word, self._language, side * 1.1, side * 0.2, largest=side * 0.15, align=Align.MIDDLE, lines=1
        )
        written = sketch_letters(_padded(label.mask), 1, chance)
        named = Mark(mark.first + drawing, max(1, mark.frames - drawing), "")
        return [drawn, _Placed(named, written, round(x - written.size[0] / 2), round(y + side * 0.56), INK)]

    def _slot(self, mark: Mark, board: Board) -> tuple[float, float, float]:
        """A thing's middle and its side: things stand in a row, on a tall sheet one under another."""
        width, height = self._size
        titled = any(each.slot is None for each in board.marks)
        top, foot = height * (0.28 if titled else 0.05), height * (1 - self._reserved) * 0.97
        share = ((mark.slot or 0) + 0.5) / max(board.slots, 1)
        if height > width:
            side = min(width * 0.46, (foot - top) / max(board.slots, 1) * 0.66)
            return width * (0.42 if (mark.slot or 0) % 2 == 0 else 0.58), top + (foot - top) * share, side
        side = min((foot - top) * 0.72, width / max(board.slots, 2) * 0.62)
        return width * share, top + (foot - top) * 0.46, side

    def _arrow(self, mark: Mark, board: Board, chance: np.random.Generator) -> _Placed:
        """From the thing before to this one, a little bowed."""
        x, y, side = self._slot(mark, board)
        ahead = Mark(mark.first, mark.frames, "", slot=(mark.slot or 1) - 1)
        before_x, before_y, _ = self._slot(ahead, board)
        way = hypot(x - before_x, y - before_y)
        gap = (side * 0.6 + way * 0.02) / max(way, 1)
        start, end = ((before_x + (x - before_x) * at, before_y + (y - before_y) * at) for at in (gap, 1 - gap))
        lines = _arrow_lines(np.array(start), np.array(end), chance)
        left, top = (min(float(line[:, axis].min()) for line in lines) - 12 for axis in (0, 1))
        right, foot = (max(float(line[:, axis].max()) for line in lines) + 12 for axis in (0, 1))
        moved = [line - (left, top) for line in lines]
        size = (max(2, round(right - left)), max(2, round(foot - top)))
        sketch = sketch_lines(moved, size, max(3.0, min(self._size) * 0.008))
        return _Placed(mark, sketch, round(left), round(top), ARROW)


def _arrow_lines(start: Points, end: Points, chance: np.random.Generator) -> list[Points]:
    along = end - start
    aside = np.array([along[1], -along[0]])
    share = np.linspace(0, 1, 120)[:, np.newaxis]
    bow = np.sin(np.pi * share) * (0.1 + 0.04 * chance.random())
    shaft = start + along * share + aside * bow
    length = float(np.hypot(*along)) * 0.24
    back = np.arctan2(*(shaft[-12] - shaft[-1])[::-1])
    tip = [shaft[-1] + np.linspace(0, length, 40)[:, np.newaxis] * (np.cos(back + turn), np.sin(back + turn))
           for turn in (0.52, -0.52)]  # fmt: skip
    return [shaft, *tip]


def _wavy(width: int, chance: np.random.Generator) -> Points:
    x = np.linspace(6, width - 6, max(40, width))
    return np.stack([x, 18 + 3.2 * np.sin(x / width * 7 + chance.random() * 6) - x / width * 5], axis=1)


def _padded(mask: Pixels) -> Pixels:
    return cast(Pixels, cv2.copyMakeBorder(mask, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=0))


def _paper(width: int, height: int) -> Pixels:
    """White paper with a faint grid of dots."""
    paper = np.full((height, width, 3), PAPER, np.uint8)
    pitch = max(16, min(width, height) // 22)
    for y in range(pitch // 2, height, pitch):
        for x in range(pitch // 2, width, pitch):
            cv2.circle(paper, (x, y), max(1, pitch // 20), DOT, cv2.FILLED, cv2.LINE_AA)
    return paper


def _lay(canvas: Pixels, placed: _Placed, drawn: float, washed: float) -> None:
    if drawn <= 0:
        return
    colour = placed.sketch.washed(washed)
    if colour is not None:
        _blend(canvas, colour[..., :3], colour[..., 3], placed.left, placed.top)
    ink = placed.sketch.inked(drawn)
    _blend(canvas, np.full((*ink.shape, 3), placed.ink, np.uint8), ink, placed.left, placed.top)


def _lay_pen(canvas: Pixels, pen: Pixels, x: int, y: int) -> None:
    """With its tip, in the lower left corner, at (x, y)."""
    height = pen.shape[0]
    _blend(canvas, pen[..., :3], pen[..., 3], x - round(height * 0.04), y - round(height * 0.96))


def _blend(canvas: Pixels, colour: Pixels, cover: Pixels, left: int, top: int) -> None:
    """What of it lies within the canvas."""
    x, y = max(left, 0), max(top, 0)
    right, foot = min(left + cover.shape[1], canvas.shape[1]), min(top + cover.shape[0], canvas.shape[0])
    if x >= right or y >= foot:
        return
    part = np.s_[y - top : foot - top, x - left : right - left]
    share = cover[part].astype(np.float32) / 255
    under = np.ascontiguousarray(canvas[y:foot, x:right])
    canvas[y:foot, x:right] = cv2.blendLinear(np.ascontiguousarray(colour[part]), under, share, 1 - share)
