"""The film's poster: one of its frames, without a caption on it, chosen by how well it would stand for the film."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.errors import DiskFull
from mutoscope.render.planes import Planes, to_rgb

WIDEST = 1280
_QUALITY = 88


def save_poster(frame: Planes, output: Path) -> None:
    """Writes the frame as JPEG, at most 1,280 pixels wide. Raises DiskFull."""
    width, height = frame.size
    share = min(1.0, WIDEST / max(width, height))
    bgr = to_rgb(frame, round(width * share), round(height * share))[..., ::-1]
    if not cv2.imwrite(str(output), bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
        raise DiskFull(where=str(output.parent))


def appeal(frame: Planes) -> int:
    """0 to 1,000: bright enough, with contrast, colour (Hasler and Süsstrunk, 2003) and something to look at."""
    rgb = to_rgb(frame, 160, max(2, round(160 * frame.size[1] / frame.size[0]))).astype(np.float32)
    grey = rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    light = max(0.0, 1 - abs(float(grey.mean()) - 130) / 130)
    contrast = min(1.0, float(grey.std()) / 60)
    detail = min(1.0, float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean()) / 16)
    return round(1000 * light * (0.4 * contrast + 0.35 * min(1.0, _colour(rgb) / 90) + 0.25 * detail))


def _colour(rgb: NDArray[np.float32]) -> float:
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    one, other = red - green, (red + green) / 2 - blue
    spread = float(np.hypot(one.std(), other.std()))
    return spread + 0.3 * float(np.hypot(one.mean(), other.mean()))
