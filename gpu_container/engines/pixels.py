"""From the studio's arrays to what pipelines take, and back: 8-bit sRGB here, floats from 0 to 1 there."""

from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from gpu_container.errors import NotFinite
from mutoscope.engines.tasks import SAMPLE_RATE


def to_pil(pixels: NDArray[np.uint8], width: int = 0, height: int = 0) -> Image.Image:
    """The picture, scaled to the size where one is given."""
    if width and height and pixels.shape[:2] != (height, width):
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return Image.fromarray(pixels)


def to_bytes(values: Any, model: str) -> NDArray[np.uint8]:
    """uint8 from an array, a tensor or PIL pictures of floats 0 to 1. Raises NotFinite."""
    if isinstance(values, Image.Image):
        return np.asarray(values.convert("RGB"), np.uint8)
    if isinstance(values, list):
        return np.stack([to_bytes(each, model) for each in values])
    floats = as_floats(values, model)
    return np.asarray((np.clip(floats, 0.0, 1.0) * 255).round(), np.uint8)


def as_floats(values: Any, model: str) -> NDArray[np.float32]:
    """Raises NotFinite."""
    if isinstance(values, torch.Tensor):
        values = values.detach().to("cpu", torch.float32).numpy()
    floats = np.asarray(values, np.float32)
    if not np.isfinite(floats).all():
        raise NotFinite(engine=model, reason=f"{int((~np.isfinite(floats)).sum())} of {floats.size}")
    return floats


def to_sound(values: Any, rate: int, model: str) -> NDArray[np.int16]:
    """int16, shape (n, channels), 48 kHz, from floats -1 to 1 of shape (channels, n) or (n,). Raises NotFinite."""
    floats = np.atleast_2d(as_floats(values, model))
    if rate != SAMPLE_RATE:
        floats = np.stack([_resampled(channel, rate) for channel in floats])
    return np.asarray((np.clip(floats, -1.0, 1.0) * 32_767).round(), np.int16).T.copy()


def _resampled(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="flt", layout="mono")
    frame.rate = rate
    blocks = [block.to_ndarray()[0] for block in [*resampler.resample(frame), *resampler.resample(None)]]
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
