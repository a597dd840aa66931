"""What is typed after `make film` arrives as it was typed, and nothing else counts."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TELL = """
import json, os
print(json.dumps({name: value for name, value in os.environ.items() if name.startswith("MUTOSCOPE_FILM_")}))
"""
NAMES = [
    "TOPIC",
    "FROM",
    "SCRIPT",
    "OUT",
    "ASPECT",
    "LENGTH",
    "VOICE",
    "LANGUAGE",
    "CAPTIONS",
    "MUSIC",
    "STYLE",
    "SEED",
]
HandOver = Callable[..., dict[str, str]]


@pytest.fixture
def handed_over(tmp_path: Path) -> HandOver:
    """Runs `make film` with a program in the command's place that tells which variables reached it."""
    program = tmp_path / "mutoscope"
    program.write_text(f"#!{sys.executable}\n{TELL}")
    program.chmod(0o755)

    def run(*variables: str, environment: dict[str, str] | None = None) -> dict[str, str]:
        done = subprocess.run(
            ["make", "--no-print-directory", "film", f"RUN={tmp_path}", f"PYTHON={sys.executable}", *variables],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=True,
        )
        values: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
        return values

    return run


@pytest.mark.parametrize(
    "topic",
    [
        "How long does rice take to grow?",
        """It's "quoted" `twice`""",
        "It costs $5, $HOME and $$",
        "two\nlines",
        "$(shell echo pwned)",
        "${HOME} $(HOME) $@ $<",
        r"a \ backslash \n and % and # and ; and & and | and >",
        "चावल 水稻 أرز 🌾",
        "-n --help",
    ],
)
def test_a_topic_arrives_as_it_was_typed(handed_over: HandOver, topic: str) -> None:
    assert handed_over(f"TOPIC={topic}") == {"MUTOSCOPE_FILM_TOPIC": topic}


def test_a_shell_call_in_a_topic_is_never_run(handed_over: HandOver, tmp_path: Path) -> None:
    witness = tmp_path / "witness"

    handed_over(f"TOPIC=$(shell touch {witness})`touch {witness}`")

    assert not witness.exists()


def test_only_the_command_line_counts(handed_over: HandOver) -> None:
    desktop = {"LANGUAGE": "de_DE:de", "TOPIC": "from the desktop", "MUTOSCOPE_FILM_VOICE": "from the desktop"}

    assert handed_over("TOPIC=typed", "LANGUAGE=es", environment=desktop) == {
        "MUTOSCOPE_FILM_TOPIC": "typed",
        "MUTOSCOPE_FILM_LANGUAGE": "es",
    }
    assert handed_over("TOPIC=typed", environment=desktop) == {"MUTOSCOPE_FILM_TOPIC": "typed"}


def test_every_variable_reaches_its_option(handed_over: HandOver) -> None:
    assert handed_over(*(f"{name}=x" for name in NAMES)) == {f"MUTOSCOPE_FILM_{name}": "x" for name in NAMES}


def test_every_target_has_a_rule() -> None:
    """A name in .PHONY without a rule does nothing, in silence."""
    makefile = (ROOT / "Makefile").read_text()
    [declared] = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)

    assert set(declared.split()) <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
