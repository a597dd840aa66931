"""The differences between the templates that are rehearsed and those that are deployed: declared, applied, counted.

They stand in `differences.toml`, each with its reason. What the engine turns out to know must not be declared.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cdk.config import Config
from mutoscope.settings import Settings
from rehearsal.assembly import Template

DECLARED = Path(__file__).with_name("differences.toml")
_CONTAINED = "functions.run_stage.handler.handler"
"""What is deployed as a container image (`rehearsal/synthesis.py`)."""
_MANAGED = "MasterUserSecret.SecretArn"
_LEFT_OUT = "left-out"
_ASSETS, _BUCKET = "MUTOSCOPE_ASSETS", "MUTOSCOPE_BUCKET"
_OPT = "/opt/"
_ALARM = "AWS::CloudWatch::Alarm"
_FORMULA = f"{_ALARM} of a formula"
_IMAGE = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"


@dataclass
class Differences:
    """Makes templates deployable here, and remembers what that took."""

    known_types: Set[str]
    secret_arn: str
    engine_url: str
    opt: Path
    """Where layers are unpacked."""
    made: set[str] = field(default_factory=set)

    def apply(self, template: Template) -> Template:
        kept = self._without_unknown(template)
        gone = template["Resources"].keys() - kept["Resources"].keys()
        changed: Template = self._rewritten(kept, gone)
        return changed

    def _without_unknown(self, template: Template) -> Template:
        unknown = {
            name: _FORMULA if _is_formula(resource) else resource["Type"]
            for name, resource in template["Resources"].items()
            if _is_formula(resource) or not _is_known(resource["Type"], self.known_types)
        }
        self.made |= set(unknown.values())
        kept = {name: each for name, each in template["Resources"].items() if name not in unknown}
        return {**template, "Resources": kept}

    def _rewritten(self, node: Any, gone: Set[str]) -> Any:
        replaced = self._replaced(node, gone)
        if isinstance(replaced, dict):
            return {key: self._rewritten(value, gone) for key, value in replaced.items()}
        if isinstance(replaced, list):
            return [self._rewritten(each, gone) for each in replaced]
        return replaced

    def _replaced(self, node: Any, gone: Set[str]) -> Any:
        match node:
            case {"DependsOn": [*names], **rest} if gone & set(names):
                return {**rest, "DependsOn": [name for name in names if name not in gone]}
            case {"DependsOn": str(name), **rest} if name in gone:
                return rest
            case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), _]} if name in gone:
                return _LEFT_OUT
            case {"Fn::Sub": str(text)} if any(_inside(name, text) for name in gone):
                return {"Fn::Sub": _without(gone, text)}
            case {"Type": str(kind), "Default": _} if kind == _IMAGE:
                self.made.add("machine_image")
                return {"Type": "String", "Default": f"ami-{_LEFT_OUT}"}
            case {"Fn::GetAtt": [_, str(name)]} if name == _MANAGED:
                self.made.add("managed_password")
                return self.secret_arn
            case {"Handler": str(name)} if name == _CONTAINED:
                self.made.add("stage_image")
            case {"Variables": {**values}} if _BUCKET in values and str(values.get(_ASSETS, _OPT)).startswith(_OPT):
                self.made.add("fonts_and_pictograms")
                return {"Variables": {**values, _ASSETS: str(Settings().assets)}}
            case {"Fn::Join": ["", [*parts]]}:
                return {"Fn::Join": ["", self._local_address(parts)]}
            case str(text) if text.startswith(_OPT):
                self.made.add("layer_folder")
                return str(self.opt / text.removeprefix(_OPT))
        return node

    def _local_address(self, parts: Sequence[Any]) -> Sequence[Any]:
        """`https://{api}.execute-api.{region}.{suffix}/live` as the engine has it; what else is joined stays."""
        marked = [number for number, part in enumerate(parts) if isinstance(part, str) and ".execute-api." in part]
        if not marked or parts[0] != "https://":
            return parts
        self.made.add("socket_address")
        path = str(parts[-1]).rpartition("/")[2]
        return [f"{self.engine_url}/_aws/execute-api/", parts[marked[0] - 1], f"/{path}"]


def declared(config: Config) -> Mapping[str, str]:
    """The reason of each difference, by the type left out or by the name of what is replaced."""
    document = tomllib.loads(DECLARED.read_text())
    also = [section["left_out"] for name, section in document.items() if getattr(config, name, False)]
    return {**document["left_out"], **document["replaced"], **{kind: each[kind] for each in also for kind in each}}


def _inside(name: str, text: str) -> bool:
    return f"${{{name}}}" in text or f"${{{name}." in text


def _without(gone: Set[str], text: str) -> str:
    return re.sub(r"\$\{(\w+)(\.[\w.]+)?\}", lambda found: _LEFT_OUT if found[1] in gone else found[0], text)


def _is_formula(resource: Mapping[str, Any]) -> bool:
    """An alarm of the engine's watches one metric as it is."""
    return resource["Type"] == _ALARM and "Metrics" in resource["Properties"]


def _is_known(kind: str, known: Set[str]) -> bool:
    return kind in known or bool(re.match(r"Custom::", kind))
