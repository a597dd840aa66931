"""What transformers models do that read pictures: caption them, answer about them, measure their depth."""

from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from gpu_container.engines.generating import Parts, stopping
from gpu_container.engines.pixels import as_floats, to_pil
from mutoscope.engines.tasks import Generated, GenerateRequest, Region

_ASKED = "Describe this picture: what is seen, how it is lit, and in what style it is made."
_UPPER = {"Upper-clothes", "Dress", "Scarf"}
_LOWER = {"Pants", "Skirt", "Belt"}
_CLOTHES = {Region.UPPER: _UPPER, Region.LOWER: _LOWER, Region.WHOLE: _UPPER | _LOWER}
"""By the parser's own labels; a dress is taken off with what is worn above."""
_SWAY = 0.025
"""How far the nearest pixels move, as a share of the width."""


def caption(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """BLIP: a sentence; words given in the prompt begin it."""
    words = {"text": order.prompt} if order.prompt else {}
    given = parts.on_device(parts.processor(images=to_pil(order.pictures["image"]), return_tensors="pt", **words))
    tokens = parts.model.generate(**given, **parts.model_options, stopping_criteria=stopping(parts, step))
    return Generated(text=parts.processor.decode(tokens[0], skip_special_tokens=True).strip())


def answer(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """A chat model that sees: the answer to the prompt, or a description."""
    asked = [{"type": "image"}, {"type": "text", "text": order.prompt or _ASKED}]
    text = parts.processor.apply_chat_template(
        [{"role": "user", "content": asked}], tokenize=False, add_generation_prompt=True
    )
    pictures = [to_pil(pixels) for pixels in order.pictures.values()]
    given = parts.on_device(parts.processor(text=[text], images=pictures, return_tensors="pt"))
    tokens = parts.model.generate(**given, **parts.model_options, stopping_criteria=stopping(parts, step))
    new = tokens[0, given["input_ids"].shape[1] :]
    return Generated(text=parts.processor.decode(new, skip_special_tokens=True).strip())


def tagged(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """Florence-2: the prompt is one of its task tags, `<MORE_DETAILED_CAPTION>` where none is given."""
    picture = to_pil(order.pictures["image"])
    given = parts.on_device(
        parts.processor(text=order.prompt or "<MORE_DETAILED_CAPTION>", images=picture, return_tensors="pt")
    )
    tokens = parts.model.generate(**given, **parts.model_options, stopping_criteria=stopping(parts, step))
    return Generated(text=parts.processor.decode(tokens[0], skip_special_tokens=True).strip())


def clothes(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """SegFormer: white where it sees the clothes of the order's region, at the picture's size."""
    picture = to_pil(order.pictures["image"])
    given = parts.on_device(parts.processor(images=picture, return_tensors="pt"))
    scores = parts.model(**given).logits
    step(1, 1)
    best = as_labels(scores, given["pixel_values"].shape[-2:])
    wanted = [number for number, name in parts.model.config.id2label.items() if name in _CLOTHES[order.region]]
    mask = np.isin(best, wanted).astype(np.uint8) * 255
    whole = cv2.resize(mask, picture.size, interpolation=cv2.INTER_NEAREST)
    return Generated(picture=np.repeat(whole[:, :, None], 3, axis=2))


def as_labels(scores: torch.Tensor, size: tuple[int, int]) -> NDArray[np.int64]:
    """The best label of each pixel of what the model saw; it answers a quarter of that size."""
    wide = torch.nn.functional.interpolate(scores.float(), size=size, mode="bilinear", align_corners=False)
    return np.asarray(wide.argmax(dim=1)[0].cpu().numpy())


def parallax(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """Depth, and a camera that sways once around the picture: what is near moves more than what is far."""
    picture = to_pil(order.pictures["image"], order.width, order.height)
    given = parts.on_device(parts.processor(images=picture, return_tensors="pt"))
    depth = as_floats(parts.model(**given).predicted_depth[0], order.model)
    near = cv2.resize(depth, picture.size, interpolation=cv2.INTER_LINEAR)
    near = (near - near.min()) / max(float(near.max() - near.min()), 1e-6)
    frames = []
    for number in range(order.frames):
        frames.append(swayed(np.asarray(picture, np.uint8), near, number / order.frames))
        step(number + 1, order.frames)
    return Generated(frames=np.stack(frames), fps=order.fps)


def swayed(pixels: NDArray[np.uint8], near: NDArray[Any], turn: float) -> NDArray[np.uint8]:
    """The picture seen from a point of the sway (`turn` from 0 to 1); the middle depth stays where it is."""
    height, width = near.shape
    reach = _SWAY * width * (near.astype(np.float32) - 0.5)
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    across = columns + reach * np.float32(np.sin(2 * np.pi * turn))
    along = rows + reach * np.float32(0.4 * (np.cos(2 * np.pi * turn) - 1))
    moved = cv2.remap(pixels, across, along, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
