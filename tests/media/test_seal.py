"""What a sealed process can still do: nothing that reaches beyond what it has open. Each is tried in such a process."""

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from mutoscope.media.inspection.sandbox import CHILD, inspect

LOCKS = ("descriptors", "memory", "syscalls")
ATTEMPTS = {
    "opening a file": "open('answer')",
    "writing a file": "open('made-here', 'w')",
    "a socket": "import socket; socket.socket()",
    "a program": "import os; os.execv('/bin/true', ['true'])",
    "a process": "import os; os.fork()",
    "a signal to its parent": "import os; os.kill(os.getppid(), 0)",
    "deleting": "import os; os.unlink('answer')",
    "more files again": "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "two gigabytes": "bytearray(2_000_000_000)",
    "a large answer": "for _ in range(2): os.write(1, bytes(200_000))",
}
PRELUDE = (
    "import os, socket, resource, sys\n"
    "from mutoscope.media.inspection.seal import seal\n"
    "print(seal(100_000), flush=True)\n"
    "try:\n    {attempt}\n"
    "except (OSError, MemoryError, ValueError) as error:\n    os.write(2, type(error).__name__.encode())\n"
    "else:\n    os.write(2, b'done')\n"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")


def attempt(code: str, tmp_path: Path) -> tuple[int, str]:
    """Exit status and what became of it."""
    return run(PRELUDE.format(attempt=code), tmp_path)


def run(program: str, tmp_path: Path) -> tuple[int, str]:
    """Exit status and the error output, with the answer going to a file as in an inspection."""
    with (tmp_path / "answer").open("wb") as answer:
        done = subprocess.run(
            [sys.executable, "-c", program],
            stdout=answer,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env={"PYTHONPATH": ":".join(sys.path)},
            check=False,
        )
    return done.returncode, done.stderr.decode()


@linux
@pytest.mark.parametrize("what", ATTEMPTS)
def test_a_sealed_process_reaches_nothing(tmp_path: Path, what: str) -> None:
    status, became = attempt(ATTEMPTS[what], tmp_path)

    assert became != "done"
    assert status != 0 or became


@linux
def test_threads_that_ran_before_are_sealed_too(tmp_path: Path) -> None:
    """libvips and OpenBLAS start theirs when they are loaded."""
    program = (
        "import os, threading\n"
        "from mutoscope.media.inspection.seal import seal\n"
        "sealed, tried = threading.Event(), []\n"
        "def earlier():\n"
        "    sealed.wait()\n"
        "    try:\n        tried.append(os.kill(os.getppid(), 0))\n"
        "    except PermissionError as error:\n        tried.append(type(error).__name__)\n"
        "thread = threading.Thread(target=earlier)\n"
        "thread.start()\n"
        "seal(1000)\n"
        "sealed.set()\n"
        "thread.join()\n"
        "os.write(2, str(tried).encode())\n"
    )

    done = run(program, tmp_path)

    assert done == (0, "['PermissionError']")


def test_a_sealed_process_goes_on_with_what_it_has(tmp_path: Path) -> None:
    assert attempt("sum(range(1000))", tmp_path) == (0, "done")


def test_an_inspection_is_given_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUTOSCOPE_KEY_PEPPER", "canary")
    path = tmp_path / "a.txt"
    path.write_text("Just a letter to a friend.")
    seen: dict[str, str] = {}
    inspecting = threading.Thread(target=inspect, args=(path, path.name))

    inspecting.start()
    while inspecting.is_alive() and not seen:
        for child in psutil.Process().children():
            with contextlib.suppress(psutil.Error):
                if CHILD in child.cmdline():
                    seen = child.environ()
    inspecting.join()

    assert "PYTHONPATH" in seen
    assert not [name for name in seen if name.startswith(("MUTOSCOPE", "AWS"))]


@linux
def test_every_inspection_is_sealed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Just a letter to a friend.")

    assert inspect(path, path.name).seal == LOCKS
