"""The ladder: a card that runs out of memory costs speed, then the order, and never the worker."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from gpu_container.batcher import Pending
from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.errors import OutOfVram
from gpu_container.ladder import rungs
from gpu_container.planner import Technique, make_plan
from gpu_container.profiles import require_card
from gpu_container.runner import Runner
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.settings import Settings
from tests.gpu_container.rows import order_of
from tests.gpu_container.test_batches import News

Exhausts = Callable[[Callable[[Any], bool]], None]


@pytest.fixture
def sdxl(tiny: Settings) -> Model:
    return read_catalogue(tiny.catalogue)["sdxl"]


@pytest.fixture
def exhausts(runner: Runner, engine: DiffusersEngine, sdxl: Model, monkeypatch: pytest.MonkeyPatch) -> Exhausts:
    """Makes the decoder run out of memory whenever the condition holds for the tensor it is given and itself."""
    runner.forget_learned()

    def arm(condition: Callable[..., bool]) -> None:
        import diffusers

        original = diffusers.AutoencoderKL.decode

        def decode(vae: Any, latents: torch.Tensor, *given: Any, **named: Any) -> Any:
            if condition(vae, latents):
                raise torch.OutOfMemoryError("CUDA out of memory (injected)")
            return original(vae, latents, *given, **named)

        monkeypatch.setattr(diffusers.AutoencoderKL, "decode", decode)

    yield arm
    engine.forget(sdxl)
    runner.forget_learned()


def batch(sdxl: Model, count: int) -> list[Pending]:
    return [Pending(number, sdxl, order_of("sdxl", seed=number)) for number in range(1, count + 1)]


def test_the_rungs_are_a_smaller_batch_then_tiles_then_components_then_blocks(sdxl: Model) -> None:
    plan = make_plan(sdxl, require_card("h200"))

    climbed = list(rungs(plan, 4))

    assert [(rung.bucket, rung.says) for rung in climbed] == [
        (4, "a batch of 4"),
        (2, "a batch of 2"),
        (1, "a batch of 1"),
        (1, "decoding in tiles"),
        (1, "offloading whole components"),
        (1, "offloading blocks"),
    ]
    assert climbed[3].plan.uses(Technique.VAE_TILING)
    assert climbed[4].plan.uses(Technique.MODEL_OFFLOAD)
    assert climbed[5].plan.uses(Technique.GROUP_OFFLOAD)


def test_a_batch_that_does_not_fit_runs_in_smaller_ones(runner: Runner, sdxl: Model, exhausts: Exhausts) -> None:
    exhausts(lambda vae, latents: len(latents) > 2)
    news = News()

    runner.run(batch(sdxl, 4), news.told)

    assert news.results.keys() == {1, 2, 3, 4}
    assert {made.notes["after_out_of_memory"] for made in news.results.values()} == {"a batch of 2"}
    shares = [share for number, share in news.steps if number == 1]
    assert shares[-1] == 1.0


def test_what_does_not_fit_alone_is_decoded_in_tiles(runner: Runner, sdxl: Model, exhausts: Exhausts) -> None:
    exhausts(lambda vae, latents: not vae.use_tiling)
    news = News()

    runner.run(batch(sdxl, 1), news.told)

    assert news.results[1].notes["after_out_of_memory"] == "decoding in tiles"


def test_what_worked_once_is_where_the_next_one_starts(runner: Runner, sdxl: Model, exhausts: Exhausts) -> None:
    asked: list[int] = []
    exhausts(lambda vae, latents: asked.append(len(latents)) is None and len(latents) > 1)
    runner.run(batch(sdxl, 2), News().told)
    asked.clear()
    news = News()

    runner.run(batch(sdxl, 2), news.told)

    assert asked == [1, 1]
    assert news.results.keys() == {1, 2}


def test_what_fits_in_no_way_fails_by_name_with_all_that_was_tried(
    runner: Runner, sdxl: Model, exhausts: Exhausts
) -> None:
    exhausts(lambda vae, latents: True)

    with pytest.raises(OutOfVram) as failed:
        runner.run(batch(sdxl, 2), News().told)

    assert failed.value.code == "gpu_out_of_memory"
    assert "a batch of 2, a batch of 1, decoding in tiles, offloading whole components" in failed.value.message
    assert not failed.value.retryable


def test_after_a_failure_the_next_order_runs(
    runner: Runner, sdxl: Model, exhausts: Exhausts, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [True]
    exhausts(lambda vae, latents: full[0])
    with pytest.raises(OutOfVram):
        runner.run(batch(sdxl, 1), News().told)
    full[0] = False
    news = News()

    runner.run(batch(sdxl, 1), news.told)

    assert news.results.keys() == {1}
