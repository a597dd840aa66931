"""Batches: who shares one, and that nobody's result depends on whom it shared it with."""

import threading
import time
from typing import Any

import numpy as np
import pytest
import torch

from gpu_container.batcher import Batcher, Pending, batch_key, bucket_for
from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.planner import make_plan
from gpu_container.profiles import require_card
from gpu_container.runner import Runner, Told
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.settings import Settings
from tests.gpu_container.rows import order_of

BATCHED = ["sdxl", "sd15", "flux-schnell", "pose"]


@pytest.fixture
def rows(tiny: Settings) -> dict[str, Model]:
    return read_catalogue(tiny.catalogue)


def pending(rows: dict[str, Model], number: int, name: str = "sdxl", **other: Any) -> Pending:
    return Pending(number, rows[name], order_of(name, **other))


@pytest.mark.parametrize(("count", "size"), [(1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (8, 8)])
def test_a_batch_has_a_fixed_size(count: int, size: int) -> None:
    assert bucket_for(count) == size


def test_what_comes_together_and_is_alike_runs_together(rows: dict[str, Model]) -> None:
    batcher = Batcher(lambda model, request: 8, window=0.2)
    for number in (1, 2, 3):
        batcher.put(pending(rows, number, seed=number))

    batch = batcher.take()

    assert [each.number for each in batch] == [1, 2, 3]


@pytest.mark.parametrize(
    "other", [{"width": 128}, {"steps": 3}, {"guidance": 6.0}, {"guidance": 0.0}, {"negative_prompt": ""}]
)
def test_what_differs_in_shape_steps_or_guidance_runs_apart(rows: dict[str, Model], other: dict[str, Any]) -> None:
    batcher = Batcher(lambda model, request: 8, window=0.0)
    batcher.put(pending(rows, 1))
    batcher.put(pending(rows, 2, **other))

    assert [each.number for each in batcher.take()] == [1]
    assert [each.number for each in batcher.take()] == [2]


def test_prompt_and_seed_part_nobody_but_where_the_length_of_the_prompt_is_the_shape(rows: dict[str, Model]) -> None:
    alike = pending(rows, 1), pending(rows, 2, prompt="another", seed=9)
    lengths = pending(rows, 1, "z-image"), pending(rows, 2, "z-image", prompt="another")

    assert batch_key(alike[0]) == batch_key(alike[1])
    assert batch_key(lengths[0]) != batch_key(lengths[1])


def test_an_exact_order_shares_with_nobody(rows: dict[str, Model]) -> None:
    batcher = Batcher(lambda model, request: 8, window=0.0)
    batcher.put(pending(rows, 1))
    batcher.put(pending(rows, 2, exact=True))
    batcher.put(pending(rows, 3))

    assert [[each.number for each in batcher.take()] for _ in range(2)] == [[1, 3], [2]]


def test_a_batch_is_no_larger_than_the_card_holds(rows: dict[str, Model]) -> None:
    batcher = Batcher(lambda model, request: 2, window=0.2)
    for number in (1, 2, 3):
        batcher.put(pending(rows, number))

    assert [len(batcher.take()) for _ in range(2)] == [2, 1]


def test_a_full_batch_does_not_wait_for_the_window(rows: dict[str, Model]) -> None:
    batcher = Batcher(lambda model, request: 2, window=60.0)
    batcher.put(pending(rows, 1))
    taken: list[list[Pending]] = []
    taking = threading.Thread(target=lambda: taken.append(batcher.take()))
    taking.start()

    batcher.put(pending(rows, 2))
    taking.join(600)

    assert [each.number for each in taken[0]] == [1, 2]


def test_a_lonely_order_waits_no_longer_than_the_window(rows: dict[str, Model]) -> None:
    batcher = Batcher(lambda model, request: 8)
    batcher.put(Pending(1, rows["sdxl"], order_of("sdxl"), came=time.monotonic() - 1))

    assert [each.number for each in batcher.take()] == [1]


def test_the_next_models_are_known_before_their_turn(rows: dict[str, Model]) -> None:
    batcher = Batcher(lambda model, request: 1, window=0.0)
    for number, name in enumerate(("sdxl", "sd15", "sdxl")):
        batcher.put(pending(rows, number, name))

    batcher.take()

    assert [model.name for model in batcher.peek()] == ["sd15", "sdxl"]


def run(engine: DiffusersEngine, model: Model, orders: list[GenerateRequest]) -> list[Generated]:
    plan = make_plan(model, require_card("cpu"), orders[0])
    return engine.run(model, orders, plan, lambda done, total: None)


@pytest.mark.parametrize("name", BATCHED)
def test_within_a_size_the_result_does_not_depend_on_the_batch_mates(
    engine: DiffusersEngine, rows: dict[str, Model], name: str
) -> None:
    ours = order_of(name, prompt="a boat", seed=1)
    others = [order_of(name, prompt=f"a house {number}", seed=number) for number in range(2, 8)]

    first = run(engine, rows[name], [ours, *others[:3]])[0]
    second = run(engine, rows[name], [others[4], others[3], ours, others[5]])[2]

    assert np.array_equal(first.picture, second.picture)


@pytest.mark.parametrize("name", BATCHED)
def test_across_sizes_a_result_differs_by_two_levels_at_most(
    engine: DiffusersEngine, rows: dict[str, Model], name: str
) -> None:
    orders = [order_of(name, prompt=f"a boat {number}", seed=number) for number in range(4)]

    together = run(engine, rows[name], orders)
    alone = [run(engine, rows[name], [order])[0] for order in orders]

    for one, other in zip(together, alone, strict=True):
        assert one.picture is not None
        assert other.picture is not None
        assert np.abs(one.picture.astype(int) - other.picture.astype(int)).max() <= 2
    assert not np.array_equal(alone[0].picture, alone[1].picture)


def test_a_prompt_that_comes_again_is_not_encoded_again(engine: DiffusersEngine, rows: dict[str, Model]) -> None:
    run(engine, rows["sdxl"], [order_of("sdxl", prompt="a mill", seed=1)])
    hits, misses = engine.prompts.hits, engine.prompts.misses

    run(engine, rows["sdxl"], [order_of("sdxl", prompt="a mill", seed=2)])

    assert (engine.prompts.hits, engine.prompts.misses) == (hits + 1, misses)


class News:
    """Keeps what the runner tells."""

    def __init__(self) -> None:
        self.results: dict[int, Generated] = {}
        self.errors: dict[int, BaseException] = {}
        self.steps: list[tuple[int, float]] = []
        self.told = Told(
            stepped=lambda number, share: self.steps.append((number, share)),
            done=self.results.__setitem__,
            failed=self.errors.__setitem__,
        )


def test_three_orders_run_in_a_batch_of_four_and_get_three_results(runner: Runner, rows: dict[str, Model]) -> None:
    news = News()

    runner.run([pending(rows, number, seed=number) for number in (1, 2, 3)], news.told)

    assert news.results.keys() == {1, 2, 3}
    assert {made.notes["batch"] for made in news.results.values()} == {4}
    assert news.errors == {}


def test_a_batch_ends_early_only_when_nobody_wants_any_of_it(runner: Runner, rows: dict[str, Model]) -> None:
    news, batch = News(), [pending(rows, number, seed=number, steps=20) for number in (1, 2)]
    batch[0].stopped.set()

    runner.run(batch, news.told)

    assert news.results.keys() == {2}
    assert type(news.errors[1]).__name__ == "Stopped"


def test_a_stop_ends_the_run_within_one_step_and_the_model_is_whole(runner: Runner, rows: dict[str, Model]) -> None:
    news, order = News(), pending(rows, 1, steps=50)
    seen: list[float] = []

    def stepped(number: int, share: float) -> None:
        seen.append(share)
        if len(seen) == 3:
            order.stopped.set()

    runner.run([order], Told(stepped, news.told.done, news.told.failed))
    runner.run([pending(rows, 2)], news.told)

    assert len(seen) == 3
    assert type(news.errors[1]).__name__ == "Stopped"
    assert news.results.keys() == {2}


def test_generators_are_each_orders_own(engine: DiffusersEngine, rows: dict[str, Model]) -> None:
    same = run(engine, rows["sdxl"], [order_of("sdxl", seed=5), order_of("sdxl", seed=5)])

    assert np.array_equal(same[0].picture, same[1].picture)
    assert torch.initial_seed() != 5
