"""Edits of the hour and the weather: the sky is found and painted anew, the land lit by it.

The sky is what is smooth and joined to the upper edge. The colours of an hour are the illustrator's own.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.edit.sheet import Shares, Sheet, as_shares, blurred, guided_by, mixed, rgb, saturated
from mutoscope.engines.edit.tones import Apply, Dice, darken

_LEAST_SKY = 0.06


@dataclass(frozen=True)
class Hour:
    """The sky's colours above and at its foot, the land's light, and how bright and colourful the whole is."""

    high: str
    low: str
    light: str
    brightness: float
    saturation: float
    stars: bool = False


DAWN = Hour("#8fa9dc", "#ffd3bd", "#ffd9cc", 0.96, 0.92)
DAY = Hour("#6fbbe0", "#eaf4f4", "#fffdf2", 1.18, 1.08)
GOLDEN = Hour("#f0a45c", "#ffe6ae", "#ffd08a", 0.98, 1.12)
DUSK = Hour("#54477f", "#f29b86", "#d79aa6", 0.74, 0.95)
NIGHT = Hour("#0d1434", "#31497c", "#7d93d8", 0.40, 0.66, stars=True)


def sky_of(sheet: Sheet) -> Shares:
    """How much of each pixel is sky, shape (h, w); nothing where no sky can be told."""
    scale = 256 / max(sheet.width, sheet.height)
    small = cv2.resize(sheet.colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), 1.2)
    edges = np.abs(cv2.Sobel(soft, cv2.CV_32F, 1, 0)).max(axis=2) + np.abs(cv2.Sobel(soft, cv2.CV_32F, 0, 1)).max(
        axis=2
    )
    smooth = (edges < 0.16).astype(np.uint8)
    smooth = cv2.erode(smooth, np.ones((3, 3), np.uint8))
    _, parts = cv2.connectedComponents(smooth, connectivity=4)
    top = np.unique(parts[: max(1, parts.shape[0] // 60)])
    found = np.isin(parts, top[top > 0]).astype(np.uint8)
    if found[-1].mean() > 0.5 or found.mean() < _LEAST_SKY:
        return np.zeros(sheet.light.shape, np.float32)
    found = _with_what_floats(np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)), np.uint8))
    whole = cv2.resize(found.astype(np.float32), (sheet.width, sheet.height), interpolation=cv2.INTER_LINEAR)
    guided = guided_by(sheet.light, as_shares(whole), max(2, sheet.short // 120))
    return as_shares(np.clip((guided - 0.2) / 0.6, 0, 1))


def _with_what_floats(sky: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Clouds, birds and the sun: what does not hang together with the ground."""
    _, parts = cv2.connectedComponents(1 - sky, connectivity=8)
    grounded = np.unique(np.concatenate([parts[-1], parts[parts.shape[0] // 2 :, 0], parts[parts.shape[0] // 2 :, -1]]))
    return 1 - np.isin(parts, grounded[grounded > 0]).astype(np.uint8)


def at_hour(hour: Hour) -> Apply:
    def apply(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
        sky = sky_of(sheet)
        share = min(1.0, 0.9 * strength)
        land = saturated(sheet.colour, hour.saturation) * rgb(hour.light)
        land = mixed(sheet.colour, np.clip(land * hour.brightness, 0, 1), share)
        lit = mixed(land, _painted_sky(sheet, sky, hour, dice), as_shares(sky * share))
        return sheet.painted(lit)

    return apply


def _painted_sky(sheet: Sheet, sky: Shares, hour: Hour, dice: Dice) -> Shares:
    """The hour's gradient down to where the sky ends; clouds stay as the lights and shades that they were."""
    rows = np.flatnonzero(sky.max(axis=1) > 0.5)
    foot = int(rows[-1]) + 1 if rows.size else sheet.height
    down = np.clip(np.arange(sheet.height, dtype=np.float32) / foot, 0, 1)[:, None, None]
    gradient = rgb(hour.high) + (rgb(hour.low) - rgb(hour.high)) * down
    detail = sheet.light - blurred(sheet.light, sheet.short / 5)
    painted = np.broadcast_to(gradient, sheet.colour.shape) + (detail * (0.35 + 0.5 * hour.brightness))[:, :, None]
    if hour.stars:
        painted = np.maximum(painted, _stars(sheet, foot, dice)[:, :, None])
    return as_shares(np.clip(painted, 0, 1))


def _stars(sheet: Sheet, foot: int, dice: Dice) -> Shares:
    stars = np.zeros(sheet.light.shape, np.float32)
    count = max(12, sheet.width * foot // 9_000)
    for x, y, size, bright in zip(
        dice.integers(0, sheet.width, count), dice.integers(0, max(1, int(foot * 0.9)), count),
        dice.uniform(0.5, 1.4, count), dice.uniform(0.45, 1.0, count), strict=True,
    ):  # fmt: skip
        radius = max(1, round(size * sheet.short / 600))
        cv2.circle(stars, (int(x), int(y)), radius, float(bright), -1, cv2.LINE_AA)
    return as_shares(stars)


def overcast(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    sky = sky_of(sheet)
    dull = saturated(sheet.colour, 0.62) * np.array([0.86, 0.9, 0.95], np.float32)
    clouds = 0.58 + 0.2 * (_clouds(sheet, dice) - 0.5)
    grey = np.repeat(clouds[:, :, None], 3, axis=2) * np.array([0.95, 0.99, 1.06], np.float32)
    return sheet.painted(mixed(mixed(sheet.colour, dull, min(1, strength)), grey, as_shares(sky * 0.85)))


def _clouds(sheet: Sheet, dice: Dice) -> Shares:
    """Noise of several sizes, wider than high."""
    total = np.zeros(sheet.light.shape, np.float32)
    for octave in range(4):
        coarse = dice.random((2 + 2**octave, 2 + 2**octave), np.float32)
        total += cv2.resize(coarse, (sheet.width, sheet.height), interpolation=cv2.INTER_CUBIC) / 2**octave
    return as_shares((total - total.min()) / max(float(np.ptp(total)), 1e-6))


def rain(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    wet = overcast(sheet, strength, dice)
    drops = _falling(sheet, dice, count=int(900 * strength), length=0.045, slant=0.22, thick=1 / 700)
    return wet.painted(wet.colour + drops[:, :, None] * 0.34)


def storm(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    dark = darken(overcast(sheet, strength, dice), 1.1, dice)
    drops = _falling(sheet, dice, count=int(1_500 * strength), length=0.06, slant=0.4, thick=1 / 700)
    return dark.painted(dark.colour + drops[:, :, None] * 0.3)


def snow(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    """Flakes of three distances; what faces up is white already."""
    cold = overcast(sheet, 0.8, dice)
    upward = cv2.Sobel(blurred(cold.light, sheet.short / 300), cv2.CV_32F, 0, 1, ksize=5)
    settled = blurred(as_shares(np.clip(-upward * 0.5, 0, 1) * (1 - sky_of(sheet))), sheet.short / 260)
    ground = np.clip((np.arange(sheet.height, dtype=np.float32) / sheet.height - 0.45) * 1.2, 0, 0.5)[:, None]
    white = np.clip(settled + ground * (1 - sky_of(sheet)) * 0.8, 0, 0.85)
    colour = mixed(cold.colour, np.full(3, 0.96, np.float32), as_shares(white))
    for size, count in ((1 / 420, 700), (1 / 230, 260), (1 / 130, 80)):
        flakes = np.zeros(sheet.light.shape, np.float32)
        for x, y in zip(
            *(dice.integers(0, side, int(count * strength)) for side in (sheet.width, sheet.height)), strict=True
        ):
            cv2.circle(flakes, (int(x), int(y)), max(1, round(sheet.short * size)), 1.0, -1, cv2.LINE_AA)
        flakes = blurred(as_shares(flakes), sheet.short * size * 0.5)
        colour = mixed(colour, np.ones(3, np.float32), as_shares(flakes * 0.9))
    return sheet.painted(colour)


def fog(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    """Thicker towards the sky's foot, where what is seen is farthest."""
    rows = np.flatnonzero(sky_of(sheet).max(axis=1) > 0.5)
    foot = (int(rows[-1]) if rows.size else sheet.height * 0.45) / sheet.height
    down = np.arange(sheet.height, dtype=np.float32)[:, None] / sheet.height
    depth = np.exp(-(((down - foot) / 0.32) ** 2)) * 0.5 + 0.32
    thick = np.clip(depth * (0.8 + 0.4 * _clouds(sheet, dice)) * strength, 0, 0.92)
    return sheet.painted(mixed(saturated(sheet.colour, 0.8), rgb("#d5dbdc"), as_shares(thick)))


def autumn(sheet: Sheet, _: float, __: Dice) -> Sheet:
    """Greens turn to orange and rust; everything else keeps its hue."""
    hsv = cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2HSV)
    hue = hsv[:, :, 0]
    green = (
        np.clip((hue - 52) / 14, 0, 1) * np.clip((172 - hue) / 18, 0, 1) * np.clip((hsv[:, :, 1] - 0.1) / 0.12, 0, 1)
    )
    turned = hsv.copy()
    # Pale meadows turn to straw, deep foliage to rust.
    turned[:, :, 0] = np.clip(50 - 46 * hsv[:, :, 1], 14, 44)
    turned[:, :, 1] = np.clip(hsv[:, :, 1] * 1.45, 0, 1)
    turned[:, :, 2] = np.clip(hsv[:, :, 2] * 1.06, 0, 1)
    return sheet.painted(mixed(sheet.colour, cv2.cvtColor(turned, cv2.COLOR_HSV2RGB), blurred(as_shares(green), 1.0)))


def _falling(sheet: Sheet, dice: Dice, *, count: int, length: float, slant: float, thick: float) -> Shares:
    streaks = np.zeros(sheet.light.shape, np.float32)
    span = sheet.short * length
    for x, y, share in zip(
        dice.integers(-int(span), sheet.width, count), dice.integers(-int(span), sheet.height, count),
        dice.uniform(0.35, 1.0, count), strict=True,
    ):  # fmt: skip
        end = (int(x + span * slant * share), int(y + span * share))
        cv2.line(streaks, (int(x), int(y)), end, float(share), max(1, round(sheet.short * thick)), cv2.LINE_AA)
    return blurred(as_shares(streaks), 0.6)
