"""Changing what a mask covers: the mask is widened before the model runs, and everything outside is put back after it.

Invariant: outside the mask, the picture that is delivered is the one that was sent, pixel for pixel, at its own size.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_container.errors import NoClothes
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import Generated, GenerateRequest

_WIDENED = 0.015
_SOFTENED = 0.004
"""Shares of the longer side: other clothes need room beside the old ones, and a hard edge shows."""


def with_mask(order: GenerateRequest, found: NDArray[np.uint8], model: Model) -> GenerateRequest:
    """The order with the mask that was found, widened. Raises NoClothes."""
    if not found.any():
        raise NoClothes(engine=model.name, reason=f"nothing of the region {order.region} was found")
    reach = max(1, round(_WIDENED * max(found.shape[:2])))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return replace(order, pictures={**order.pictures, "mask": np.asarray(cv2.dilate(found, disc), np.uint8)})


def in_proportion(order: GenerateRequest, model: Model) -> GenerateRequest:
    """The order at the proportions of its picture: as many pixels as it asks for, in the steps that the model takes."""
    height, width = order.pictures["image"].shape[:2]
    scale = (order.width * order.height / (width * height)) ** 0.5
    wide, high = (_side(side * scale, model) for side in (width, height))
    return replace(order, width=wide, height=high)


def put_back(order: GenerateRequest, made: Generated) -> Generated:
    """The picture that was sent, with what the model painted where the mask is white."""
    assert made.picture is not None
    sent = order.pictures["image"]
    size = (sent.shape[1], sent.shape[0])
    painted = cv2.resize(made.picture, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    share = _share(cv2.resize(order.pictures["mask"], size, interpolation=cv2.INTER_NEAREST)[:, :, 0] > 127)
    mixed = sent + share[:, :, None] * (painted - sent)
    return replace(made, picture=np.asarray(np.clip(mixed, 0, 255).round(), np.uint8))


def _share(inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """0 outside the mask, and from its edge inwards soon 1."""
    reach = max(0.5, _SOFTENED * max(inside.shape))
    blurred = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), reach)
    return np.where(inside, np.clip(2 * blurred - 1, 0, 1), 0).astype(np.float32)


def _side(length: float, model: Model) -> int:
    limits = model.limits
    stepped = round(length / limits.multiple) * limits.multiple
    return int(min(max(stepped, limits.least_side), limits.side))
