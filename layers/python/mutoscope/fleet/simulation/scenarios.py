"""The days that the fleet is tried on, and what else one might do, compared on the same orders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from mutoscope.fleet.simulation.orders import DAY, HOUR, Orders, burst, diurnal, launch_day, synthetic
from mutoscope.fleet.simulation.outcome import Outcome
from mutoscope.fleet.simulation.policies import Fixed, Ours, TargetTracking
from mutoscope.fleet.simulation.simulation import simulate
from mutoscope.fleet.simulation.world import Storm, World
from mutoscope.fleet.sizing import Limits

WARM_WAIT = 90.0
"""What the wait may be at the 95th percentile beyond a cold start."""


@dataclass(frozen=True)
class Scenario:
    summary: str
    orders: Callable[[int], Orders]
    world: Callable[[World], World] = lambda world: world


def _day(seed: int) -> Orders:
    return synthetic(diurnal(0.8), 0.8, DAY, seed)


def _interrupted(world: World) -> World:
    storms = (Storm(9 * HOUR, share=0.5), Storm(15 * HOUR, without_new=1800))
    return replace(world, interruptions_per_hour=0.25, storms=storms)


def _killed(world: World) -> World:
    return replace(_interrupted(world), interruptions_per_hour=1.0, unannounced_share=0.5)


SCENARIOS: Mapping[str, Scenario] = {
    "diurnal": Scenario("a day, quietest at four in the morning", _day),
    "burst": Scenario(
        "few orders, and 400 within a second three times", lambda seed: burst(0.03, 400, (3, 11, 17), DAY, seed)
    ),
    "launch": Scenario(
        "a calm night, from nine o'clock everybody", lambda seed: synthetic(launch_day(0.05, 1.1), 1.1, DAY, seed)
    ),
    "spot": Scenario("Spot takes a quarter an hour, half at 9:00, all at 15:00", _day, _interrupted),
    "spot-killed": Scenario("the same four times as often, half without a notice", _day, _killed),
}


@dataclass(frozen=True)
class Comparison:
    orders: int
    world: World
    outcomes: Mapping[str, Outcome]

    def cost_share(self) -> float:
        """What our fleet costs of the fixed one."""
        ours, fixed = (self.outcomes[name].cost(self.world) for name in ("ours", "fixed"))
        return ours / fixed if fixed else 0.0


def compare(orders: Orders, world: World, limits: Limits, seed: int) -> Comparison:
    """Our rule, target tracking and a fixed fleet that serves every hour, on the same orders and dice."""
    limits = replace(limits, held_at_once=world.held_at_once)
    outcomes = {
        "ours": simulate(orders, Ours(limits), world, seed),
        "target tracking": simulate(orders, TargetTracking(replace(limits, wait_seconds=WARM_WAIT)), world, seed),
        "fixed": smallest_fixed(orders, world, limits.most, seed),
    }
    return Comparison(len(orders), world, outcomes)


def smallest_fixed(orders: Orders, world: World, most: int, seed: int) -> Outcome:
    """The smallest whose wait is short enough in its busiest hour, chosen in hindsight; else the largest."""
    least = ceil(float(orders.seconds.sum()) / max(float(orders.at[-1]), 1.0)) if len(orders) else 1
    for count in range(min(max(least, 1), most), most):
        outcome = simulate(orders, Fixed(count), world, seed)
        if outcome.busiest_wait(95) <= WARM_WAIT:
            return outcome
    return simulate(orders, Fixed(most), world, seed)
