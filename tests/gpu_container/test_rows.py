"""Each row of the catalogue runs, and at batch 1 gives bit for bit what the library's own call gives."""

from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.engines.engine import Bay
from gpu_container.engines.pixels import to_sound
from gpu_container.planner import make_plan
from gpu_container.runner import Runner
from gpu_container.weights import folder_of
from mutoscope.engines.models import Model, Output, read_catalogue
from mutoscope.engines.tasks import Generated
from mutoscope.settings import Settings
from tests.gpu_container.rows import DIFFUSERS, OTHERS, SEED, order_of, raw_other

FIRST = {Output.IMAGES: "picture", Output.FRAMES: "frames", Output.AUDIOS: "sound", Output.TEXT: "text"}
Steps = list[tuple[int, int]]


def assert_whole(model: Model, made: Generated, steps: Steps) -> None:
    """It gave what its row says, and told of its steps in order."""
    assert len(getattr(made, FIRST[model.output])) > 0
    assert [done for done, _ in steps] == list(range(steps[0][0], steps[0][0] + len(steps)))
    assert steps[-1][0] <= steps[-1][1]


def test_every_row_has_its_case_here(tiny: Settings) -> None:
    engines = {
        name: row.engine
        for name, row in read_catalogue(tiny.catalogue).items()
        if row.kinds and row.engine != "comfyui"
    }

    assert engines.keys() == DIFFUSERS.keys() | OTHERS.keys()
    assert {name for name, engine in engines.items() if engine == "diffusers"} == DIFFUSERS.keys()


@pytest.fixture
def small_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qwen's editor scales its references to a megapixel, which a processor takes half a minute for."""
    module = "diffusers.pipelines.qwenimage.pipeline_qwenimage_edit_plus"
    for name in ("VAE_IMAGE_SIZE", "CONDITION_IMAGE_SIZE"):
        monkeypatch.setattr(f"{module}.{name}", 64 * 64)


@pytest.mark.usefixtures("small_conditions")
@pytest.mark.parametrize("name", DIFFUSERS)
def test_at_batch_one_a_pipelines_answer_is_its_own(
    engine: DiffusersEngine, bay: Bay, tiny: Settings, name: str
) -> None:
    model, case, order = read_catalogue(tiny.catalogue)[name], DIFFUSERS[name], order_of(name)
    pipe = case.load(getattr(diffusers, model.class_), folder_of(tiny, model.repo), lambda repo: folder_of(tiny, repo))
    pipe.set_progress_bar_config(disable=True)
    kind = {} if model.output is Output.AUDIOS else {"output_type": "np"}
    with torch.inference_mode():
        raw = pipe(**case.raw, **kind, generator=torch.Generator("cpu").manual_seed(SEED))
    steps: Steps = []

    ours = engine.call(model, [order], make_plan(model, bay.card, order), lambda *step: steps.append(step))

    attribute = model.field or model.output.value
    assert torch.equal(tensor(getattr(ours, attribute)), tensor(getattr(raw, attribute)))
    assert torch.isfinite(tensor(getattr(ours, attribute))).all()
    assert_whole(model, engine.results(model, [order], ours)[0], steps)


@pytest.mark.parametrize("name", OTHERS)
def test_the_other_rows_give_what_they_say_and_the_same_again(runner: Runner, tiny: Settings, name: str) -> None:
    model, order = read_catalogue(tiny.catalogue)[name], order_of(name)
    plan, steps = make_plan(model, runner.card, order), []

    [first] = runner.engine_of(model).run(model, [order], plan, lambda *step: steps.append(step))
    [again] = runner.engine_of(model).run(model, [order], plan, lambda *step: None)

    assert_whole(model, first, steps)
    assert np.array_equal(
        np.asarray(getattr(first, FIRST[model.output])), np.asarray(getattr(again, FIRST[model.output]))
    )


@pytest.mark.parametrize("name", [name for name in OTHERS if name not in ("parallax", "wav2lip")])
def test_a_models_answer_is_its_own(runner: Runner, tiny: Settings, name: str) -> None:
    model, order = read_catalogue(tiny.catalogue)[name], order_of(name)
    raw = raw_other(name, folder_of(tiny, model.repo), lambda repo: folder_of(tiny, repo))

    [ours] = runner.engine_of(model).run(model, [order], make_plan(model, runner.card, order), lambda *_: None)

    if model.output is Output.TEXT:
        assert ours.text == raw
    elif model.output is Output.IMAGES:
        assert np.array_equal(ours.picture, raw)
    else:
        rate = {"musicgen": 16_000, "vits": 16_000, "speecht5": 16_000}[name]
        assert np.array_equal(ours.sound, to_sound(raw, rate, name))


def tensor(values: Any) -> torch.Tensor:
    if isinstance(values, torch.Tensor):
        return values
    return torch.from_numpy(np.stack([np.asarray(each) for each in values]))


def test_the_lip_sync_model_is_the_published_one() -> None:
    from gpu_container.engines.wav2lip import Wav2Lip

    weights = Wav2Lip().state_dict()

    counted = sum(tensor.numel() for name, tensor in weights.items() if "num_batches" not in name)
    assert round(counted / 1e6, 1) == 36.3
    assert "face_encoder_blocks.1.0.conv_block.0.weight" in weights
    assert "audio_encoder.12.conv_block.1.running_mean" in weights
    assert "output_block.1.bias" in weights


def test_a_row_that_nobody_pulled_says_what_to_do(tiny: Settings, tmp_path: Path) -> None:
    from gpu_container.errors import WeightsMissing
    from gpu_container.weights import require_weights

    model = read_catalogue(tiny.catalogue)["sdxl"]

    with pytest.raises(WeightsMissing) as refused:
        require_weights(tiny.model_copy(update={"models": tmp_path}), model)

    assert "mutoscope models pull sdxl" in refused.value.advice
