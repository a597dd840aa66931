"""All templates of one environment as one, so that a rule can be asked of it wherever its resources stand.

A resource's name begins with its stack's (`ApiFunctionsfilms...`), and what a stack imports is what another exported.
"""

import json
from pathlib import Path
from typing import Any

Template = dict[str, Any]


def joined(assembly: Path, environment: str) -> Template:
    prefix = f"mutoscope-{environment}-"
    templates = {
        path.name.removeprefix(prefix).removesuffix(".template.json").capitalize(): json.loads(path.read_text())
        for path in sorted(assembly.glob(f"{prefix}*.template.json"))
    }
    exported = {
        output["Export"]["Name"]: _named(output["Value"], stack, {})
        for stack, template in templates.items()
        for output in template.get("Outputs", {}).values()
        if "Export" in output
    }
    return {
        "Resources": {
            f"{stack}{name}": _named(resource, stack, exported)
            for stack, template in templates.items()
            for name, resource in template["Resources"].items()
        }
    }


def _named(value: Any, stack: str, exported: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_named(each, stack, exported) for each in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"Ref": str(name)} if not name.startswith("AWS::"):
            return {"Ref": f"{stack}{name}"}
        case {"Fn::GetAtt": [name, attribute]}:
            return {"Fn::GetAtt": [f"{stack}{name}", attribute]}
        case {"Fn::ImportValue": name}:
            return exported[name]
    return {key: _named(each, stack, exported) for key, each in value.items()}
