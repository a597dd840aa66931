"""The cloud assembly that synthesis wrote: the stacks of one environment in the order they are deployed, with assets.

It is read as the CDK command reads it, so what stacks there are and what they are called is theirs alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Literal

Template = dict[str, Any]
ACCOUNT = "000000000000"
"""The embedded engine's: whoever calls its HTTP APIs without a signature is taken to mean this account's."""
_PLACEHOLDERS = {"${AWS::AccountId}": ACCOUNT, "${AWS::Partition}": "aws"}


@dataclass(frozen=True)
class Asset:
    """A file, or a folder that is packed, and where the templates expect it."""

    source: Path
    packaging: Literal["zip", "file"]
    bucket: str
    key: str


@dataclass(frozen=True)
class Stack:
    name: str
    template: Template
    tags: Mapping[str, str]
    assets: tuple[Asset, ...]


def read_stacks(folder: Path, environment: str) -> list[Stack]:
    """Those that are tagged with the environment; each stands behind those it depends on."""
    artifacts = json.loads((folder / "manifest.json").read_text())["artifacts"]
    stacks = {
        name: artifact
        for name, artifact in artifacts.items()
        if artifact["type"] == "aws:cloudformation:stack"
        and artifact["properties"].get("tags", {}).get("environment") == environment
    }
    graph = {name: stacks.keys() & artifact.get("dependencies", []) for name, artifact in stacks.items()}
    return [_stack(folder, name, artifacts) for name in TopologicalSorter(graph).static_order()]


def _stack(folder: Path, name: str, artifacts: Mapping[str, Any]) -> Stack:
    properties = artifacts[name]["properties"]
    manifests = [
        artifacts[each]["properties"]["file"]
        for each in artifacts[name].get("dependencies", [])
        if artifacts[each]["type"] == "cdk:asset-manifest"
    ]
    return Stack(
        name=properties.get("stackName", name),
        template=json.loads((folder / properties["templateFile"]).read_text()),
        tags=properties.get("tags", {}),
        assets=tuple(asset for file in manifests for asset in _assets(folder, json.loads((folder / file).read_text()))),
    )


def _assets(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Asset]:
    for file in manifest.get("files", {}).values():
        for destination in file["destinations"].values():
            source = file["source"]
            yield Asset(
                source=folder / source["path"],
                packaging=source["packaging"],
                bucket=_filled(destination["bucketName"]),
                key=_filled(destination["objectKey"]),
            )


def _filled(text: str) -> str:
    for placeholder, value in _PLACEHOLDERS.items():
        text = text.replace(placeholder, value)
    return text
