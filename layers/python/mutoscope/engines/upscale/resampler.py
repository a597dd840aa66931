"""The embedded upscaler: a classical resampler. It invents no detail; it keeps edges sharp and free of halos.

Lanczos (three lobes), then sharpening of the lightness alone, both held within what the neighbours had before (so
that nothing rings), and less where the picture is smooth (so that noise is not raised).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mutoscope.engines.tasks import UpscaleRequest
from mutoscope.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from cv2.typing import MatLike
    from numpy.typing import NDArray


def offer(_: Settings) -> Resampler:
    return Resampler()


class Resampler:
    name = "resampler"
    version = "2"

    def upscale(self, request: UpscaleRequest, report: Callable[[float], None]) -> NDArray[np.uint8]:
        """uint8, shape (height, width, 3 or 4), as many channels as came."""
        # Who orders a larger picture scales none, here and below.
        import cv2
        import numpy as np

        pixels = request.picture
        size = (request.width, request.height)
        if pixels.shape[2] != 4 or int(pixels[:, :, 3].min()) == 255:
            return self._enlarged(np.ascontiguousarray(pixels[:, :, :3]), size, request.sharpness, report)
        cover = pixels[:, :, 3:].astype(np.float32) / 255
        # Colour under clear parts must not bleed into what is seen.
        ground = np.rint(pixels[:, :, :3] * cover).astype(np.uint8)
        colour = self._enlarged(ground, size, request.sharpness, report).astype(np.float32)
        alpha = np.clip(cv2.resize(cover, size, interpolation=cv2.INTER_LANCZOS4), 0, 1)
        straight = np.clip(colour / np.maximum(alpha, 1 / 255)[:, :, None], 0, 255)
        return np.rint(np.dstack([straight, alpha * 255])).astype(np.uint8)

    def _enlarged(
        self, pixels: NDArray[np.uint8], size: tuple[int, int], sharpness: float, report: Callable[[float], None]
    ) -> NDArray[np.uint8]:
        import cv2
        import numpy as np

        large = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)
        report(0.4)
        lab = cv2.cvtColor(large, cv2.COLOR_RGB2LAB)
        before = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)[:, :, 0]
        lab[:, :, 0] = _sharpened(lab[:, :, 0], before, size[0] / pixels.shape[1], sharpness)
        report(0.8)
        return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


def _sharpened(light: MatLike, before: MatLike, factor: float, sharpness: float) -> NDArray[np.uint8]:
    import cv2
    import numpy as np

    values = light.astype(np.float32)
    fine = values - cv2.GaussianBlur(values, (0, 0), 0.6 * factor)
    slope = cv2.GaussianBlur(
        np.abs(cv2.Laplacian(cv2.GaussianBlur(values, (0, 0), 0.5 * factor), cv2.CV_32F)), (0, 0), factor
    )
    edge = np.clip(slope * factor**2 / 14, 0, 1)
    # Within what the picture had there: Lanczos itself rings as well.
    about = np.ones((3, 3), np.uint8)
    bounds = (cv2.erode(before, about), cv2.dilate(before, about))
    low, high = (cv2.resize(each, (light.shape[1], light.shape[0]), interpolation=cv2.INTER_LINEAR) for each in bounds)
    return np.rint(np.clip(values + fine * 1.4 * sharpness * edge, low, high)).astype(np.uint8)
