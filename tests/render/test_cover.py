"""What of a layer is drawn: parts that lie apart, hold all that is seen, and hide what is behind where they say so."""

import cv2
import numpy as np
import pytest

from mutoscope.render.cover import AROUND, CELL, Part, parts_of, solid_from
from mutoscope.render.planes import Plane


def painted(seed: int) -> Plane:
    """How much of what lies behind shows: hills, a few things of any size and some mist."""
    random = np.random.default_rng(seed)
    cover = np.zeros((900, 1600), np.uint8)
    crest = (510 + 120 * np.sin(np.arange(1600) / 180)).astype(int)
    cover[np.arange(900)[:, np.newaxis] > crest[np.newaxis, :]] = 255
    for _ in range(4):
        centre = (int(random.integers(1600)), int(random.integers(480)))
        cv2.circle(cover, centre, int(random.integers(3, 210)), 255, -1, cv2.LINE_AA)
    cover[360:420, 900:1380] = np.maximum(cover[360:420, 900:1380], 90)
    return np.asarray(255 - cover, np.uint8)


def marked(parts: tuple[Part, ...], keep: Plane) -> Plane:
    """How many parts hold each sample."""
    held = np.zeros(keep.shape, np.uint8)
    for part in parts:
        held[part.top : part.bottom, part.left : part.right] += 1
    return held


@pytest.mark.parametrize("seed", range(6))
def test_parts_lie_apart_and_hold_all_that_is_seen(seed: int) -> None:
    keep = painted(seed)

    held = marked(parts_of(keep, 0, 0), keep)

    assert held.max() == 1
    assert np.all(held[cv2.erode(keep, np.ones((2 * AROUND + 1, 2 * AROUND + 1))) < 255] == 1)


@pytest.mark.parametrize("seed", range(6))
def test_an_opaque_part_hides_all_behind_it_and_around_it(seed: int) -> None:
    keep = painted(seed)

    opaque = [part for part in parts_of(keep, 0, 0) if part.opaque]

    assert opaque
    for part in opaque:
        around = np.s_[
            max(part.top - AROUND, 0) : part.bottom + AROUND, max(part.left - AROUND, 0) : part.right + AROUND
        ]
        assert keep[around].max() <= 1


def test_parts_lie_where_the_layer_lies() -> None:
    keep = np.full((3 * CELL, 4 * CELL), 255, np.uint8)
    keep[CELL + 10 : CELL + 20, 2 * CELL + 10 : 2 * CELL + 20] = 0

    parts = parts_of(keep, 100, -40)

    assert parts == (Part(100 + 2 * CELL, CELL - 40, 100 + 3 * CELL, 2 * CELL - 40, opaque=False),)


def test_what_is_wide_apart_is_not_drawn_as_one() -> None:
    keep = np.full((10 * CELL, 60 * CELL), 255, np.uint8)
    keep[:, : 2 * CELL] = keep[:, -2 * CELL :] = 100

    assert len(parts_of(keep, 0, 0)) == 2


def test_the_ground_begins_below_the_last_gap() -> None:
    keep = np.zeros((10 * CELL, 4 * CELL), np.uint8)
    keep[3 * CELL + 5, 7] = 40

    assert solid_from(keep) == 4 * CELL
    assert solid_from(np.zeros_like(keep)) == 0
    assert solid_from(np.full_like(keep, 9)) == 10 * CELL


def test_nothing_is_drawn_of_what_is_see_through() -> None:
    assert parts_of(np.full((100, 100), 255, np.uint8), 0, 0) == ()
