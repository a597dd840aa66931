"""Masks: which part of a picture an edit may change.

As OpenAI's clients send them, the clear part of a mask is what changes; in a mask without clear parts it is the white.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.errors import InvalidInput
from mutoscope.media.open_picture import open_picture

Cover = NDArray[np.bool_]
"""Shape (h, w): true where the picture changes."""


class MaskOfAnotherSize(InvalidInput):
    """The mask is {width} by {height} pixels, and the picture {picture_width} by {picture_height}."""

    code = "mask_of_another_size"
    hint = "Send a mask of the picture's own size."


class MaskEmpty(InvalidInput):
    """The mask marks no part of the picture."""

    code = "mask_empty"
    hint = "Make clear (alpha 0) what is to change; in a mask without alpha, paint it white on black."


def read_mask(path: Path, name: str, width: int, height: int) -> Cover:
    """Raises PictureBroken, MaskOfAnotherSize, MaskEmpty."""
    pixels = open_picture(path, name)
    if pixels.shape[:2] != (height, width):
        size = {"width": pixels.shape[1], "height": pixels.shape[0]}
        raise MaskOfAnotherSize(param="mask", **size, picture_width=width, picture_height=height)
    return require_some(cover_of(pixels))


def cover_of(pixels: NDArray[np.uint8]) -> Cover:
    """`pixels`: uint8, shape (h, w, 4)."""
    clear = pixels[:, :, 3] < 128
    if clear.any():
        return np.asarray(clear)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY) >= 128)


def require_some(cover: Cover) -> Cover:
    if not cover.any():
        raise MaskEmpty(param="mask")
    return cover


def feathered(cover: Cover, radius: float = 0.0) -> NDArray[np.float32]:
    """How much of each pixel changes, shape (h, w, 1), 0 to 1: a soft edge inside the mask, nothing outside of it."""
    height, width = cover.shape
    reach = radius or max(2.0, min(height, width) * 0.012)
    padded = cv2.copyMakeBorder(cover.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    inside = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    share = np.clip(inside / reach, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)[:, :, None]
