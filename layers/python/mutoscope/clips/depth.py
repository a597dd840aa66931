"""How near the parts of a single picture are, from classical cues: no model has learnt it, so it is an estimate.

Lower in the picture is nearer; so is what is sharp, what is clear of haze, and what stands out from the picture's
edges, as a subject does. The map is smoothed along the picture's own edges.
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Depth = NDArray[np.float32]
CUES = "height, haze, sharpness and what stands out"
_SIDE = 320
_CLUSTERS = 5
_RISING = 0.9985


def estimate_depth(rgb: Pixels) -> Depth:
    """`rgb`: uint8, shape (h, w, 3), sRGB. Answers float32, shape (h, w): 0 is farthest, 1 nearest."""
    height, width = rgb.shape[:2]
    share = _SIDE / max(width, height)
    small = cv2.resize(rgb, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    light = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) / 255, np.float32)
    down = np.linspace(0, 1, small.shape[0], dtype=np.float32)[:, np.newaxis] ** 1.2
    subject = _stretched(_standing_out(cast(Pixels, small)) * (0.35 + 0.65 * _central(light.shape)))
    cues = (
        (0.40, np.broadcast_to(down, light.shape)),
        (0.20, _clear_of_haze(cast(Pixels, small))),
        (0.14, _sharp(light)),
        (0.36, subject),
    )
    mixed = _upright(sum((weight * _stretched(cue) for weight, cue in cues), np.zeros_like(light)), subject)
    smooth = _along_edges(_along_edges(mixed, light, 18), light, 6)
    full = cv2.resize(_stretched(smooth), (width, height), interpolation=cv2.INTER_CUBIC)
    return cast(Depth, np.clip(cv2.GaussianBlur(full, (0, 0), max(width, height) / 260), 0, 1))


def _clear_of_haze(small: Pixels) -> Depth:
    """The dark channel (He, Sun and Tang, 2009) is bright where the air lies between: far away."""
    dark = cv2.erode(small.min(axis=2), np.ones((9, 9), np.uint8))
    return cast(Depth, 1 - dark.astype(np.float32) / 255)


def _sharp(light: Depth) -> Depth:
    energy = np.abs(cv2.Laplacian(light, cv2.CV_32F))
    return cast(Depth, np.sqrt(cv2.GaussianBlur(energy, (0, 0), 7)))


def _standing_out(small: Pixels) -> Depth:
    """How unlike the colours of the picture's upper and outer edges a place is."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    rim = max(2, small.shape[0] // 24)
    edge = np.concatenate([part.reshape(-1, 3) for part in (lab[:rim], lab[:, :rim], lab[:, -rim:])])
    centres = _clusters(edge)
    nearest = np.min([np.linalg.norm(lab - centre, axis=2) for centre in centres], axis=0)
    return cast(Depth, cv2.GaussianBlur(np.minimum(nearest, 60).astype(np.float32), (0, 0), 4))


def _upright(depth: Depth, subject: Depth) -> Depth:
    """What stands out stands upright: its upper parts are hardly farther than those below them."""
    raised = depth.copy()
    for row in range(len(depth) - 2, -1, -1):
        held = raised[row + 1] * _RISING
        raised[row] = np.maximum(raised[row], held * subject[row] + raised[row] * (1 - subject[row]))
    return raised


def _clusters(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """A few colours that stand for all, from evenly spread first ones: the same each time."""
    order = np.argsort(colours[:, 0], kind="stable")
    centres = colours[order[np.linspace(0, len(order) - 1, _CLUSTERS).astype(int)]]
    for _ in range(6):
        nearest = np.argmin(np.linalg.norm(colours[:, np.newaxis] - centres, axis=2), axis=1)
        centres = np.stack(
            [colours[nearest == each].mean(axis=0) if (nearest == each).any() else centres[each]
             for each in range(_CLUSTERS)]
        )  # fmt: skip
    return np.asarray(centres, np.float32)


def _central(shape: tuple[int, ...]) -> Depth:
    down, across = (np.linspace(-1, 1, length, dtype=np.float32) for length in shape)
    return cast(Depth, np.exp(-(across[np.newaxis, :] ** 2 + (down[:, np.newaxis] - 0.15) ** 2) / 0.55))


def _stretched(values: NDArray[np.float32]) -> Depth:
    low, high = np.percentile(values, (2, 98))
    return cast(Depth, np.clip((values - low) / max(float(high - low), 1e-6), 0, 1).astype(np.float32))


def _along_edges(values: Depth, guide: Depth, radius: int, eps: float = 1e-3) -> Depth:
    """The guided filter (He, Sun and Tang, 2010): smooth, but not across the guide's edges."""

    def mean(each: cv2.typing.MatLike) -> cv2.typing.MatLike:
        return cv2.boxFilter(each, cv2.CV_32F, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REFLECT)

    mean_guide, mean_values = mean(guide), mean(values)
    slope = (mean(guide * values) - mean_guide * mean_values) / (mean(guide * guide) - mean_guide**2 + eps)
    return cast(Depth, mean(slope) * guide + mean(mean_values - slope * mean_guide))
