"""A ComfyUI workflow as data: JSON in the form of its API, with `{{field}}` where an order's values go.

A value that is nothing but one place keeps its type, so `"{{steps}}"` becomes a number.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutoscope.errors import MutoscopeError

FOLDER = Path(__file__).parent / "workflows"
_PLACE = re.compile(r"\{\{([a-z_.]+)\}\}")


class WorkflowInvalid(MutoscopeError):
    """The workflow {name} is not valid: {reason}."""

    code = "workflow_invalid"
    hint = "Save it from ComfyUI with `Export (API)`; docs/models.md lists the places that are filled."


def fill(name: str, values: Mapping[str, object]) -> dict[str, Any]:
    """The workflow of that name with the values in their places. Raises WorkflowInvalid."""
    path = FOLDER / f"{name}.json"
    try:
        template = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WorkflowInvalid(name=name, reason=str(error)) from error
    filled = _filled(template, values, name)
    assert isinstance(filled, dict)
    return filled


def _filled(part: Any, values: Mapping[str, object], name: str) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, values, name) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values, name) for value in part]
    if not isinstance(part, str):
        return part
    whole = _PLACE.fullmatch(part)
    if whole:
        return _value(whole[1], values, name)
    return _PLACE.sub(lambda found: str(_value(found[1], values, name)), part)


def _value(place: str, values: Mapping[str, object], name: str) -> object:
    if place not in values:
        raise WorkflowInvalid(name=name, reason=f"nothing is known to put into {{{{{place}}}}}")
    return values[place]
