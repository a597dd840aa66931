"""Frames as a GIF that plays for ever: of each frame the 256 colours that serve it best, dithered.

A GIF's delays are hundredths of a second, so 24 frames a second become 25.
"""

from pathlib import Path

import numpy as np
import pyvips
from numpy.typing import NDArray

_EFFORT = 4
"""Of 1 to 10: more takes longer to choose the colours and was not seen in the picture."""


def save_gif(frames: NDArray[np.uint8], fps: int, path: Path, *, tolerance: float = 0.0) -> None:
    """`frames`: uint8, shape (n, h, w, 3), sRGB. A pixel that changes by less than `tolerance` stays as it was."""
    count, height, width = frames.shape[:3]
    tall = np.ascontiguousarray(frames).reshape(count * height, width, 3)
    picture = pyvips.Image.new_from_array(tall, interpretation="srgb").copy()
    picture.set_type(pyvips.GValue.gint_type, "page-height", height)
    picture.set_type(pyvips.GValue.gint_type, "loop", 0)
    picture.set_type(pyvips.GValue.array_int_type, "delay", [round(100 / fps) * 10] * count)
    picture.gifsave(str(path), effort=_EFFORT, interframe_maxerror=tolerance)
