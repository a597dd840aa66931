"""The containers' recipes: pinned, not as root, and whole. No engine has run them (`docs/unproven.md`)."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cdk.images import IMAGES, STAGE_DOCKERFILE, stage_folder

ROOT = Path(__file__).parent.parent
RECIPES = tuple(each.dockerfile for each in IMAGES.values())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICE_KEYS = {
    "image", "build", "init", "network_mode", "environment", "volumes", "shm_size", "cap_drop", "security_opt",
    "stop_grace_period", "restart", "profiles", "deploy",
}  # fmt: skip


def _steps(recipe: str) -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n", " ", (ROOT / recipe).read_text()).splitlines()
    lines = [line.strip() for line in joined if line.strip() and not line.startswith("#")]
    return [(name, rest) for name, rest in (line.split(None, 1) for line in lines)]


def _said(recipe: str, instruction: str) -> list[str]:
    return [rest for name, rest in _steps(recipe) if name == instruction]


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_base_is_of_a_named_version(recipe: str) -> None:
    assert [base for base in _said(recipe, "FROM") if not re.search(r":\d+\.\d+", base.split()[0])] == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_nothing_runs_as_root(recipe: str) -> None:
    assert re.fullmatch(r"[1-9]\d*", _said(recipe, "USER")[-1])


@pytest.mark.parametrize("recipe", ["docker/studio/Dockerfile", "gpu_container/Dockerfile"])
def test_what_stays_up_says_whether_it_is_well(recipe: str) -> None:
    assert len(_said(recipe, "HEALTHCHECK")) == 1


def test_what_the_stages_recipe_copies_is_in_its_folder(tmp_path: Path) -> None:
    folder = stage_folder(tmp_path / "stage")
    copied = [rest for rest in _said(STAGE_DOCKERFILE, "COPY") if not rest.startswith("--from")]

    sources = [source for rest in copied for source in rest.split()[:-1]]

    assert sources
    assert [source for source in sources if not (folder / source).exists()] == []
    assert (folder / STAGE_DOCKERFILE).is_file()


def test_what_the_studios_recipe_copies_is_there_and_let_into_the_build() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [rest.split()[1:-1] for rest in _said("docker/studio/Dockerfile", "COPY")]

    sources = [source for each in copied for source in each]

    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert {source for source in sources if source.partition("/")[0] not in let_in} <= let_in


def test_the_studios_container_has_the_state_machine_that_the_laptop_runs() -> None:
    copied = [rest.split()[1:-1] for rest in _said("docker/studio/Dockerfile", "COPY")]

    assert ["cdk/film.asl.json"] in copied


def test_compose_names_only_what_the_specification_has_and_volumes_that_there_are() -> None:
    services = COMPOSE["services"].values()
    mounted = {volume.partition(":")[0] for service in services for volume in service["volumes"]}

    assert {key for key in COMPOSE if not key.startswith("x-")} <= {"name", "services", "volumes"}
    assert set().union(*services) <= SERVICE_KEYS
    assert mounted == set(COMPOSE["volumes"])


def test_composed_services_are_built_from_recipes_that_are_there_and_hold_no_rights() -> None:
    for service in COMPOSE["services"].values():
        assert (ROOT / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_studio_with_models_asks_for_a_card_and_only_when_it_is_named() -> None:
    asking = {name for name, service in COMPOSE["services"].items() if "deploy" in service}

    assert asking == {"studio-gpu"}
    assert COMPOSE["services"]["studio-gpu"]["profiles"] == ["gpu"]


DOCKER = """#!/bin/sh
for word; do last=$word; done
echo "$3 $7 $(test -f "$5" && test -d "$last/requirements" && echo whole)"
exit ${STATUS:-0}
"""
"""A stand-in that says for which platform it was asked for what, and whether recipe and context were there."""


def build(*images: str, path: Path | None, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{path}:{os.environ['PATH']}" if path else "/nonexistent", **variables}
    command = [sys.executable, "-m", "cdk.images", *images]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def docker(tmp_path: Path) -> Path:
    (tmp_path / "docker").write_text(DOCKER)
    (tmp_path / "docker").chmod(0o755)
    return tmp_path


def test_each_image_is_built_for_the_machine_that_it_runs_on(docker: Path) -> None:
    every, one = build(path=docker), build("stage", path=docker)

    assert every.stdout.splitlines() == [
        "linux/arm64 mutoscope-stage whole",
        "linux/amd64 mutoscope-models whole",
        "linux/amd64 mutoscope-studio whole",
    ]
    assert (one.returncode, one.stdout) == (0, "linux/arm64 mutoscope-stage whole\n")


def test_an_image_that_is_not_built_is_said_in_a_sentence(docker: Path) -> None:
    failed, without, unknown = build(path=docker, STATUS="3"), build(path=None), build("stages", path=docker)

    assert (failed.returncode, failed.stderr) == (
        1,
        "Error: `docker build` ended with 3; the lines above say why.\n",
    )
    assert without.returncode == 1
    assert without.stderr.startswith("Error: there is no program `docker` here")
    assert unknown.returncode == 2
    assert "there is no image stages" in unknown.stderr
