"""The cache of components: shared, bounded, and never taken from under whoever uses them."""

import pytest
import torch

from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.model_cache import ComponentKey, ModelCache, ShareExceeded
from gpu_container.planner import make_plan
from gpu_container.profiles import require_card
from mutoscope.engines.models import read_catalogue
from mutoscope.settings import Settings
from tests.gpu_container.rows import order_of

SIZE = 4 * 100


def component(name: str) -> tuple[ComponentKey, torch.nn.Module]:
    """One of 400 bytes."""
    return ComponentKey("repo", "rev", "float32", name), torch.nn.Linear(99, 1)


@pytest.fixture
def cache() -> ModelCache:
    """Room for two components on the card and for three in memory."""
    return ModelCache(torch.device("cpu"), card_bytes=2 * SIZE, memory_bytes=3 * SIZE)


def kept(cache: ModelCache, *names: str) -> list[ComponentKey]:
    keys = []
    for name in names:
        key, module = component(name)
        cache.keep(key, module)
        keys.append(key)
    return keys


def test_a_component_is_on_the_card_while_it_is_leased_and_stays_until_its_room_is_needed(cache: ModelCache) -> None:
    a, b, c = kept(cache, "a", "b", "c")
    with cache.lease([a]):
        assert cache.on_card.keys() == {a}
    with cache.lease([b]):
        assert cache.on_card.keys() == {a, b}

    with cache.lease([c]):
        assert cache.on_card.keys() == {b, c}


def test_what_was_used_last_leaves_last(cache: ModelCache) -> None:
    a, b, c = kept(cache, "a", "b", "c")
    for key in (a, b, a):
        with cache.lease([key]):
            pass

    with cache.lease([c]):
        assert cache.on_card.keys() == {a, c}


def test_a_leased_component_is_never_taken_off(cache: ModelCache) -> None:
    a, b, c = kept(cache, "a", "b", "c")

    with cache.lease([a, b]), pytest.raises(ShareExceeded), cache.lease([c]):
        pass

    with cache.lease([c]):
        assert c in cache.on_card


def test_memory_is_bounded_and_forgetting_is_told(cache: ModelCache) -> None:
    told: list[ComponentKey] = []
    cache.listeners.append(told.append)
    a, b, c, d = kept(cache, "a", "b", "c", "d")

    assert cache.in_memory.keys() == {b, c, d}
    assert told == [a]
    assert cache.find(a) is None


def test_leaving_the_card_changes_no_weight(cache: ModelCache) -> None:
    key, module = component("a")
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    cache.keep(key, module)
    with cache.lease([key]):
        pass

    cache.clear_card()

    assert cache.on_card == {}
    assert all(torch.equal(before[name], tensor) for name, tensor in module.state_dict().items())


def test_rows_of_one_repository_share_their_components(engine: DiffusersEngine, tiny: Settings) -> None:
    rows = read_catalogue(tiny.catalogue)
    for name in ("sdxl", "sdxl-edit"):
        order = order_of(name)
        engine.run(rows[name], [order], make_plan(rows[name], require_card("cpu"), order), lambda *_: None)

    first, second = (engine.pipe_of(rows[name]) for name in ("sdxl", "sdxl-edit"))

    assert first.unet is second.unet
    assert first.text_encoder_2 is second.text_encoder_2
    assert first.scheduler is not second.scheduler


@pytest.mark.parametrize("changed", ["persona", "animatediff"])
def test_what_changes_a_row_does_not_reach_another(engine: DiffusersEngine, tiny: Settings, changed: str) -> None:
    rows = read_catalogue(tiny.catalogue)
    for name in (changed, "sd15"):
        engine.forget(rows[name])
    for name in (changed, "sd15"):
        order = order_of(name)
        engine.run(rows[name], [order], make_plan(rows[name], require_card("cpu"), order), lambda *_: None)

    other, plain = engine.pipe_of(rows[changed]), engine.pipe_of(rows["sd15"])

    assert other.unet is not plain.unet
    assert other.vae is plain.vae


@pytest.mark.parametrize("name", ["sdxl", "flux-schnell", "wan"])
def test_by_the_plan_of_8_gb_a_model_is_cast_and_still_gives_a_whole_result(tiny: Settings, name: str) -> None:
    from gpu_container.bay import open_bay, open_runner
    from gpu_container.planner import Technique

    small = open_bay(tiny.model_copy(update={"card": "rtx3050"}))
    row, order = read_catalogue(tiny.catalogue)[name], order_of(name)
    plan = make_plan(row, small.card, order)

    [made] = open_runner(small).engine_of(row).run(row, [order], plan, lambda *_: None)

    assert plan.uses(Technique.FP8_CASTING) or plan.uses(Technique.GROUP_OFFLOAD)
    assert (made.picture if made.picture is not None else made.frames).std() > 0
