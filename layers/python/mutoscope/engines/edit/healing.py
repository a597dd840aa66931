"""Filling a part of a picture from the rest of it: a piece that lies elsewhere, its tones led over into the edges.

Where no piece fits, what is filled is as smooth as its surroundings allow, with their grain.
"""

import cv2
import numpy as np

from mutoscope.engines.edit.sheet import Shares, as_shares, blurred
from mutoscope.media.masks import Cover

_WORKED = 192
_STRANGENESS = 0.6
"""How much it counts against a piece that its inside is unlike what its surroundings lead over to."""

_EDGE = 4
_ALIKE = 0.02
"""Squared difference of two edges at which they count for a third."""


def healed(colour: Shares, cover: Cover, dice: np.random.Generator) -> Shares:
    """`colour`: shape (h, w, 3); where `cover` is true, what is there is not looked at."""
    smooth = membrane(colour, cover)
    moved = _moved_piece(colour, cover)
    if moved is None:
        smooth, grain = _levelled(colour, cover, smooth), _grain_of(colour, cover)
        noise = dice.standard_normal(cover.shape, np.float32)[:, :, None] * grain
        return as_shares(np.where(cover[:, :, None], np.clip(smooth + noise, 0, 1), colour))
    # Poisson's cloning (Perez and others 2003): the piece keeps its detail and takes the tones of the edges.
    detail = moved - membrane(moved, cover)
    return as_shares(np.where(cover[:, :, None], np.clip(smooth + detail, 0, 1), colour))


def membrane(colour: Shares, cover: Cover) -> Shares:
    """The smoothest filling that meets the edges: pushed down a pyramid and pulled up again."""
    known = as_shares((~cover).astype(np.float32))
    return _pulled(as_shares(colour * known[:, :, None]), known)


def _pulled(values: Shares, weight: Shares) -> Shares:
    height, width = weight.shape
    here = values / np.maximum(weight, 1e-6)[:, :, None]
    if min(height, width) <= 2 or float(weight.min()) > 0.999:
        return as_shares(
            np.where(weight[:, :, None] > 1e-6, here, values.sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6))
        )
    half = ((width + 1) // 2, (height + 1) // 2)
    small, less = (as_shares(cv2.resize(each, half, interpolation=cv2.INTER_AREA)) for each in (values, weight))
    coarse = _pulled(small, less)
    filled = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return as_shares(here * weight[:, :, None] + filled * (1 - weight)[:, :, None])


def _moved_piece(colour: Shares, cover: Cover) -> Shares | None:
    """The picture moved so that what lies under the mask fits its rim best; None where all of it is too unlike."""
    scale = min(1.0, _WORKED / max(cover.shape))
    small = as_shares(cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    masked = cv2.resize(cover.astype(np.uint8), small.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    masked = cv2.dilate(masked, np.ones((3, 3), np.uint8))
    x, y, width, height = cv2.boundingRect(masked)
    rim = (cv2.dilate(masked, np.ones((7, 7), np.uint8)) - masked).astype(bool)
    rows, columns = np.nonzero(rim)
    core = masked.astype(bool)
    expected = membrane(small, core)[core]
    core_rows, core_columns = np.nonzero(core)
    best, place = np.inf, (0, 0)
    for dy in range(-y, small.shape[0] - y - height + 1, 3):
        for dx in range(-x, small.shape[1] - x - width + 1, 3):
            if (dx, dy) == (0, 0) or _lies_over(masked, x, y, width, height, dx, dy):
                continue
            there_y, there_x = rows + dy, columns + dx
            inside = (there_y >= 0) & (there_y < small.shape[0]) & (there_x >= 0) & (there_x < small.shape[1])
            if inside.mean() < 0.5:
                continue
            apart = small[rows[inside], columns[inside]] - small[there_y[inside], there_x[inside]]
            # A rim that fits may lie around a house: what is moved may not be busier than its surroundings suggest.
            strange = small[core_rows + dy, core_columns + dx] - expected
            cost = (
                float((apart**2).mean())
                + _STRANGENESS * float((strange**2).mean())
                + 1e-5 * (dx * dx + dy * dy) ** 0.5
                + 3e-4 * abs(dy)
            )
            if cost < best:
                best, place = cost, (dx, dy)
    if best > 0.03:
        return None
    matrix = np.array([[1, 0, -place[0] / scale], [0, 1, -place[1] / scale]], np.float32)
    return as_shares(cv2.warpAffine(colour, matrix, colour.shape[1::-1], borderMode=cv2.BORDER_REFLECT))


def _lies_over(masked: np.ndarray, x: int, y: int, width: int, height: int, dx: int, dy: int) -> bool:
    here = masked[y : y + height, x : x + width]
    there = masked[y + dy : y + dy + height, x + dx : x + dx + width]
    return bool((here & there).any())


def _levelled(colour: Shares, cover: Cover, smooth: Shares) -> Shares:
    """Row by row from the left edge to the right one, as shores and horizons run, where both edges are alike."""
    filled, width = smooth.copy(), cover.shape[1]
    for row in np.flatnonzero(cover.any(axis=1)):
        columns = np.flatnonzero(cover[row])
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
            first, last = int(run[0]), int(run[-1])
            left, right = colour[row, max(0, first - _EDGE) : first], colour[row, last + 1 : last + 1 + _EDGE]
            if not len(left) or not len(right) or last + 1 >= width:
                continue
            ends = left.mean(axis=0), right.mean(axis=0)
            alike = float(np.exp(-((ends[0] - ends[1]) ** 2).sum() / _ALIKE))
            along = np.linspace(0, 1, len(run), dtype=np.float32)[:, None]
            level = ends[0] * (1 - along) + ends[1] * along
            filled[row, first : last + 1] = alike * level + (1 - alike) * filled[row, first : last + 1]
    return as_shares(cv2.GaussianBlur(filled, (0, 0), sigmaX=0.01 + _EDGE, sigmaY=1.2))


def _grain_of(colour: Shares, cover: Cover) -> float:
    """The deviation of the surroundings' finest detail."""
    fine = (colour - blurred(colour, 1.2))[~cover]
    return float(np.median(np.abs(fine))) * 1.48 if fine.size else 0.0
