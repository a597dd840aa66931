"""The commit that is deployed: said by git, or by whoever builds without it, and told to the function behind health."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.commit import commit_here
from tests.cdk.conftest import COMMIT

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@studio.test"]
    (tmp_path / "film.txt").write_text("rice")
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run([*git, *words], check=True)
    return tmp_path


def test_a_commit_is_told_whole_and_what_differs_from_it_is_told_too(repository: Path) -> None:
    head = subprocess.run(["git", "-C", str(repository), "rev-parse", "HEAD"], capture_output=True, text=True).stdout

    clean = commit_here(repository)
    (repository / "film.txt").write_text("tea")

    assert clean == head.strip()
    assert commit_here(repository) == f"{clean}-changed"


def test_an_unpacked_archive_inside_somebody_elses_repository_has_no_commit(repository: Path) -> None:
    (repository / "unpacked").mkdir()

    assert commit_here(repository / "unpacked") == ""


def test_without_git_a_commit_is_not_known_unless_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")

    unknown = commit_here(tmp_path)
    monkeypatch.setenv("MUTOSCOPE_COMMIT", "abc")

    assert (unknown, commit_here(tmp_path)) == ("", "abc")


def test_the_function_behind_health_knows_the_commit_and_no_other_changes_with_it(
    dev: dict[str, Any], every: Every
) -> None:
    functions = every(dev, "AWS::Lambda::Function")

    told = [each for each in functions if COMMIT in json.dumps(each["Properties"].get("Environment", {}))]

    assert [each["Properties"]["Handler"] for each in told] == ["functions.jobs.handler.handler"]
    assert told[0]["Properties"]["Environment"]["Variables"]["MUTOSCOPE_COMMIT"] == COMMIT
