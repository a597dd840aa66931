"""What a card is painted on: a transparent board in the picture, on which shapes and type are laid one over another.

Pixels come out as uint8 (h, w, 4), straight alpha. Lengths and places are pixels of the scene, bleed included.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.draw.colours import channels
from mutoscope.engines.draw.lettering import Mask
from mutoscope.engines.draw.raster import Cut, rasterise
from mutoscope.engines.draw.room import Box


class Board:
    """Covers `box` and a `margin` around it, in which shadows and glows may fade."""

    def __init__(self, box: Box, margin: float) -> None:
        self._left, self._top = int(box.left - margin), int(box.top - margin)
        height, width = int(box.height + 2 * margin), int(box.width + 2 * margin)
        self._paint: NDArray[np.float32] = np.zeros((height, width, 4), np.float32)
        """Premultiplied, 0 to 1."""

    def shapes(self, markup: str) -> None:
        """Lays SVG elements over what is there."""
        height, width = self._paint.shape[:2]
        view = f'viewBox="{self._left} {self._top} {width} {height}" width="{width}" height="{height}"'
        pixels = rasterise(f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{markup}</svg>')
        over = pixels.astype(np.float32) / np.float32(255)
        over[:, :, :3] *= over[:, :, 3:]
        self._lay(np.asarray(over, np.float32))

    def type(self, mask: Mask, x: float, y: float, colour: str) -> None:
        """Lays letters with their upper left corner at (`x`, `y`)."""
        self._lay(self._inked(self._placed(mask, x, y), colour))

    def glow(self, mask: Mask, x: float, y: float, colour: str, *, reach: float, strength: float) -> None:
        """A soft cloud of colour behind letters that will lie at (`x`, `y`): wide first, then close to the letters."""
        # What is this soft is the same at a quarter of the size, where it takes a twentieth of the time.
        height, width = self._paint.shape[:2]
        placed = cv2.resize(self._placed(mask, x, y), (-(-width // 4), -(-height // 4)), interpolation=cv2.INTER_AREA)
        reach /= 4
        size = 2 * round(reach / 2) + 1
        block = cv2.dilate(placed, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
        wide = cv2.GaussianBlur(block, (0, 0), reach * 0.9) * strength
        close = cv2.GaussianBlur(block, (0, 0), reach * 0.28) * strength * 0.6
        cloud = cv2.resize(np.maximum(wide, close), (width, height), interpolation=cv2.INTER_LINEAR)
        self._lay(self._inked(np.asarray(cloud, np.float32), colour))

    def cut(self) -> Cut:
        alpha = self._paint[:, :, 3:]
        straight = np.divide(self._paint[:, :, :3], alpha, out=np.zeros_like(self._paint[:, :, :3]), where=alpha > 0)
        pixels = np.rint(np.clip(np.dstack((straight, alpha)), 0, 1) * 255).astype(np.uint8)
        return Cut(pixels, self._left, self._top)

    def _placed(self, mask: Mask, x: float, y: float) -> NDArray[np.float32]:
        """The mask where it lies on the board, cut off at the board's edges."""
        left, top = round(x) - self._left, round(y) - self._top
        height, width = self._paint.shape[:2]
        board = np.zeros((height, width), np.float32)
        inked = mask.astype(np.float32) / np.float32(255)
        part = inked[max(-top, 0) :, max(-left, 0) :]
        part = part[: height - max(top, 0), : width - max(left, 0)]
        top, left = max(top, 0), max(left, 0)
        board[top : top + part.shape[0], left : left + part.shape[1]] = part
        return board

    def _inked(self, cover: NDArray[np.float32], colour: str) -> NDArray[np.float32]:
        ink = np.array([*channels(colour), 255], np.float32) / 255
        return np.asarray(cover[:, :, None] * ink, np.float32)

    def _lay(self, over: NDArray[np.float32]) -> None:
        self._paint = over + self._paint * (1 - over[:, :, 3:])
