"""Where a picture draws the eye, how alike its halves are, and whether rows of type seem to be in it.

Saliency: Hou and Zhang 2007, "Saliency detection: a spectral residual approach". Type: rows of dense, upright strokes
found by closing the gradient sideways, as classical text detectors do; it reads nothing.
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, width, height."""

_SALIENCY_SIDE = 64
_TYPE_SIDE = 800


def eye_at(grey: Grey) -> tuple[float, float]:
    """The centre of what stands out, as shares of width and height from the top left."""
    small = cv2.resize(grey, (_SALIENCY_SIDE, _SALIENCY_SIDE), interpolation=cv2.INTER_AREA).astype(np.float64)
    if small.std() < 1:
        return 0.5, 0.5
    spectrum = np.fft.fft2(small)
    amplitude = np.log(np.abs(spectrum) + 1e-9)
    residual = amplitude - cv2.blur(amplitude, (3, 3))
    saliency = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    smooth = cv2.GaussianBlur(saliency, (9, 9), 2.5)
    strong = np.where(smooth >= np.percentile(smooth, 90), smooth, 0)
    rows, columns = np.mgrid[0:_SALIENCY_SIDE, 0:_SALIENCY_SIDE] + 0.5
    total = strong.sum()
    return float((strong * columns).sum() / total / _SALIENCY_SIDE), float(
        (strong * rows).sum() / total / _SALIENCY_SIDE
    )


def symmetry(grey: Grey) -> float:
    """1 where the right half mirrors the left, about 0 where they have nothing in common."""
    small = cv2.GaussianBlur(cv2.resize(grey, (96, 96), interpolation=cv2.INTER_AREA), (5, 5), 1).astype(np.float64)
    left, right = small[:, :48], small[:, :47:-1]
    left, right = left - left.mean(), right - right.mean()
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return round(max(0.0, float((left * right).sum()) / size), 3) if size > 1 else 1.0


def rows_of_type(grey: Grey) -> int:
    """How many rows look like printed words."""
    scale = min(1.0, _TYPE_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    gradient = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
    if gradient.max() < 40:
        return 0
    _, strokes = cv2.threshold(gradient, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (13, 1)))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cast(Box, tuple(cv2.boundingRect(contour))) for contour in contours]
    return _rows([box for box in boxes if _is_type(box, cast(Grey, strokes), cast(Grey, joined))])


def _rows(boxes: list[Box]) -> int:
    """Groups of words at the same height are one row."""
    rows: list[tuple[int, int]] = []
    for top, bottom in sorted((y, y + height) for _, y, _, height in boxes):
        if not rows or (top + bottom) / 2 > rows[-1][1]:
            rows.append((top, bottom))
    return len(rows)


def _is_type(box: Box, strokes: Grey, joined: Grey) -> bool:
    """Wide and low, nearly filled once its letters are joined, with many upright strokes and gaps between them."""
    x, y, width, height = box
    if not (8 <= height <= 160 and width >= 2.5 * height and width >= 30):
        return False
    filled = float((joined[y : y + height, x : x + width] > 0).mean())
    inside = strokes[y : y + height, x : x + width] > 0
    turns = np.abs(np.diff(inside.astype(np.int8), axis=1)).sum(axis=1)
    middle = turns[height // 4 : max(height // 4 + 1, 3 * height // 4)]
    return filled > 0.45 and 0.15 < float(inside.mean()) < 0.85 and float(np.median(middle)) >= 1.2 * width / height
