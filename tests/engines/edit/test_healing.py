"""What is filled belongs to its surroundings: no thing is brought from elsewhere, and what runs on, runs on."""

import cv2
import numpy as np

from mutoscope.engines.edit.healing import healed
from mutoscope.engines.edit.sheet import Shares, as_shares

HIDDEN = np.zeros((256, 384), bool)
HIDDEN[140:220, 30:120] = True


def shore() -> Shares:
    """Sky, a dark far shore and water, each running from side to side."""
    picture = np.empty((256, 384, 3), np.float32)
    picture[:] = (0.7, 0.85, 0.95)
    picture[150:165] = (0.2, 0.4, 0.3)
    picture[165:] = (0.35, 0.6, 0.75)
    return as_shares(picture)


def filling(picture: Shares) -> Shares:
    return as_shares(healed(picture, HIDDEN, np.random.default_rng(1))[HIDDEN].reshape(80, 90, 3))


def test_a_shore_runs_on_behind_what_is_taken_away() -> None:
    told = shore()

    filled = filling(told)

    assert float(np.abs(filled - told[HIDDEN].reshape(80, 90, 3)).mean()) < 0.02


def test_a_house_that_stands_elsewhere_is_not_brought_along() -> None:
    hill = np.full((256, 384, 3), (0.1, 0.1, 0.2), np.float32)
    for left in (20, 220):
        cv2.rectangle(hill, (left, 120), (left + 110, 240), (0.5, 0.6, 0.4), -1)
    cv2.rectangle(hill, (250, 160), (300, 200), (0.9, 0.2, 0.2), -1)

    filled = filling(as_shares(hill))

    assert float(np.abs(filled - np.array((0.5, 0.6, 0.4))).max()) < 0.1
