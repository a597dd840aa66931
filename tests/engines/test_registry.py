"""The engine registry: every row offers an engine, the first that is available works, adding is by registration."""

import sys
from types import ModuleType
from typing import Any

import pytest

from mutoscope.engines import registry
from mutoscope.engines.registry import ENGINES, NoEngine
from mutoscope.engines.tasks import Task
from mutoscope.settings import Settings

ROWS = [(task, path) for task, paths in ENGINES.items() for path in paths]
CONFIGURED = Settings(OPENAI_BASE_URL="https://api.openai.com/v1", OPENAI_API_KEY="k")  # type: ignore[call-arg]


class Engine:
    name = "of this test"
    version = "7"


def test_every_task_has_an_engine_that_needs_no_configuration() -> None:
    assert ENGINES.keys() == set(Task)
    assert [task for task, row in ENGINES.items() if not row] == [Task.GENERATE]
    assert registry.writer(Settings()).name
    assert registry.speaker(Settings()).name
    assert registry.drawer(Settings()).name
    assert registry.composer(Settings()).name
    assert registry.editor(Settings()).name
    assert registry.upscaler(Settings()).name


@pytest.mark.parametrize(("task", "path"), ROWS)
def test_every_row_offers_an_engine_with_a_name_and_a_version(
    task: Task, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENGINES, task, (path,))

    engine: Any = registry._choose(task, CONFIGURED)

    assert isinstance(engine.name, str)
    assert isinstance(engine.version, str)
    assert engine.name
    assert engine.version


def test_a_configured_engine_goes_before_the_embedded_one() -> None:
    assert registry.writer(CONFIGURED).name != registry.writer(Settings()).name


def test_an_engine_is_added_by_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("engine_of_this_test")
    module.__dict__["offer"] = lambda settings: Engine()
    monkeypatch.setitem(sys.modules, module.__name__, module)

    monkeypatch.setitem(ENGINES, Task.DRAW, (f"{module.__name__}:offer", *ENGINES[Task.DRAW]))

    assert registry.drawer(Settings(bucket="of-this-test")).name == "of this test"


def test_a_task_without_an_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, Task.DRAW, ())

    with pytest.raises(NoEngine, match="draw"):
        registry.drawer(Settings(bucket="without-engine"))
