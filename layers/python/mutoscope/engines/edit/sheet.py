"""A picture while it is worked on: its colour and its cover apart, as shares from 0 to 1.

Everything is sRGB as it is stored, not linear light: tones are moved as an eye sees them.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

Shares = NDArray[np.float32]
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Rec. 709."""


@dataclass(frozen=True)
class Sheet:
    """`colour`: shape (h, w, 3), RGB; `cover`: shape (h, w), 1 where it is opaque."""

    colour: Shares
    cover: Shares

    @property
    def height(self) -> int:
        return int(self.colour.shape[0])

    @property
    def width(self) -> int:
        return int(self.colour.shape[1])

    @property
    def short(self) -> int:
        return min(self.width, self.height)

    @property
    def light(self) -> Shares:
        return as_shares(self.colour @ LUMA)

    def painted(self, colour: MatLike) -> "Sheet":
        return replace(self, colour=as_shares(np.clip(colour, 0, 1)))


def as_shares(values: MatLike) -> Shares:
    return np.asarray(values, np.float32)


def sheet_of(pixels: NDArray[np.uint8]) -> Sheet:
    """`pixels`: uint8, shape (h, w, 4), straight alpha."""
    shares = pixels.astype(np.float32) / 255
    return Sheet(np.ascontiguousarray(shares[:, :, :3]), np.ascontiguousarray(shares[:, :, 3]))


def pixels_of(sheet: Sheet) -> NDArray[np.uint8]:
    """uint8, shape (h, w, 3), or (h, w, 4) where something is not opaque."""
    colour = np.rint(sheet.colour * 255).astype(np.uint8)
    if float(sheet.cover.min()) > 0.998:
        return colour
    return np.dstack([colour, np.rint(sheet.cover * 255).astype(np.uint8)])


def blurred(values: Shares, sigma: float) -> Shares:
    return as_shares(cv2.GaussianBlur(values, (0, 0), max(sigma, 0.3), borderType=cv2.BORDER_REFLECT))


def mixed(one: MatLike, other: MatLike, share: float | Shares) -> Shares:
    """`share` of the other; a field of shares has shape (h, w)."""
    weight = share[:, :, None] if isinstance(share, np.ndarray) and one.ndim == 3 else share
    return as_shares(one + (other - one) * weight)


def saturated(colour: Shares, factor: float) -> Shares:
    grey = (colour @ LUMA)[:, :, None]
    return as_shares(np.clip(grey + (colour - grey) * factor, 0, 1))


def rgb(colour: str) -> Shares:
    """Of "#rrggbb"."""
    return np.array([int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)], np.float32)


def guided_by(guide: Shares, values: Shares, radius: int) -> Shares:
    """The guided filter (He, Sun and Tang 2013): edges of the cut follow edges of the picture."""
    size = (2 * radius + 1, 2 * radius + 1)
    mean, about = cv2.blur(guide, size), cv2.blur(values, size)
    slope = (cv2.blur(guide * values, size) - mean * about) / (cv2.blur(guide * guide, size) - mean * mean + 2e-3)
    level = about - slope * mean
    return as_shares(cv2.blur(slope, size) * guide + cv2.blur(level, size))
