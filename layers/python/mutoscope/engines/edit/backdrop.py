"""Telling a subject from its background, and what can be done with the background then.

A plain background is told by its colour; any other by GrabCut (Rother and others 2004), which asks that the subject
keeps clear of the edges. What it finds is checked, and a guess is refused.
"""

from dataclasses import replace

import cv2
import numpy as np

from mutoscope.engines.edit.sheet import Shares, Sheet, as_shares, blurred, guided_by, mixed, rgb
from mutoscope.engines.edit.tones import Apply, Dice
from mutoscope.errors import InvalidInput

_WORKED = 320
"""Pixels of the long side that the subject is looked for at."""


class SubjectNotTold(InvalidInput):
    """The picture's subject cannot be told from its background."""

    code = "subject_not_told"
    hint = "Send a mask whose clear part is the background, or choose a model: docs/models.md says how to run one."


def subject_of(sheet: Sheet) -> Shares:
    """How much of each pixel belongs to the subject, shape (h, w). Raises SubjectNotTold."""
    if float(sheet.cover.min()) < 0.5:
        return sheet.cover
    scale = min(1.0, _WORKED / max(sheet.width, sheet.height))
    small = cv2.resize(sheet.colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = _apart_from_plain(small)
    if found is None:
        found = _cut(small)
    share = float(found.mean())
    rim = np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]]).mean()
    if not 0.02 < share < 0.9 or rim > 0.5:
        raise SubjectNotTold(param="prompt")
    whole = cv2.resize(found.astype(np.float32), (sheet.width, sheet.height), interpolation=cv2.INTER_CUBIC)
    guided = guided_by(sheet.light, as_shares(np.clip(whole, 0, 1)), max(3, sheet.short // 90))
    return as_shares(np.clip((guided - 0.25) / 0.5, 0, 1))


def _apart_from_plain(small: np.ndarray) -> np.ndarray | None:
    """What differs from the colour of the edges, where these are all of one colour."""
    lab = cv2.cvtColor(as_shares(small), cv2.COLOR_RGB2LAB)
    rim = np.concatenate([lab[:3].reshape(-1, 3), lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)])
    middle = np.median(rim, axis=0)
    if (np.linalg.norm(rim - middle, axis=1) > 9).mean() > 0.12:
        return None
    apart = (np.linalg.norm(lab - middle, axis=2) < 11).astype(np.uint8)
    _, parts = cv2.connectedComponents(apart, connectivity=4)
    joined = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    return 1 - np.isin(parts, joined[joined > 0]).astype(np.uint8)


def _cut(small: np.ndarray) -> np.ndarray:
    height, width = small.shape[:2]
    marks = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    inset = (round(width * 0.06), round(height * 0.06))
    marks[inset[1] : height - inset[1], inset[0] : width - inset[0]] = cv2.GC_PR_FGD
    marks[:2], marks[:, :2], marks[:, -2:] = cv2.GC_BGD, cv2.GC_BGD, cv2.GC_BGD
    cv2.setRNGSeed(7)
    pixels = np.rint(small[:, :, ::-1] * 255).astype(np.uint8)
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(pixels, marks, None, background, foreground, 6, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    found = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    found = np.asarray(cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(found)
    large = [index for index in range(1, len(stats)) if stats[index, cv2.CC_STAT_AREA] > 0.01 * found.size]
    return np.isin(parts, large).astype(np.uint8)


def clear(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return replace(sheet, cover=as_shares(np.minimum(sheet.cover, subject_of(sheet))))


def filled_with(colour: str) -> Apply:
    def apply(sheet: Sheet, _: float, __: Dice) -> Sheet:
        return Sheet(mixed(np.broadcast_to(rgb(colour), sheet.colour.shape), sheet.colour, subject_of(sheet)),
                     np.ones_like(sheet.cover))  # fmt: skip

    return apply


def out_of_focus(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """The subject's own colours are kept out of the blur, so that no halo stands about it."""
    subject = subject_of(sheet)
    around = as_shares(1 - subject)
    sigma = sheet.short / 45 * strength
    soft = (
        blurred(as_shares(sheet.colour * around[:, :, None]), sigma)
        / np.maximum(blurred(around, sigma), 0.02)[:, :, None]
    )
    return sheet.painted(mixed(np.clip(soft, 0, 1), sheet.colour, subject))


def put_before(sheet: Sheet, scene: Shares) -> Sheet:
    """The subject before another scene of the same size, in a little of that scene's light. Raises SubjectNotTold."""
    subject = subject_of(sheet)
    cast = scene.mean(axis=(0, 1)) / max(float(scene.mean()), 1e-3)
    lit = mixed(sheet.colour, np.clip(sheet.colour * cast, 0, 1), 0.5)
    return Sheet(mixed(scene, lit, subject), np.ones_like(sheet.cover))
