"""The templates as the command writes them: with no Node and no AWS account within reach."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config import ENVIRONMENTS
from cdk.packaging import ROOT, Packages, package
from tests.cdk.joined import Template, joined

Resource = dict[str, Any]
COMMIT = "c0ffee" * 6 + "c0de"
QUEUE_URL = "https://sqs.test/work"


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes; made once for all processes that share the run's tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    output = shared / "cdk.out"
    with (shared / "cdk.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            _synthesise(output)
    return output


def _synthesise(output: Path) -> None:
    bare = {
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PATH": "/nonexistent",
        "HOME": os.environ["HOME"],
        "CDK_OUTDIR": str(output),
        "MUTOSCOPE_COMMIT": COMMIT,
    }
    subprocess.run([sys.executable, "-m", "cdk.app"], cwd=ROOT, env=bare, check=True, capture_output=True)


@pytest.fixture(scope="session")
def templates(assembly: Path) -> dict[str, Template]:
    """All that stands in each environment, whichever stack it is in."""
    return {config.name: joined(assembly, config.name) for config in ENVIRONMENTS}


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    return package(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def dev(templates: dict[str, Template]) -> Template:
    return templates["dev"]


@pytest.fixture(scope="session")
def prod(templates: dict[str, Template]) -> Template:
    return templates["prod"]


@pytest.fixture(scope="session")
def every() -> Callable[[Template, str], list[Resource]]:
    """All resources of one type."""
    return lambda template, kind: [each for each in template["Resources"].values() if each["Type"] == kind]


@pytest.fixture(scope="session")
def function() -> Callable[[Template, str], Resource]:
    """The properties of one Lambda function, by its handler, which a container image is told as a command."""
    return lambda template, name: next(
        each["Properties"]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::Lambda::Function"
        and f"functions.{name}.handler.handler"
        in (each["Properties"].get("Handler"), *each["Properties"].get("ImageConfig", {}).get("Command", []))
    )


@pytest.fixture(scope="session")
def statements() -> Callable[[Template, str], list[Resource]]:
    """What the role of one function, or of the state machine `film`, is allowed."""
    return _statements


def _statements(template: Template, name: str) -> list[Resource]:
    wanted = name.replace("_", "").lower() + "role"
    return [
        statement
        for logical, each in template["Resources"].items()
        if each["Type"] == "AWS::IAM::Policy" and wanted in logical.lower()
        for statement in each["Properties"]["PolicyDocument"]["Statement"]
    ]


@pytest.fixture(scope="session")
def film(dev: Template) -> dict[str, Any]:
    """The state machine's definition with the queue's reference resolved."""
    machine = next(each for each in dev["Resources"].values() if each["Type"] == "AWS::StepFunctions::StateMachine")
    separator, parts = machine["Properties"]["DefinitionString"]["Fn::Join"]
    queue = next(name for name in dev["Resources"] if name.startswith("PipelineWork"))
    resolved = [QUEUE_URL if part == {"Ref": queue} else part for part in parts]
    definition: dict[str, Any] = json.loads(separator.join(resolved))
    return definition
