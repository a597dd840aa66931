"""Set-up refuses what cannot work in one sentence, and does nothing twice."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
AS_ANOTHER_PYTHON = """
import runpy, sys
sys.version_info = {version}
sys.version = "{name} (stand-in)"
sys.argv = ["scripts/setup.py"]
runpy.run_path("scripts/setup.py", run_name="__main__")
"""


def _set_up(version: tuple[int, int, int]) -> "subprocess.CompletedProcess[str]":
    name = ".".join(str(part) for part in version)
    program = AS_ANOTHER_PYTHON.format(version=version, name=name)
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)


def test_an_old_python_is_refused_with_what_to_do() -> None:
    done = _set_up((3, 9, 6))

    assert done.returncode == 1
    assert "Mutoscope needs Python 3.11 to 3.14" in done.stderr
    assert "is 3.9.6" in done.stderr
    assert "PYTHON=python3.12" in done.stderr


def test_a_python_that_is_too_new_is_refused() -> None:
    assert _set_up((3, 15, 0)).returncode == 1


def test_what_is_set_up_is_not_set_up_again() -> None:
    done = subprocess.run([sys.executable, "scripts/setup.py"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0
    assert done.stdout == ""
