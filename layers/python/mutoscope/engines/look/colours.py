"""The colours of a picture by names that people use: each pixel counts for the name it is nearest to in CIELAB."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

_NAMED = {
    "black": (12, 12, 12), "dark grey": (70, 70, 70), "grey": (128, 128, 128), "light grey": (195, 195, 195),
    "white": (246, 246, 246), "dark red": (110, 20, 25), "red": (205, 35, 40), "pink": (240, 160, 175),
    "orange": (240, 135, 35), "brown": (110, 70, 40), "beige": (215, 190, 155), "ochre": (195, 145, 55),
    "yellow": (245, 215, 60), "olive": (110, 110, 45), "dark green": (25, 75, 40), "green": (60, 150, 70),
    "light green": (160, 210, 130), "teal": (25, 125, 125), "turquoise": (90, 205, 200), "light blue": (150, 195, 235),
    "blue": (45, 105, 200), "dark blue": (25, 40, 95), "purple": (115, 55, 145), "lilac": (190, 155, 215),
    "magenta": (210, 45, 140),
}  # fmt: skip
_LEAST_SHARE = 0.03


@dataclass(frozen=True)
class Colour:
    """`hex` is the mean of the pixels that count for the name, `share` 0 to 1."""

    name: str
    hex: str
    share: float


def lab(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIELAB, float32, from uint8 sRGB, both of shape (h, w, 3): L 0 to 100, a and b about -100 to 100."""
    return cast(NDArray[np.float32], cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))


def colours_of(pixels: NDArray[np.uint8]) -> tuple[Colour, ...]:
    """Those that make up three hundredths or more of the picture, the largest first."""
    flat, names = pixels.reshape(-1, 3), list(_NAMED)
    wanted = lab(np.array([list(_NAMED.values())], np.uint8))[0]
    distances = ((lab(pixels).reshape(-1, 1, 3) - wanted[None]) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1)
    counts = np.bincount(nearest, minlength=len(names))
    found = [place for place in np.argsort(-counts, kind="stable") if counts[place] >= _LEAST_SHARE * len(flat)]
    return tuple(_colour(names[place], flat[nearest == place], len(flat)) for place in found)


def _colour(name: str, pixels: NDArray[np.uint8], of: int) -> Colour:
    red, green, blue = np.rint(pixels.mean(axis=0)).astype(int)
    return Colour(name, f"#{red:02x}{green:02x}{blue:02x}", round(len(pixels) / of, 3))
