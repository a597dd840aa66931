"""Orders that come to the GPU queue over time: made up from a seed, or recorded.

Times are seconds from the beginning, in order; what an order takes is a card's time.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mutoscope.errors import InvalidInput

HOUR, DAY = 3600.0, 86_400.0
PICTURE_SECONDS, CLIP_SECONDS, CLIP_SHARE, SPREAD = 9.0, 69.0, 0.1, 0.3
"""A picture of a megapixel and a clip of five seconds on an L4: their FLOPs at some 40 % of the card's, an estimate."""

LONGEST = 6 * HOUR
"""What takes longer would hardly ever be finished between two Spot notices."""

Times = NDArray[np.float64]
Rate = Callable[[Times], Times]


class RecordingInvalid(InvalidInput):
    """The recording {path} is not valid: {reason}."""

    code = "recording_invalid"
    hint = "It is a CSV with the columns `at` and `seconds`: when an order came, and what it took a card."


@dataclass(frozen=True)
class Orders:
    at: Times
    seconds: Times

    def __len__(self) -> int:
        return len(self.at)


def diurnal(peak: float, quiet: float = 0.06) -> Rate:
    """Orders a second over a day: quietest at four in the morning, `quiet` of the peak; the peak twelve hours later."""

    def rate(at: Times) -> Times:
        wave = 0.5 - 0.5 * np.cos(2 * np.pi * (at / DAY - 4 / 24))
        return peak * (quiet + (1 - quiet) * wave**1.5)

    return rate


def launch_day(calm: float, peak: float, at_hour: float = 9.0) -> Rate:
    """A calm night, then ten minutes up to the peak and hours of fading away."""

    def rate(at: Times) -> Times:
        since = at - at_hour * HOUR
        rising = np.clip(since / 600, 0, 1)
        return calm + (peak - calm) * rising * np.exp(-np.maximum(since - 600, 0) / (3 * HOUR))

    return rate


def synthetic(rate: Rate, most: float, seconds: float, seed: int, *, clip_share: float = CLIP_SHARE) -> Orders:
    """Orders that come by themselves, at a rate that changes and never exceeds `most` (a Poisson process, thinned)."""
    chance = np.random.default_rng(seed)
    count = chance.poisson(most * seconds)
    at = np.sort(chance.uniform(0, seconds, count))
    at = at[chance.uniform(0, most, count) < rate(at)]
    return Orders(at, _card_seconds(chance, len(at), clip_share))


def burst(calm: float, size: int, hours: tuple[float, ...], seconds: float, seed: int) -> Orders:
    """A calm stream in which batches of orders arrive within a second."""
    stream = synthetic(lambda at: np.full_like(at, calm), calm, seconds, seed)
    chance = np.random.default_rng(seed + 1)
    batches = np.concatenate([hour * HOUR + chance.uniform(0, 1, size) for hour in hours])
    at = np.concatenate([stream.at, batches])
    order = np.argsort(at)
    return Orders(at[order], np.concatenate([stream.seconds, _card_seconds(chance, len(batches), CLIP_SHARE)])[order])


def recorded(path: Path) -> Orders:
    """Raises `RecordingInvalid` for a file that cannot be read as one."""
    try:
        with path.open(newline="") as file:
            rows = [(float(row["at"]), float(row["seconds"])) for row in csv.DictReader(file)]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise RecordingInvalid(path=path, reason=f"{type(error).__name__}: {error}") from error
    if not rows:
        raise RecordingInvalid(path=path, reason="it has no order")
    if any(not (np.isfinite(at) and 0 < seconds <= LONGEST) for at, seconds in rows):
        raise RecordingInvalid(path=path, reason="an order takes no time, or more than six hours")
    ordered = np.array(sorted(rows))
    return Orders(ordered[:, 0] - ordered[0, 0], ordered[:, 1])


def _card_seconds(chance: np.random.Generator, count: int, clip_share: float) -> Times:
    mean = np.where(chance.uniform(size=count) < clip_share, CLIP_SECONDS, PICTURE_SECONDS)
    deviation = np.sqrt(np.log(1 + SPREAD**2))
    return mean * chance.lognormal(-(deviation**2) / 2, deviation, count)
