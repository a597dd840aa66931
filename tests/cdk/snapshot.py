"""What stands in dev, and in what prod differs from it, written so that a change can be read in a diff.

A block for each resource; references are `@Name` and `@Name.Attribute`, text around them is joined, digests of archives
are left out. `python -m tests.cdk.snapshot` writes it anew; what then differs in git is what the change does to AWS.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cdk.app import studio_app
from cdk.config import DEV, PROD
from cdk.packaging import package
from tests.cdk.joined import Template, joined

FOLDER = Path(__file__).parent / "snapshots"

_DIGEST = re.compile(r"\b[0-9a-f]{32,64}\b|(?<=CurrentVersion)[0-9A-Fa-f]{40}")
"""Of an archive, or of what a version of a function was made of."""
_UNTOLD = ("Tags", "Environment")
"""Tags are the same everywhere, and variables the same for all functions."""


def snapshots(dev: Template, prod: Template) -> dict[str, str]:
    """By the name of the file that keeps it."""
    blocks, others = _blocks(dev), _blocks(prod)
    differing = {name: block for name, block in others.items() if block != blocks.get(name)}
    absent = "".join(f"without {name}\n" for name in blocks if name not in others)
    return {"dev.txt": "".join(blocks.values()), "prod.txt": absent + "".join(differing.values())}


def _blocks(template: Template) -> Mapping[str, str]:
    return {
        name: _DIGEST.sub("<digest>", "".join(f"{line}\n" for line in _block(name, each)))
        for name, each in sorted(template["Resources"].items())
    }


def _block(name: str, resource: dict[str, Any]) -> Iterator[str]:
    yield f"{name} {resource['Type']}" + (f" ({resource['DeletionPolicy']})" if "DeletionPolicy" in resource else "")
    for key, value in sorted(resource.get("Properties", {}).items()):
        if key == "PolicyDocument":
            yield from (f"  {json.dumps(_told(each), sort_keys=True)}" for each in value["Statement"])
        elif key not in _UNTOLD:
            yield f"  {key}: {json.dumps(_told(value), sort_keys=True, ensure_ascii=False)}"


def _told(value: Any) -> Any:
    match value:
        case {"Ref": name}:
            return f"@{name}"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"@{name}.{attribute}"
        case {"Fn::Join": [separator, parts]}:
            return separator.join(str(_told(each)) for each in parts)
        case dict():
            return {key: _told(each) for key, each in value.items()}
        case list():
            return [_told(each) for each in value]
    return value


def main() -> None:
    with TemporaryDirectory() as packages, TemporaryDirectory() as assembly:
        studio_app(package(Path(packages)), Path(assembly), [DEV, PROD]).synth()
        for name, text in snapshots(joined(Path(assembly), "dev"), joined(Path(assembly), "prod")).items():
            (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
