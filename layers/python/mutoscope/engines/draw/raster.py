"""From SVG to pixels: librsvg through pyvips, then the grain of the paper.

Pixels are uint8, (height, width, 3), sRGB; the same SVG, grain and seed give the same bytes.
"""

import numpy as np
import pyvips
from numpy.typing import NDArray


def rasterise(svg: str, *, grain: float, seed: int) -> NDArray[np.uint8]:
    """Paints the SVG at its own size over white; `grain` is the noise's deviation in 8-bit steps."""
    image = pyvips.Image.svgload_buffer(svg.encode("utf-8"))
    pixels: NDArray[np.uint8] = np.ascontiguousarray(image.flatten(background=[255, 255, 255]).numpy()[:, :, :3])
    return _grained(pixels, grain, seed) if grain else pixels


def _grained(pixels: NDArray[np.uint8], grain: float, seed: int) -> NDArray[np.uint8]:
    height, width, _ = pixels.shape
    noise = np.random.default_rng(seed).standard_normal((height, width), dtype=np.float32) * np.float32(grain)
    lifted = pixels.astype(np.int16) + np.rint(noise).astype(np.int16)[:, :, None]
    clipped: NDArray[np.uint8] = np.clip(lifted, 0, 255, out=lifted).astype(np.uint8)
    return clipped
