import json
from pathlib import Path

from cdk.config import ENVIRONMENTS
from cdk.packaging import ROOT

MOST_RESOURCES = 500
"""CloudFormation takes no more in one stack."""
MOST_LINES = 150


def test_every_environment_has_the_same_parts_of_a_studio(assembly: Path) -> None:
    parts = {"network", "data", "media", "pipeline", "api", "workers"}

    for config in ENVIRONMENTS:
        assert all((assembly / f"mutoscope-{config.name}-{part}.template.json").is_file() for part in parts)


def test_a_stack_is_small_enough_to_be_deployed(assembly: Path) -> None:
    counts = {
        path.name: len(json.loads(path.read_text())["Resources"]) for path in assembly.glob("mutoscope-*.template.json")
    }

    assert counts
    assert {name for name, count in counts.items() if count > MOST_RESOURCES - 100} == set()


def test_a_stack_is_small_enough_to_be_read() -> None:
    lines = {path.name: len(path.read_text().splitlines()) for path in (ROOT / "cdk" / "stacks").rglob("*.py")}

    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_layer_is_shared_between_stacks(assembly: Path) -> None:
    exported = [path.name for path in assembly.glob("mutoscope-*.template.json") if "LayerVersion" in path.read_text()]
    layers = [
        output
        for name in exported
        for output in json.loads((assembly / name).read_text()).get("Outputs", {})
        if "Layer" in output
    ]

    assert exported
    assert layers == []
