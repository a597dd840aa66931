"""A sheet of what is seen in a clip: frames at even steps, row by row, in one JPEG."""

from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.errors import DiskFull

COLUMNS, ROWS = 4, 4
SHOWN = COLUMNS * ROWS
_LONGEST = 320
_QUALITY = 84


class Spritesheet:
    """Frames of one size, added in order; what is missing of the last row stays black."""

    def __init__(self, width: int, height: int) -> None:
        share = min(1.0, _LONGEST / max(width, height))
        self.tile = max(2, round(width * share)), max(2, round(height * share))
        """Width and height of a frame in it."""
        self._tiles: list[NDArray[np.uint8]] = []

    def add(self, rgb: NDArray[np.uint8]) -> None:
        """uint8, shape (height, width, 3), sRGB, of any size."""
        tile = cv2.resize(rgb, self.tile, interpolation=cv2.INTER_AREA)
        self._tiles.append(cast(NDArray[np.uint8], tile))

    def save(self, path: Path) -> None:
        """Raises DiskFull."""
        width, height = self.tile
        rows = -(-len(self._tiles) // COLUMNS)
        sheet = np.zeros((rows * height, min(COLUMNS, len(self._tiles)) * width, 3), np.uint8)
        for number, tile in enumerate(self._tiles):
            row, column = divmod(number, COLUMNS)
            sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = tile
        if not cv2.imwrite(str(path), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
            raise DiskFull(where=str(path.parent))
