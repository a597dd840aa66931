"""Weights: from a folder, from S3 or from the hub, pinned by the first pull, and refused when they are others."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from gpu_container import command, weights
from gpu_container.errors import WeightsAltered, WeightsMissing
from gpu_container.weights import chosen_files
from mutoscope.adapters.aws.session import client
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.settings import Settings
from mutoscope.studio import Studio

REPO = "stabilityai/stable-diffusion-xl-base-1.0"


@pytest.fixture
def here(tiny: Settings, tmp_path: Path) -> Settings:
    """A machine without weights that fetches them from the folder of the tiny ones."""
    return tiny.model_copy(update={"models": tmp_path / "models", "models_source": str(tiny.models)})


@pytest.fixture
def sdxl(tiny: Settings) -> Model:
    return read_catalogue(tiny.catalogue)["sdxl"]


def test_a_pull_from_a_folder_brings_and_pins_every_file(here: Settings, sdxl: Model) -> None:
    weights.pull(here, sdxl)

    locked = weights.read_lock(here)[REPO]
    assert "unet/diffusion_pytorch_model.fp16.safetensors" in locked.files
    assert all(len(file.sha256) == 64 for file in locked.files.values())
    assert weights.check(here, sdxl) == sum(file.size for file in locked.files.values())


def test_a_worker_fetches_what_it_lacks_once(here: Settings, sdxl: Model) -> None:
    weights.require_weights(here, sdxl)
    nowhere = here.model_copy(update={"models_source": "none"})

    weights.require_weights(nowhere, sdxl)

    assert weights.folder_of(here, REPO).is_dir()


def test_a_pull_from_s3_is_the_same(here: Settings, sdxl: Model, studio: Studio, tiny: Settings) -> None:
    s3, bucket = client("s3", studio.settings), studio.settings.bucket
    origin = weights.folder_of(tiny, REPO)
    for path in origin.rglob("*"):
        if path.is_file():
            key = f"models/{origin.name}/{path.relative_to(origin)}"
            s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
    there = studio.settings.model_copy(update={"models": here.models, "models_source": f"s3://{bucket}/models"})

    weights.pull(there, sdxl)

    assert weights.read_lock(there)[REPO].files == weights.hash_files(origin, "").files


def test_an_altered_file_is_found(here: Settings, sdxl: Model) -> None:
    weights.pull(here, sdxl)
    file = weights.folder_of(here, REPO) / "unet" / "diffusion_pytorch_model.fp16.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)

    with pytest.raises(WeightsAltered, match=r"unet/diffusion_pytorch_model\.fp16\.safetensors"):
        weights.check(here, sdxl)


def test_a_source_that_changed_under_its_name_is_refused(here: Settings, sdxl: Model, tmp_path: Path) -> None:
    weights.pull(here, sdxl)
    changed = tmp_path / "changed"
    shutil.copytree(weights.folder_of(here, REPO), changed / REPO.replace("/", "--"))
    (changed / REPO.replace("/", "--") / "unet" / "config.json").write_text("{}")

    with pytest.raises(WeightsAltered, match=r"unet/config\.json"):
        weights.pull(here.model_copy(update={"models_source": str(changed)}), sdxl)


def test_a_file_cut_short_is_fetched_again(here: Settings, sdxl: Model) -> None:
    weights.pull(here, sdxl)
    (weights.folder_of(here, REPO) / "unet" / "config.json").write_text("")

    weights.require_weights(here, sdxl)

    assert weights.check(here, sdxl) > 0


@pytest.mark.parametrize("source", ["/no/such/folder", "none"])
def test_weights_that_are_nowhere_are_named(here: Settings, sdxl: Model, source: str) -> None:
    with pytest.raises(WeightsMissing, match="sdxl"):
        weights.require_weights(here.model_copy(update={"models_source": source}), sdxl)


def test_from_the_hub_come_the_variants_weights_and_nothing_that_carries_code() -> None:
    names = [
        "README.md", "model_index.json", "sd_xl_base_1.0.safetensors", "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors",
        "unet/diffusion_pytorch_model.bin", "unet/model.onnx", "tokenizer/vocab.json", "tokenizer/merges.txt",
        "vae/diffusion_pytorch_model.safetensors", "modeling.py", "checkpoints/w.pth",
    ]  # fmt: skip

    assert chosen_files(names, "fp16", tensors_only=True) == [
        "model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.fp16.safetensors",
        "tokenizer/vocab.json", "tokenizer/merges.txt", "vae/diffusion_pytorch_model.safetensors",
    ]  # fmt: skip
    assert "checkpoints/w.pth" in chosen_files(names, "", tensors_only=False)
    assert "modeling.py" not in chosen_files(names, "", tensors_only=False)


def test_a_model_that_is_not_for_sale_is_not_pulled_by_default(here: Settings) -> None:
    with pytest.raises(command.LicenceForbids, match="FLUX") as refused:
        command.pull(here.model_copy(update={"noncommercial_models": False}), "flux-dev")

    assert refused.value.param == "model"


def test_the_list_says_what_is_here_and_what_may_be_sold(here: Settings) -> None:
    command.pull(here, "sdxl")

    listed = {row[0]: row for row in command.rows(here)}

    assert listed["sdxl"][-1] == "here"
    assert listed["sd15"][-1] == ""
    assert "not for sale" in listed["flux-dev"][2]
    assert "fp8_casting" in listed["sdxl"][4]


def test_a_model_runs_once_from_the_command_line(tiny: Settings, tmp_path: Path, capsys: Any) -> None:
    said = command.run(tiny, "sdxl", "a cat", tmp_path, small=True)

    assert (tmp_path / "picture.png").stat().st_size > 0
    assert "on cpu" in said
