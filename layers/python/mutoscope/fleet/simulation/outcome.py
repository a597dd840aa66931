"""What a simulated day comes to: waits, use of the cards, cost, and what was lost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutoscope.fleet.simulation.world import World

LEAST_BILLED = 60.0
"""EC2 bills seconds, a minute at least."""
ENOUGH = 100


@dataclass(frozen=True)
class Moment:
    at: float
    waiting: int
    running: int
    paid: int
    wanted: int


@dataclass(frozen=True)
class Outcome:
    at: NDArray[np.float64]
    """When each order came."""
    waits: NDArray[np.float64]
    """Seconds of each order in which no card worked for its result; NaN for a lost one."""
    lost: int
    busy_seconds: float
    """Cards' time that led to results."""
    paid: tuple[tuple[bool, float], ...]
    """Each instance: whether it was Spot, and for how many seconds it was there."""
    moments: tuple[Moment, ...]

    def wait(self, percent: float) -> float:
        finished = self.waits[~np.isnan(self.waits)]
        return float(np.percentile(finished, percent)) if finished.size else 0.0

    def busiest_wait(self, percent: float) -> float:
        """The same of the hour in which it was worst, of hours with orders enough to speak of percents."""
        hours = (self.at // 3600).astype(int)
        found = [self.waits[(hours == hour) & ~np.isnan(self.waits)] for hour in np.unique(hours)]
        return max((float(np.percentile(waits, percent)) for waits in found if waits.size >= ENOUGH), default=0.0)

    @property
    def hours(self) -> float:
        return sum(max(LEAST_BILLED, seconds) for _, seconds in self.paid) / 3600

    @property
    def use(self) -> float:
        return self.busy_seconds / 3600 / self.hours if self.hours else 0.0

    def cost(self, world: World) -> float:
        prices = {True: world.spot_hour, False: world.on_demand_hour}
        return sum(prices[spot] * max(LEAST_BILLED, seconds) / 3600 for spot, seconds in self.paid)
