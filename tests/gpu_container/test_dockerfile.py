"""The container's recipe: nothing runs as root, everything is pinned, and what it copies is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "gpu_container" / "Dockerfile").read_text()
STEPS = [
    line.split(None, 1) for line in re.sub(r"\\\n", " ", TEXT).splitlines() if line.strip() and not line.startswith("#")
]


def said(instruction: str) -> list[str]:
    return [rest for name, rest in STEPS if name == instruction]


def test_its_base_is_a_cuda_runtime_of_a_named_version() -> None:
    [base] = said("FROM")

    assert re.fullmatch(r"nvidia/cuda:\d+\.\d+\.\d+-runtime-ubuntu\d+\.\d+", base)


def test_what_runs_is_not_root_and_nothing_is_installed_afterwards() -> None:
    names = [name for name, _ in STEPS]

    assert said("USER") == re.findall(r"useradd .*--uid (\d+)", " ".join(said("RUN"))) != ["0"]
    assert "RUN" not in names[names.index("USER") :]


def test_packages_are_locked_by_their_hashes_all_but_torch() -> None:
    installs = re.findall(r"pip install [^&]+", " ".join(said("RUN")))

    assert len(installs) == 3
    assert [each for each in installs if "--require-hashes" not in each and "torch.txt" not in each] == []
    assert re.search(r"^torch==[\d.]+$", (ROOT / "requirements" / "gpu_container-torch.txt").read_text(), re.MULTILINE)


@pytest.mark.parametrize("source", [part for copied in said("COPY") for part in copied.split()[:-1]])
def test_what_it_copies_is_there(source: str) -> None:
    assert (ROOT / source).exists()


def test_nothing_listens_and_its_health_and_end_are_the_workers_own() -> None:
    assert said("EXPOSE") == []
    assert "gpu_container.health" in said("HEALTHCHECK")[0]
    assert said("STOPSIGNAL") == ["SIGTERM"]
    assert said("CMD") == ['["python", "-m", "gpu_container"]']
