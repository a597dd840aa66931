"""Edits of the frame: mirrored, turned, cropped, bordered, with round corners. Other edits keep the picture's size."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from mutoscope.engines.edit.sheet import Sheet, as_shares, rgb
from mutoscope.engines.edit.tones import Apply, Dice

Change = Callable[[np.ndarray], np.ndarray]


def mirror(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return _each(sheet, lambda values: values[:, ::-1])


def upside_down(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return _each(sheet, lambda values: values[::-1])


def turned(quarters: int) -> Apply:
    """By so many quarter turns, clockwise."""
    return lambda sheet, _, __: _each(sheet, lambda values: np.rot90(values, -quarters))


def crop_square(sheet: Sheet, _: float, __: Dice) -> Sheet:
    left, top = (sheet.width - sheet.short) // 2, (sheet.height - sheet.short) // 2
    return _each(sheet, lambda values: values[top : top + sheet.short, left : left + sheet.short])


def nearer(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """The middle of the picture at the picture's size."""
    share = 0.72**strength
    width, height = round(sheet.width * share), round(sheet.height * share)
    return window(sheet, (sheet.width - width) // 2, (sheet.height - height) // 2, width, height)


def window(sheet: Sheet, left: int, top: int, width: int, height: int) -> Sheet:
    """A part of the picture at the whole one's size."""
    size = (sheet.width, sheet.height)

    def enlarged(values: np.ndarray) -> np.ndarray:
        part = np.ascontiguousarray(values[top : top + height, left : left + width])
        return np.clip(cv2.resize(part, size, interpolation=cv2.INTER_LANCZOS4), 0, 1)

    return _each(sheet, enlarged)


def bordered(colour: str) -> Apply:
    """A border inside the picture's size."""

    def apply(sheet: Sheet, strength: float, _: Dice) -> Sheet:
        thick = max(2, round(sheet.short * 0.045 * strength))
        painted = sheet.colour.copy()
        cover = sheet.cover.copy()
        for band in (np.s_[:thick], np.s_[-thick:], np.s_[:, :thick], np.s_[:, -thick:]):
            painted[band], cover[band] = rgb(colour), 1.0
        return Sheet(painted, cover)

    return apply


def round_corners(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return _shaped(sheet, sheet.short * 0.12 * strength)


def circle(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    square = crop_square(sheet, strength, dice)
    return _shaped(square, square.short / 2)


def _shaped(sheet: Sheet, radius: float) -> Sheet:
    across = np.abs(np.arange(sheet.width, dtype=np.float32) + 0.5 - sheet.width / 2)[None, :]
    down = np.abs(np.arange(sheet.height, dtype=np.float32) + 0.5 - sheet.height / 2)[:, None]
    beyond = np.hypot(
        np.maximum(across - (sheet.width / 2 - radius), 0), np.maximum(down - (sheet.height / 2 - radius), 0)
    )
    return replace(sheet, cover=as_shares(sheet.cover * np.clip(radius - beyond + 0.5, 0, 1)))


def _each(sheet: Sheet, change: Change) -> Sheet:
    return Sheet(
        as_shares(np.ascontiguousarray(change(sheet.colour))), as_shares(np.ascontiguousarray(change(sheet.cover)))
    )
