"""Drawing into a picture: the illustrator's figures or a whole scene of its own, in the picture's light and grain.

Figures keep their own colours and take the cast and the contrast of what is around them.
"""

import cv2
import numpy as np

from mutoscope.engines.draw.illustrator import Illustrator
from mutoscope.engines.edit.healing import healed
from mutoscope.engines.edit.sheet import Shares, Sheet, as_shares, blurred, mixed
from mutoscope.engines.edit.tones import Dice
from mutoscope.engines.tasks import DrawRequest
from mutoscope.media.masks import Cover, feathered

MOST_OF_A_FIGURE = 0.55
"""What is redrawn of a picture beyond this share is a scene and no place for a figure."""
_SMALLEST = 96
_BOX = 0.42
"""The side of what is added without a mask, as a share of the picture's short side."""


def draw_scene(illustrator: Illustrator, prompt: str, style: str, width: int, height: int, seed: int) -> Shares:
    picture = illustrator.draw(_request(prompt, style, width, height, seed))
    return as_shares(picture.pixels.astype(np.float32) / 255)


def redraw_scene(sheet: Sheet, cover: Cover, scene: Shares) -> Sheet:
    """`scene`, of the sheet's own size, where the mask lies, in the tones of what surrounds it."""
    share = feathered(cover)[:, :, 0]
    near = as_shares(np.clip(blurred(as_shares(cover.astype(np.float32)), sheet.short / 12) * 4, 0, 1) * ~cover)
    matched = _in_tones_of(scene, sheet.colour, near) if float(near.sum()) > 50 else scene
    return Sheet(mixed(sheet.colour, matched, share), as_shares(np.maximum(sheet.cover, share)))


def redraw_figure(
    sheet: Sheet, cover: Cover, illustrator: Illustrator, prompt: str, style: str, seed: int, dice: Dice
) -> Sheet:
    """What stood under the mask goes, and the prompt's figure stands there."""
    ground = healed(sheet.colour, cover, dice)
    filled = Sheet(
        mixed(sheet.colour, ground, feathered(cover, 1.5)[:, :, 0]), as_shares(np.maximum(sheet.cover, cover))
    )
    x, y, width, height = cv2.boundingRect(cover.astype(np.uint8))
    return place_figure(filled, (x, y, width, height), illustrator, prompt, style, seed, within=cover)


def place_figure(
    sheet: Sheet, box: tuple[int, int, int, int], illustrator: Illustrator, prompt: str, style: str, seed: int,
    *, within: Cover | None = None,
) -> Sheet:  # fmt: skip
    """The figure as large as fits into the box (x, y, width, height), on its lower edge."""
    x, y, width, height = box
    figure = _figure(illustrator, prompt, style, max(width, height), seed)
    scale = min(width / figure.shape[1], height / figure.shape[0]) * 0.94
    size = (max(1, round(figure.shape[1] * scale)), max(1, round(figure.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    premultiplied = np.dstack([figure[:, :, :3] * figure[:, :, 3:], figure[:, :, 3]])
    small = np.clip(cv2.resize(premultiplied, size, interpolation=how), 0, 1)
    layer = np.zeros((sheet.height, sheet.width, 4), np.float32)
    left, top = x + (width - size[0]) // 2, y + height - size[1] - round(height * 0.02)
    layer[top : top + size[1], left : left + size[0]] = small[: sheet.height - top, : sheet.width - left]
    alpha = as_shares(layer[:, :, 3] * (feathered(within, 2.0)[:, :, 0] if within is not None else 1))
    colour = layer[:, :, :3] / np.maximum(layer[:, :, 3:], 1e-3)
    lit = _in_light_of(as_shares(colour), sheet, box)
    return Sheet(mixed(sheet.colour, lit, alpha), as_shares(np.maximum(sheet.cover, alpha)))


def calmest_box(sheet: Sheet, side_asked: int) -> tuple[int, int, int, int]:
    """A square low in the picture where least is going on: at its left (-1), its right (1) or anywhere (0)."""
    side = round(sheet.short * _BOX)
    edges = as_shares(np.abs(cv2.Laplacian(blurred(sheet.light, 1.5), cv2.CV_32F)))
    sums = cv2.integral(edges)
    foot = sheet.height - round(sheet.short * 0.04)
    places = [
        (x, y)
        for y in range(max(0, foot - side - sheet.height // 5), foot - side + 1, max(1, side // 8))
        for x in range(0, sheet.width - side + 1, max(1, side // 8))
    ]
    middle = (sheet.width - side) / 2

    def busy(place: tuple[int, int]) -> float:
        x, y = place
        inside = float(sums[y + side, x + side] - sums[y, x + side] - sums[y + side, x] + sums[y, x])
        aside = abs(x - middle * (1 + side_asked)) / sheet.width
        return inside / side**2 + (1.0 if side_asked else 0.004) * aside - 0.01 * y / sheet.height

    x, y = min(places, key=busy)
    return x, y, side, side


def _figure(illustrator: Illustrator, prompt: str, style: str, side: int, seed: int) -> Shares:
    """The prompt's figures as shares (h, w, 4), cut to what is seen."""
    pixels = illustrator.figures(prompt, style, max(_SMALLEST, side), seed)
    x, y, across, down = cv2.boundingRect((pixels[:, :, 3] > 12).astype(np.uint8))
    return as_shares(pixels[y : y + down, x : x + across].astype(np.float32) / 255)


def _in_tones_of(scene: Shares, picture: Shares, weight: Shares) -> Shares:
    """Mean and spread of each Lab channel brought near the surroundings' (Reinhard and others 2001), by a half."""
    ours, theirs = (cv2.cvtColor(each, cv2.COLOR_RGB2LAB) for each in (scene, picture))
    weights = weight / weight.sum()
    mean = (theirs * weights[:, :, None]).sum(axis=(0, 1))
    spread = np.sqrt((((theirs - mean) ** 2) * weights[:, :, None]).sum(axis=(0, 1)))
    own_mean, own_spread = ours.mean(axis=(0, 1)), ours.std(axis=(0, 1))
    gain = np.clip(spread / np.maximum(own_spread, 1e-3), 0.6, 1.4)
    matched = (ours - own_mean) * gain + mean
    moved = ours + (matched - ours) * np.array([0.6, 0.5, 0.5], np.float32)
    return as_shares(np.clip(cv2.cvtColor(as_shares(moved), cv2.COLOR_LAB2RGB), 0, 1))


def _in_light_of(colour: Shares, sheet: Sheet, box: tuple[int, int, int, int]) -> Shares:
    """The cast and the brightness of the place that the figure stands in, by a part."""
    x, y, width, height = box
    around = sheet.colour[
        max(0, y - height // 4) : y + height + height // 4, max(0, x - width // 4) : x + width + width // 4
    ]
    mean = around.mean(axis=(0, 1))
    light = float(mean.mean())
    cast = mean / max(light, 1e-3)
    brightness = np.clip(0.55 + 0.8 * light, 0.45, 1.1)
    return as_shares(np.clip(mixed(colour, np.clip(colour * cast, 0, 1), 0.35) * brightness, 0, 1))


def _request(prompt: str, style: str, width: int, height: int, seed: int) -> DrawRequest:
    return DrawRequest(prompt, (), style, width, height, seed, reserve_bottom=0.0)
