import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from mutoscope.cli import app
from mutoscope.fleet.simulation.orders import HOUR, Orders, RecordingInvalid, diurnal, recorded, synthetic
from mutoscope.fleet.simulation.policies import Fixed, Ours, TargetTracking
from mutoscope.fleet.simulation.scenarios import SCENARIOS, WARM_WAIT, smallest_fixed
from mutoscope.fleet.simulation.simulation import simulate
from mutoscope.fleet.simulation.world import Storm, World
from mutoscope.fleet.sizing import Limits, Seen
from mutoscope.stages.perform import MOST_RUNS

CALM = World(interruptions_per_hour=0.0, start_spread=0.0, held_at_once=1)


def orders(*at_and_seconds: tuple[float, float]) -> Orders:
    at, seconds = np.array(at_and_seconds).T
    return Orders(at, seconds)


def few_hours(seed: int = 1) -> Orders:
    return synthetic(diurnal(0.4), 0.4, 6 * HOUR, seed)


def test_orders_of_one_instance_run_one_after_the_other() -> None:
    day = simulate(orders((10, 30), (10, 30), (10, 30)), Fixed(1), CALM)

    assert day.waits.tolist() == [0, 30, 60]
    assert day.busy_seconds == 90


def test_an_order_held_behind_another_waits_although_an_instance_is_free() -> None:
    both = [(float(at), 30.0) for at in range(0, 6000, 20)]

    apart, together = (simulate(orders(*both), Fixed(4), replace(CALM, held_at_once=held)) for held in (1, 2))

    assert apart.waits.max() == 0
    assert together.waits.max() > 0


def test_the_first_order_of_a_sleeping_fleet_waits_for_a_look_and_a_cold_start() -> None:
    day = simulate(orders((30, 10)), Ours(Limits()), CALM)

    assert day.waits.tolist() == [30 + CALM.cold_start_seconds]


def test_target_tracking_grows_after_three_minutes_above_its_target() -> None:
    tracking = TargetTracking(Limits(wait_seconds=90, order_seconds=15))
    looks = [Seen(at, 30, 2, 0, wanted=2, running=2, starting=0) for at in (0, 60, 120)]

    assert [tracking.wanted(look) for look in looks] == [2, 2, 5]


def test_what_a_noticed_instance_held_is_done_by_another_and_the_lost_work_counts_as_waiting() -> None:
    world = replace(CALM, on_demand_share=0.0, storms=(Storm(100.0, without_new=0.0),))

    day = simulate(orders((0, 200)), Fixed(1), world)

    assert day.lost == 0
    assert day.waits.tolist() == [100 + CALM.cold_start_seconds]


def test_while_spot_gives_nothing_the_share_on_demand_works_on() -> None:
    world = replace(CALM, on_demand_share=0.5, storms=(Storm(100.0, without_new=10_000.0),))

    day = simulate(orders(*[(float(at), 10.0) for at in range(0, 3000, 30)]), Fixed(2), world)

    during = [moment.running for moment in day.moments if 600 < moment.at < 3000]
    assert set(during) == {1}
    assert day.lost == 0


def test_an_order_that_kills_its_workers_is_lost_and_counted() -> None:
    always = tuple(Storm(300.0 * number + 290) for number in range(20))
    world = replace(CALM, on_demand_share=0.0, unannounced_share=1.0, cold_start_seconds=60.0, storms=always)

    day = simulate(orders((0, 1000), (0, 5)), Fixed(1), world)

    assert (day.lost, int(np.isnan(day.waits).sum())) == (1, 1)
    assert day.wait(100) < 300 * MOST_RUNS


def test_instances_are_paid_by_what_they_are_from_launch_to_end() -> None:
    world = replace(CALM, on_demand_hour=1.0, spot_hour=0.25, on_demand_share=0.5)

    day = simulate(orders((0, 3600), (0, 3600)), Fixed(2), world)

    assert day.hours == pytest.approx(2)
    assert day.cost(world) == pytest.approx(1.25)
    assert day.use == pytest.approx(1)


def test_the_same_seed_is_the_same_day_and_another_seed_is_another() -> None:
    world = World(interruptions_per_hour=1.0)
    days = [simulate(few_hours(), Ours(Limits()), world, seed) for seed in (1, 1, 2)]

    assert days[0].waits.tolist() == days[1].waits.tolist()
    assert days[0].waits.tolist() != days[2].waits.tolist()


def test_the_load_of_a_day_follows_its_rate() -> None:
    at = synthetic(diurnal(0.4), 0.4, 24 * HOUR, 3).at

    night, afternoon = (((at > hour * HOUR) & (at < (hour + 2) * HOUR)).sum() for hour in (3, 15))

    assert night * 10 < afternoon
    assert afternoon == pytest.approx(0.4 * 2 * HOUR, rel=0.1)


def test_an_ordinary_day_keeps_its_promise_at_sixty_percent_of_a_fixed_fleets_cost() -> None:
    orders = SCENARIOS["diurnal"].orders(1)

    ours, fixed, smaller = (simulate(orders, policy, World(), 1) for policy in (Ours(Limits()), Fixed(13), Fixed(12)))

    assert fixed.busiest_wait(95) <= WARM_WAIT < smaller.busiest_wait(95)
    assert ours.wait(95) <= WARM_WAIT + World().cold_start_seconds
    assert ours.cost(World()) <= 0.6 * fixed.cost(World())
    assert ours.lost == 0


def test_the_fixed_fleet_is_the_smallest_that_serves_every_hour() -> None:
    busy_hour = synthetic(lambda at: np.full_like(at, 0.2), 0.2, HOUR, 1)

    found = smallest_fixed(busy_hour, CALM, 20, 1)
    [instances] = {moment.running for moment in found.moments}

    assert found.busiest_wait(95) <= WARM_WAIT
    assert simulate(busy_hour, Fixed(instances - 1), CALM, 1).busiest_wait(95) > WARM_WAIT


@pytest.mark.parametrize("name", ["spot", "spot-killed"])
def test_no_order_is_lost_whatever_spot_does(name: str) -> None:
    scenario = SCENARIOS[name]

    day = simulate(scenario.orders(1), Ours(Limits()), scenario.world(World()), 1)

    assert day.lost == 0
    assert not np.isnan(day.waits).any()


def test_a_recording_is_read_in_order_and_begins_at_nothing(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("at,seconds\n1060,12.5\n1000,9\n")

    found = recorded(path)

    assert (found.at.tolist(), found.seconds.tolist()) == ([0, 60], [9, 12.5])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "at,seconds\n",
        "at,seconds\n1,x\n",
        "at,seconds\n1,0\n",
        "at,seconds\nnan,1\n",
        "at,seconds\n1,inf\n",
        "at\n1\n",
    ],
)
def test_a_recording_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(text)

    with pytest.raises(RecordingInvalid):
        recorded(path)


def test_the_command_compares_the_three_on_recorded_orders(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("at,seconds\n" + "".join(f"{at},10\n" for at in range(0, 3600, 20)))

    said = CliRunner().invoke(app, ["simulate", "--recorded", str(path), "--json"])

    found = json.loads(said.stdout)["scenarios"]["diurnal"]
    assert found["orders"] == 180
    assert found["policies"].keys() == {"ours", "target tracking", "fixed"}
    assert found["policies"]["ours"]["lost"] == 0


def test_a_scenario_that_is_not_there_is_named() -> None:
    said = CliRunner().invoke(app, ["simulate", "tuesday"])

    assert said.exit_code != 0
    assert "tuesday" in str(said.exception)
