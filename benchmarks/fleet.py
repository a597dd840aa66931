"""Days of the GPU fleet under its real rule, beside target tracking and a fixed fleet, each with a picture.

Simulated, not measured: it says what the rule does in the world of `fleet/simulation/world.py`.
"""

from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.plot import Curve, curves
from benchmarks.result import output_path, write
from mutoscope.fleet.simulation.outcome import Outcome
from mutoscope.fleet.simulation.scenarios import SCENARIOS, WARM_WAIT, Comparison
from mutoscope.fleet.simulation.world import World
from mutoscope.laptop.simulate_command import COST_GOAL, figures, run

SEEDS = (1, 2, 3, 4, 5)
POLICIES = {"ours": "#2f6f9f", "target tracking": "#c46a1b", "fixed": "#777777"}
POINTS = 288
"""One for five minutes."""


def main() -> None:
    output = output_path()
    found = {name: run(name, SEEDS[0], 20) for name in SCENARIOS}
    ordinary = [found["diurnal"], *(run("diurnal", seed, 20) for seed in SEEDS[1:])]
    write(
        {
            "simulated": True,
            "scenarios": figures(found),
            "diurnal_over_seeds": {
                "seeds": SEEDS,
                "wait_p95_seconds": [round(each.outcomes["ours"].wait(95), 1) for each in ordinary],
                "asked_wait_p95_seconds": WARM_WAIT + World().cold_start_seconds,
                "cost_share_of_fixed": [round(each.cost_share(), 3) for each in ordinary],
                "cost_share_median": round(median(each.cost_share() for each in ordinary), 3),
                "asked_cost_share": COST_GOAL,
            },
            "lost": {name: {each: day.outcomes[each].lost for each in POLICIES} for name, day in found.items()},
        },
        output,
    )
    if output is not None:
        for name, comparison in found.items():
            _draw(name, comparison, output.parent)


def _draw(name: str, comparison: Comparison, folder: Path) -> None:
    orders = f"{SCENARIOS[name].summary}; {comparison.orders:,} orders"
    panels = {
        "instances that work": [_curve(each, comparison.outcomes[each], "running") for each in POLICIES],
        "orders that wait": [_curve(each, comparison.outcomes[each], "waiting") for each in POLICIES],
    }
    (folder / f"fleet-{name}.svg").write_text(curves(f"{name}: {orders}", "hour", panels))


def _curve(name: str, outcome: Outcome, what: str) -> Curve:
    """The most of each stretch of the day, so that a peak of a minute is seen."""
    hours = np.array([moment.at / 3600 for moment in outcome.moments])
    counts = np.array([getattr(moment, what) for moment in outcome.moments], dtype=float)
    step = -(-len(hours) // POINTS)
    starts = range(0, len(hours), step)
    return Curve(
        name,
        POLICIES[name],
        [float(hours[at]) for at in starts],
        [float(counts[at : at + step].max()) for at in starts],
    )


if __name__ == "__main__":
    main()
