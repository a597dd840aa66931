"""What can be measured of a picture: its light, its colours, how sharp and how composed it is, what its file says.

Nothing here knows what is in the picture. Figures are of the picture scaled to at most 1,024 pixels, so that a large
one and a small one are measured alike.
"""

from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.look.colours import Colour, colours_of, lab
from mutoscope.engines.look.composition import eye_at, rows_of_type, symmetry

_SIDE, _SMALL = 1_024, 160


@dataclass(frozen=True)
class Measurements:
    """Shares and coordinates are 0 to 1; `brightness` and `contrast` are of L* (0 to 100).

    `warmth` is the mean of b* (over 0 is warm). `colourfulness`: Hasler and Süsstrunk 2003. `sharpness`: variance of
    the Laplacian. `noise`: standard deviation, Immerkær 1996. `flat` is the share of pixels like their neighbours.
    """

    width: int
    height: int
    brightness: float
    contrast: float
    shadows: float
    highlights: float
    warmth: float
    colourfulness: float
    sharpness: float
    noise: float
    flat: float
    skin: float
    eye: tuple[float, float]
    symmetry: float
    rows_of_type: int
    colours: tuple[Colour, ...]
    exif: dict[str, str] = field(default_factory=dict)


def measure(pixels: NDArray[np.uint8], exif: dict[str, str], size: tuple[int, int] | None = None) -> Measurements:
    """`pixels`: uint8, shape (h, w, 3), sRGB; `size`, width and height, is that of the file, if it was larger."""
    width, height = size or (pixels.shape[1], pixels.shape[0])
    picture, small = _at_most(pixels, _SIDE), _at_most(pixels, _SMALL)
    grey = cast(NDArray[np.uint8], cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    tones = lab(picture)
    light = tones[:, :, 0]
    return Measurements(
        width=width,
        height=height,
        brightness=round(float(light.mean()), 1),
        contrast=round(float(light.std()), 1),
        shadows=round(float((grey <= 4).mean()), 3),
        highlights=round(float((grey >= 251).mean()), 3),
        warmth=round(float(tones[:, :, 2].mean()), 1),
        colourfulness=round(_colourfulness(picture), 1),
        sharpness=round(float(cv2.Laplacian(grey, cv2.CV_64F).var()), 1),
        noise=round(_noise(grey), 2),
        flat=round(_flat(grey), 3),
        skin=round(_skin(small), 3),
        eye=cast(tuple[float, float], tuple(round(each, 3) for each in eye_at(grey))),
        symmetry=symmetry(grey),
        rows_of_type=rows_of_type(grey),
        colours=colours_of(small),
        exif=exif,
    )


def _at_most(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    scale = min(1.0, side / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return cast(NDArray[np.uint8], cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _colourfulness(pixels: NDArray[np.uint8]) -> float:
    red, green, blue = (pixels[:, :, place].astype(np.float64) for place in range(3))
    first, second = red - green, (red + green) / 2 - blue
    return float(np.hypot(first.std(), second.std()) + 0.3 * np.hypot(first.mean(), second.mean()))


def _noise(grey: NDArray[np.uint8]) -> float:
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float64)
    return float(np.abs(cv2.filter2D(grey.astype(np.float64), -1, kernel)).mean() * np.sqrt(np.pi / 2) / 6)


def _flat(grey: NDArray[np.uint8]) -> float:
    if min(grey.shape) < 2:
        return 1.0
    across = grey[:-1, 1:] == grey[:-1, :-1]
    down = grey[1:, :-1] == grey[:-1, :-1]
    return float((across & down).mean())


def _skin(pixels: NDArray[np.uint8]) -> float:
    """The share of pixels within the box of skin tones in YCrCb (Chai and Ngan 1999): skin, wood and sand alike."""
    red_blue = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[:, :, 1:]
    inside = (red_blue >= (133, 77)).all(axis=2) & (red_blue <= (173, 127)).all(axis=2)
    return float(inside.mean())
