"""How long the GPU fleet is paid for in a month, from simulated days under its real rule.

Small loads pay for cold starts and calm times more than for pictures; only a simulation knows by how much.
"""

from dataclasses import dataclass
from functools import cache
from math import ceil

import numpy as np

from mutoscope.fleet.simulation.orders import DAY, PICTURE_SECONDS, Orders, diurnal, synthetic
from mutoscope.fleet.simulation.outcome import LEAST_BILLED
from mutoscope.fleet.simulation.policies import Ours
from mutoscope.fleet.simulation.simulation import simulate
from mutoscope.fleet.simulation.world import World
from mutoscope.fleet.sizing import Limits

DAYS = 365 / 12
SIMULATED_DAYS = 3
MOST_SIMULATED = 20_000
"""Pictures a day; beyond that hours are taken to grow in proportion, which is a little too much."""
SEED = 1
CHEAPEST_CARDS_PACE = 65 / 121
"""Of a T4, in 16-bit TFLOPS, to the simulated L4. All are taken to be as slow, those of Spot too."""
ORDER_SECONDS = PICTURE_SECONDS / CHEAPEST_CARDS_PACE


@dataclass(frozen=True)
class FleetHours:
    on_demand: float
    spot: float

    @property
    def together(self) -> float:
        return self.on_demand + self.spot


@cache
def fleet_hours(pictures: float) -> FleetHours:
    """Instance-hours of a month for so many pictures in it, ordered as people order over a day."""
    daily = pictures / DAYS
    if daily == 0:
        return FleetHours(0, 0)
    simulated = min(daily, MOST_SIMULATED)
    most = max(Limits().most, ceil(4 * simulated * ORDER_SECONDS / DAY))
    limits = Limits(most=most, order_seconds=ORDER_SECONDS)
    outcome = simulate(_pictures(simulated), Ours(limits), World(), SEED)
    scale = daily / simulated * DAYS / SIMULATED_DAYS / 3600
    hours = {
        spot: scale * sum(max(LEAST_BILLED, seconds) for is_spot, seconds in outcome.paid if is_spot is spot)
        for spot in (False, True)
    }
    return FleetHours(hours[False], hours[True])


def _pictures(daily: float) -> Orders:
    """Enough days to even out chance, with at least one order."""
    shape = diurnal(1.0)
    peak = daily / DAY / float(shape(np.arange(0, DAY, 60.0)).mean())
    orders = synthetic(lambda at: peak * shape(at), peak, SIMULATED_DAYS * DAY, SEED, clip_share=0.0)
    if not len(orders):
        return Orders(np.array([0.0]), np.array([ORDER_SECONDS]))
    return Orders(orders.at, orders.seconds / CHEAPEST_CARDS_PACE)
