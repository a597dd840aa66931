"""A picture of one's own that a model works on: in its own proportions, and laid back where it was taken from."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import pytest

from mutoscope.engines import registry
from mutoscope.engines.tasks import Generated, GenerateRequest, Task
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.settings import Settings
from mutoscope.stages.stage import Bench, Record

MODELS = Settings(gpu_queue="models")
IMAGE, MASK = f"{'a' * 64}/me.png", f"{'b' * 64}/mask.png"
WIDE = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (128, 384, 3), np.uint8), (0, 0), 9)
cv2.normalize(WIDE, WIDE, 0, 255, cv2.NORM_MINMAX)
Make = Callable[..., Any]


class Inverter:
    """A model's engine that gives the negative of the picture as it is shown to it, at the size that is ordered."""

    name, version = "inverter", "1"

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def generate(self, request: GenerateRequest, report: Callable[[float], None]) -> Generated:
        size = (request.width, request.height)
        self.sizes.append(size)
        seen = cv2.resize(request.pictures["image"], size, interpolation=cv2.INTER_AREA)
        return Generated(picture=np.asarray(255 - seen, np.uint8))


@pytest.fixture
def inverter(monkeypatch: pytest.MonkeyPatch) -> Inverter:
    """It is registered as a worker with models registers its own."""
    engine = Inverter()
    module = ModuleType("inverter_of_this_test")
    module.__dict__["offer"] = lambda settings: engine
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(registry.ENGINES, Task.GENERATE, (f"{module.__name__}:offer",))
    return engine


@pytest.fixture
def make(tmp_path: Path, inverter: Inverter) -> Make:
    """Runs the stages of an order of the picture one after the other, and answers what the last one made."""
    mask = np.dstack([WIDE, np.full(WIDE.shape[:2], 255, np.uint8)])
    mask[:, :192, 3] = 0
    sent = {IMAGE: WIDE, MASK: mask}

    def bring(key: str) -> Path:
        path = tmp_path / Path(key).name
        cv2.imwrite(str(path), sent[key])
        return path

    def made(kind: str, **given: object) -> Any:
        recipe = _recipe(kind, given)
        records: dict[str, Record] = {}
        for step in recipe.steps:
            key = step.stage.key(step.inputs)
            folder = tmp_path / key
            folder.mkdir()
            bench = Bench(
                settings=MODELS, own_settings=lambda: MODELS, folder=folder, scratch=tmp_path,
                fetch=lambda key, file: tmp_path / key / file, bring=bring,
                read=records.__getitem__, report=lambda share: None,
            )  # fmt: skip
            facts = step.stage.run(step.inputs, bench).model_dump()
            records[key] = Record(
                stage=step.stage.name, key=key, job_id="job_1", scene=None, runs=1, seconds=0.0, files=(), facts=facts
            )
        return cv2.imread(str(folder / recipe.files["image"]))

    return made


def _recipe(kind: str, given: dict[str, object]) -> Recipe:
    chosen = require_kind(kind)
    assert chosen.recipe is not None
    recipe = chosen.recipe(chosen.request.model_validate(given), MODELS)
    assert isinstance(recipe, Recipe)
    return recipe


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("image_edit", {"prompt": "a hat on the dog", "model": "qwen-edit"}),
        ("image_variation", {"model": "sdxl-edit"}),
        ("upscale", {"model": "upscale-x4"}),
    ],
)
def test_a_model_sees_a_picture_in_its_own_proportions(
    make: Make, inverter: Inverter, kind: str, given: dict[str, object]
) -> None:
    made = make(kind, image=IMAGE, **given)

    [(width, height)] = inverter.sizes
    assert width / height == pytest.approx(3, rel=0.03)
    assert made.shape == (height, width, 3)


def test_a_size_of_other_proportions_cuts_the_result_and_stretches_nothing(make: Make) -> None:
    made = make("image_variation", image=IMAGE, model="sdxl-edit", width=128, height=128)

    middle = 255 - WIDE[:, 128:256].astype(int)
    assert np.abs(made.astype(int) - middle).mean() < 4


def test_what_is_painted_within_a_mask_lies_where_it_was_seen(make: Make) -> None:
    made = make("image_edit", prompt="a hat", image=IMAGE, mask=MASK, model="sdxl-inpaint")

    assert np.array_equal(made[:, 192:], WIDE[:, 192:])
    assert np.abs(made[:, :180].astype(int) - (255 - WIDE[:, :180].astype(int))).mean() < 4


def test_a_size_that_is_named_in_an_order_of_one_model_is_kept(make: Make, inverter: Inverter) -> None:
    make("generate", model="sdxl-edit", prompt="a hat", pictures={"image": IMAGE}, width=512, height=256)

    assert inverter.sizes == [(512, 256)]
