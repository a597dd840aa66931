"""Set-up refuses what cannot work in one sentence, and does nothing twice."""

import ast
import fcntl
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
AS_ANOTHER_PYTHON = """
import runpy, sys
sys.version_info = {version}
sys.version = "{name} (stand-in)"
runpy.run_path("scripts/require_python.py", run_name="__main__")
"""


STAND_IN = """#!/bin/sh
echo "$@" >> "{asked}"
if [ "$2" = venv ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; fi
"""
"""A Python that installs nothing: it writes down what it is asked, and makes more of its kind."""


@dataclass(frozen=True)
class Tree:
    """A copy of what set-up reads, with an environment of its own: the one that runs these tests may be shared."""

    root: Path
    asked: Path

    def set_up(self) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "scripts/setup.py", "--dev"]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root, asked = tmp_path / "tree", tmp_path / "asked"
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, root / folder)
    for file in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / file, root / file)
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(STAND_IN.format(asked=asked))
    python.chmod(0o755)
    return Tree(root, asked)


def _required(version: tuple[int, int, int]) -> "subprocess.CompletedProcess[str]":
    name = ".".join(str(part) for part in version)
    program = AS_ANOTHER_PYTHON.format(version=version, name=name)
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)


def test_an_old_python_is_refused_with_what_to_do() -> None:
    done = _required((3, 9, 6))

    assert done.returncode == 1
    assert "Mutoscope needs Python 3.11 to 3.14" in done.stderr
    assert "is 3.9.6" in done.stderr
    assert "PYTHON=python3.12" in done.stderr


def test_a_python_that_is_too_new_is_refused() -> None:
    assert _required((3, 15, 0)).returncode == 1


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2)])
def test_a_python_that_fits_is_accepted_in_silence(version: tuple[int, int, int]) -> None:
    done = _required(version)

    assert done.returncode == 0
    assert done.stderr == ""


def test_the_refusal_is_written_in_what_any_python_can_read() -> None:
    tree = ast.parse((ROOT / "scripts" / "require_python.py").read_text())

    newer = (ast.JoinedStr, ast.AnnAssign, ast.arg, ast.NamedExpr, ast.Match)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_a_python_that_is_not_there_is_refused_with_what_to_do(tree: Tree) -> None:
    command = ["make", "setup", "PYTHON=no-such-python"]

    done = subprocess.run(command, cwd=tree.root, capture_output=True, text=True)

    assert done.returncode != 0
    assert "Error: there is no program no-such-python here." in done.stderr
    assert "PYTHON=python3.12" in done.stderr


def test_what_is_set_up_is_not_set_up_again(tree: Tree) -> None:
    first = tree.set_up()
    asked = tree.asked.read_text()
    tree.asked.write_text("")

    second = tree.set_up()

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert f"-e {tree.root}" in asked
    assert "installing studio packages" in first.stdout
    assert second.stdout == ""
    assert tree.asked.read_text() == "-c import pip\n"


def test_what_has_changed_is_set_up_again_and_nothing_else(tree: Tree) -> None:
    tree.set_up()
    with (tree.root / "pyproject.toml").open("a") as file:
        file.write("# Another word.\n")

    done = tree.set_up()

    assert done.stdout == "  installing mutoscope ...\n"


def test_two_set_ups_at_once_wait_for_each_other(tree: Tree) -> None:
    with (tree.root / "scripts" / "setup.py").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, "scripts/setup.py"], cwd=tree.root, stdout=subprocess.PIPE, text=True
        )
        assert second.stdout is not None
        said = second.stdout.readline()
        waits = second.poll() is None

    assert waits
    assert said == "Another make is setting up here; waiting for it ...\n"
    assert second.wait(60) == 0
    second.stdout.close()
