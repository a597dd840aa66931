"""Opening a picture that a user brought, or that a stage made, to work on its pixels.

Invariant: what comes out is upright sRGB with straight alpha, whatever camera or program made the file.
"""

from pathlib import Path

import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.media.refusals import PictureBroken

_ANY_SIZE = 10_000_000


def open_picture(path: Path, name: str) -> NDArray[np.uint8]:
    """uint8, shape (h, w, 4), sRGB, straight alpha. Raises PictureBroken."""
    try:
        picture = pyvips.Image.thumbnail(
            str(path), _ANY_SIZE, height=_ANY_SIZE, size="down", fail_on="truncated", output_profile="srgb"
        )
        plain = picture.colourspace("srgb").cast("uchar")
        whole = plain if plain.hasalpha() else plain.addalpha()
        return np.ascontiguousarray(whole.numpy().reshape(picture.height, picture.width, -1)[:, :, :4])
    except pyvips.Error as error:
        raise PictureBroken(name=name.rpartition("/")[2]) from error
