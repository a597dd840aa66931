"""Encoded prompts: encoded once, kept within a bound, and never mistaken for those of another model or wording."""

from typing import Any

import numpy as np
import pytest
import torch

from gpu_container.embeddings import PromptCache
from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.planner import make_plan
from gpu_container.profiles import require_card
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.engines.tasks import Generated
from mutoscope.settings import Settings
from tests.gpu_container.rows import order_of


def kilobyte(value: float = 1.0) -> tuple[object, ...]:
    return (torch.full((256,), value),)


def test_what_is_kept_is_not_made_again() -> None:
    cache, made = PromptCache(), []

    first, again = (cache.get(("a",), lambda: made.append(1) or kilobyte()) for _ in range(2))  # type: ignore[func-returns-value]

    assert first is again
    assert (len(made), cache.hits, cache.misses) == (1, 1, 1)


def test_beyond_its_bound_what_was_used_longest_ago_goes_first() -> None:
    cache = PromptCache(most_bytes=2 * 1024)
    for key in ("a", "b", "a", "c"):
        cache.get((key,), kilobyte)

    for key in ("a", "c", "b"):
        cache.get((key,), kilobyte)

    assert (cache.hits, cache.misses) == (3, 4)


def test_the_latest_is_kept_even_where_it_alone_exceeds_the_bound() -> None:
    cache = PromptCache(most_bytes=10)

    cache.get(("a",), kilobyte)
    cache.get(("a",), kilobyte)

    assert cache.hits == 1


@pytest.fixture
def sdxl(tiny: Settings) -> Model:
    return read_catalogue(tiny.catalogue)["sdxl"]


def run(engine: DiffusersEngine, model: Model, **other: Any) -> Generated:
    order = order_of("sdxl", **other)
    [made] = engine.run(model, [order], make_plan(model, require_card("cpu"), order), lambda *_: None)
    return made


@pytest.mark.parametrize(
    "other", [{"prompt": "a dog"}, {"negative_prompt": "rain"}, {"negative_prompt": ""}, {"guidance": 0.0}]
)
def test_another_wording_or_none_is_encoded_by_itself(
    engine: DiffusersEngine, sdxl: Model, other: dict[str, Any]
) -> None:
    run(engine, sdxl, prompt="a mill")
    engine.prompts.forget()
    run(engine, sdxl, prompt="a mill")
    misses = engine.prompts.misses

    run(engine, sdxl, **{"prompt": "a mill", **other})

    assert engine.prompts.misses == misses + 1


def test_a_picture_from_kept_embeddings_is_the_same_to_the_bit(engine: DiffusersEngine, sdxl: Model) -> None:
    engine.prompts.forget()
    first = run(engine, sdxl, prompt="a heron")
    hits = engine.prompts.hits

    again = run(engine, sdxl, prompt="a heron")

    assert engine.prompts.hits == hits + 1
    assert np.array_equal(first.picture, again.picture)


def test_other_options_of_the_encoder_are_other_embeddings(engine: DiffusersEngine, sdxl: Model) -> None:
    assert sdxl.encode is not None
    clipped = sdxl.model_copy(update={"encode": sdxl.encode.model_copy(update={"fixed": {"clip_skip": 1}})})
    engine.prompts.forget()
    plain = run(engine, sdxl, prompt="a heron")

    other = run(engine, clipped, prompt="a heron")

    assert not np.array_equal(plain.picture, other.picture)
