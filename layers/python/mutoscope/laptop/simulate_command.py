"""`mutoscope simulate`: days of the GPU fleet under its real rule, beside target tracking and a fixed fleet."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mutoscope.errors import InvalidInput
from mutoscope.fleet.simulation.orders import Orders, recorded
from mutoscope.fleet.simulation.outcome import Outcome
from mutoscope.fleet.simulation.scenarios import SCENARIOS, WARM_WAIT, Comparison, compare
from mutoscope.fleet.simulation.world import World
from mutoscope.fleet.sizing import Limits

COST_GOAL = 0.6
_BARS = " ▁▂▃▄▅▆▇█"
_WIDTH = 60


class UnknownScenario(InvalidInput):
    """There is no scenario {name}."""

    code = "unknown_scenario"
    hint = "Choose from: {known}."


def simulate_fleet(
    console: Console, names: Sequence[str], recording: Path | None, seed: int, most: int, *, as_json: bool
) -> None:
    """Prints each scenario's figures; a recording's orders stand in for a scenario's own."""
    known, orders = _known(names), recorded(recording) if recording else None
    found = {name: run(name, seed, most, orders) for name in known}
    if as_json:
        console.print_json(json.dumps({"seed": seed, "scenarios": figures(found)}))
        return
    for name, comparison in found.items():
        _show(console, name, SCENARIOS[name].summary, comparison)
    console.print("All of it is simulated; starts, orders and prices are estimates (docs/fleet.md).", style="dim")


def run(name: str, seed: int, most: int, orders: Orders | None = None) -> Comparison:
    scenario = SCENARIOS[name]
    return compare(orders or scenario.orders(seed), scenario.world(World()), Limits(most=most), seed)


def figures(found: Mapping[str, Comparison]) -> dict[str, object]:
    return {
        name: {
            "orders": comparison.orders,
            "cost_share_of_fixed": round(comparison.cost_share(), 3),
            "policies": {
                policy: _figures(outcome, comparison.world) for policy, outcome in comparison.outcomes.items()
            },
        }
        for name, comparison in found.items()
    }


def _figures(outcome: Outcome, world: World) -> dict[str, float]:
    return {
        "wait_p50_seconds": round(outcome.wait(50), 1),
        "wait_p95_seconds": round(outcome.wait(95), 1),
        "busiest_hour_p95_seconds": round(outcome.busiest_wait(95), 1),
        "use": round(outcome.use, 3),
        "instance_hours": round(outcome.hours, 1),
        "most_instances": max((moment.running for moment in outcome.moments), default=0),
        "dollars": round(outcome.cost(world), 2),
        "lost": outcome.lost,
    }


def _known(names: Sequence[str]) -> Sequence[str]:
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        raise UnknownScenario(name=unknown[0], known=", ".join(SCENARIOS))
    return names or list(SCENARIOS)


def _show(console: Console, name: str, summary: str, comparison: Comparison) -> None:
    console.print(f"[bold]{name}[/]  {summary}; {comparison.orders:,} orders", highlight=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for heading in ("wait p50", "p95", "worst hour", "use", "hours", "at most", "$", "lost"):
        table.add_column(heading, justify="right", header_style="bold")
    for policy, outcome in comparison.outcomes.items():
        each = _figures(outcome, comparison.world)
        table.add_row(
            policy,
            f"{each['wait_p50_seconds']:.0f} s",
            f"{each['wait_p95_seconds']:.0f} s",
            f"{each['busiest_hour_p95_seconds']:.0f} s",
            f"{each['use']:.0%}",
            f"{each['instance_hours']:.0f}",
            f"{each['most_instances']}",
            f"{each['dollars']:.2f}",
            f"{each['lost']}",
        )
    console.print(table)
    ours = comparison.outcomes["ours"]
    console.print(
        f"  running  {_sparkline([moment.running for moment in ours.moments])}", highlight=False, soft_wrap=True
    )
    console.print(
        f"  waiting  {_sparkline([moment.waiting for moment in ours.moments])}", highlight=False, soft_wrap=True
    )
    console.print(_verdict(name, comparison), highlight=False, soft_wrap=True)
    console.print()


def _verdict(name: str, comparison: Comparison) -> str:
    """Waits and cost are promised for an ordinary day, and no loss for any."""
    ours, most, share = (
        comparison.outcomes["ours"],
        WARM_WAIT + comparison.world.cold_start_seconds,
        comparison.cost_share(),
    )
    lost = f"lost {ours.lost} {_met(ours.lost == 0)}"
    cost = f"cost {share:.0%} of the fixed fleet's"
    if name != "diurnal":
        return f"  {cost}   {lost}"
    wait = f"wait p95 {ours.wait(95):.0f} of {most:.0f} s {_met(ours.wait(95) <= most)}"
    return f"  {wait}   {cost}, {COST_GOAL:.0%} asked {_met(share <= COST_GOAL)}   {lost}"


def _met(it_is: bool) -> str:
    return "[green]✓[/]" if it_is else "[red]✗[/]"


def _sparkline(counts: Sequence[int]) -> str:
    """The most of each stretch, so that a peak of a minute is seen."""
    most = max(counts, default=0)
    size = max(1, -(-len(counts) // _WIDTH))
    peaks = [max(counts[start : start + size]) for start in range(0, len(counts), size)]
    return "".join(_BARS[-(-peak * (len(_BARS) - 1) // most) if most else 0] for peak in peaks) + f" {most}"
