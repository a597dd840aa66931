"""Edits of the hand: a picture as if painted, drawn, printed or woven. Classical filters, each named by its source."""

import cv2
import numpy as np

from mutoscope.engines.edit.sheet import Sheet, as_shares, blurred, mixed, rgb, saturated
from mutoscope.engines.edit.tones import Dice


def oil(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """Kuwahara's filter (1976): each pixel takes the mean of the calmest of four squares about it."""
    radius = max(2, round(sheet.short / 150 * strength))
    size = 2 * radius + 1
    light = sheet.light
    offsets = [(dx, dy) for dx in (-radius // 1, radius) for dy in (-radius, radius)]
    mean = cv2.blur(sheet.colour, (size, size), borderType=cv2.BORDER_REFLECT)
    about = cv2.blur(light, (size, size), borderType=cv2.BORDER_REFLECT)
    spread = cv2.blur(light * light, (size, size), borderType=cv2.BORDER_REFLECT) - about * about
    calm = np.stack([_moved(spread, dx, dy) for dx, dy in offsets]).argmin(axis=0)
    painted = np.zeros_like(sheet.colour)
    for index, (dx, dy) in enumerate(offsets):
        painted = np.where((calm == index)[:, :, None], _moved(mean, dx, dy), painted)
    return sheet.painted(saturated(as_shares(painted), 1.15))


def _moved(values: np.ndarray, dx: int, dy: int) -> np.ndarray:
    matrix = np.array([[1, 0, -dx], [0, 1, -dy]], np.float32)
    return cv2.warpAffine(values, matrix, (values.shape[1], values.shape[0]), borderMode=cv2.BORDER_REFLECT)


def watercolour(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    """Edge-preserving smoothing (Gastal and Oliveira 2011), pigment that dries darker at edges, and paper."""
    pixels = np.rint(sheet.colour * 255).astype(np.uint8)
    flat = cv2.edgePreservingFilter(pixels, flags=1, sigma_s=max(12.0, sheet.short / 24), sigma_r=0.42 * strength)
    flat = cv2.medianBlur(flat, 2 * max(1, sheet.short // 360) + 1).astype(np.float32) / 255
    soft = as_shares(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY))
    rims = np.clip(np.abs(soft - blurred(soft, sheet.short / 260)) * 3.2, 0, 0.3)
    paper = blurred(dice.standard_normal(soft.shape, np.float32), 1.1) * 0.05
    pale = saturated(as_shares(flat), 1.1) * 0.8 + 0.19
    return sheet.painted(pale * (1 - rims)[:, :, None] + paper[:, :, None])


def pencil(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    """The negative's blur divided out (dodging): only where tones change is there graphite."""
    light = sheet.light
    soft = blurred(as_shares(1 - light), sheet.short / 90)
    drawn = np.clip(light / np.maximum(1 - soft, 0.02), 0, 1)
    hatched = 1 - (1 - light) * 0.22 * (blurred(dice.random(light.shape, np.float32), 0.7) * 1.4)
    graphite = np.clip(drawn ** (2.2 * strength) * hatched, 0, 1)[:, :, None]
    return sheet.painted(rgb("#2b2b30") + (rgb("#faf7f0") - rgb("#2b2b30")) * graphite)


def cartoon(sheet: Sheet, _: float, __: Dice) -> Sheet:
    """Few flat tones, and an ink line where they meet."""
    pixels = np.rint(sheet.colour * 255).astype(np.uint8)
    for _round in range(3):
        pixels = np.asarray(cv2.bilateralFilter(pixels, 7, 34, 7), np.uint8)
    flat = _few_levels(as_shares(pixels.astype(np.float32) / 255), 7)
    light = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    size = 2 * max(2, sheet.short // 180) + 1
    lines = cv2.adaptiveThreshold(light, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, size, 5)
    ink = blurred(as_shares(lines.astype(np.float32) / 255), 0.6)
    return sheet.painted(saturated(flat, 1.3) * ink[:, :, None])


def ink(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """Difference of Gaussians (Winnemöller 2011): lines and solid blacks on warm paper."""
    light = sheet.light
    sigma = max(0.8, sheet.short / 620)
    # Lightness is squeezed upwards first, so that whole dark masses stay drawings and do not become blots.
    fine, coarse = blurred(light, sigma), blurred(light, sigma * 1.6)
    sharp = 0.45 + 0.5 * fine + 60 * strength * (fine - coarse)
    drawn = np.where(sharp > 0.6, 1.0, 1 + np.tanh(5 * (sharp - 0.6)))[:, :, None]
    return sheet.painted(rgb("#171a20") + (rgb("#f6f1e4") - rgb("#171a20")) * np.clip(drawn, 0, 1))


def pixels(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """Large square pixels of sixteen colours."""
    block = max(2, round(sheet.short / 72 * strength))
    size = (max(1, sheet.width // block), max(1, sheet.height // block))
    small = as_shares(cv2.resize(sheet.colour, size, interpolation=cv2.INTER_AREA))
    flat = _clustered(small, 16)
    return sheet.painted(cv2.resize(flat, (sheet.width, sheet.height), interpolation=cv2.INTER_NEAREST))


def poster(sheet: Sheet, _: float, __: Dice) -> Sheet:
    """Eight flat colours, the picture's own, made stronger."""
    calm = as_shares(
        cv2.medianBlur(np.rint(sheet.colour * 255).astype(np.uint8), 2 * max(1, sheet.short // 200) + 1) / 255
    )
    return sheet.painted(saturated(_clustered(calm, 8), 1.35))


def halftone(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """Dots on a screen turned by 45 degrees, larger where it is darker."""
    pitch = max(4.0, sheet.short / 90 * strength)
    down, across = np.mgrid[0 : sheet.height, 0 : sheet.width].astype(np.float32)
    u, v = (across + down) / pitch * np.pi / 2**0.5, (across - down) / pitch * np.pi / 2**0.5
    screen = (np.sin(u) * np.sin(v) + 1) / 2
    dots = 1 / (1 + np.exp(-(blurred(sheet.light, pitch / 3) - screen) * 14))
    return sheet.painted(
        mixed(rgb("#1b1d24") + np.zeros_like(sheet.colour), saturated(sheet.colour * 0.35 + 0.65, 1.3), as_shares(dots))
    )


def mosaic(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    """Tiles about scattered points, each of one colour, with grout between them."""
    pitch = max(6, round(sheet.short / 46 * strength))
    shape = (sheet.height // pitch + 2, sheet.width // pitch + 2)
    jitter = dice.uniform(0.15, 0.85, (*shape, 2)).astype(np.float32)
    down, across = np.mgrid[0 : sheet.height, 0 : sheet.width].astype(np.float32)
    row, column = (down // pitch).astype(int), (across // pitch).astype(int)
    nearest = np.full(sheet.light.shape, np.inf, np.float32)
    second, owner = nearest.copy(), np.zeros(sheet.light.shape, np.int64)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            r, c = np.clip(row + dy, 0, shape[0] - 1), np.clip(column + dx, 0, shape[1] - 1)
            away = np.hypot((c + jitter[r, c, 0]) * pitch - across, (r + jitter[r, c, 1]) * pitch - down)
            away = np.where((row + dy == r) & (column + dx == c), away, np.inf).astype(np.float32)
            second = np.where(away < nearest, nearest, np.minimum(second, away))
            owner = np.where(away < nearest, r * shape[1] + c, owner)
            nearest = np.minimum(nearest, away)
    counts = np.maximum(np.bincount(owner.ravel(), minlength=shape[0] * shape[1]), 1)
    tiles = np.stack(
        [np.bincount(owner.ravel(), sheet.colour[:, :, c].ravel(), len(counts)) / counts for c in range(3)], axis=1
    )
    grout = np.clip((second - nearest) / max(1.5, pitch * 0.12), 0.35, 1)[:, :, None]
    return sheet.painted(tiles[owner] * grout)


def _few_levels(colour: np.ndarray, levels: int) -> np.ndarray:
    return as_shares(np.rint(colour * (levels - 1)) / (levels - 1))


def _clustered(colour: np.ndarray, count: int) -> np.ndarray:
    """k-means over a sample; the seed is fixed, so the same picture gives the same colours."""
    flat = np.ascontiguousarray(colour.reshape(-1, 3), np.float32)
    sample = flat[:: max(1, len(flat) // 6_000)]
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.001)
    _, _, centres = cv2.kmeans(sample, min(count, len(sample)), None, criteria, 2, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    nearest, least = np.zeros(len(flat), np.int64), np.full(len(flat), np.inf, np.float32)
    # One centre after the other: all at once would take a gigabyte for a large picture.
    for index, centre in enumerate(centres):
        away = ((flat - centre) ** 2).sum(axis=1)
        nearest = np.where(away < least, index, nearest)
        least = np.minimum(least, away)
    return as_shares(centres[nearest].reshape(colour.shape))
