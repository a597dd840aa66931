"""How deep free-form JSON may be nested: deeper than anybody means, shallower than what serialising it can bear."""

from typing import Annotated, Any

from pydantic import AfterValidator

MOST_LEVELS = 32


def require_shallow(value: dict[str, Any]) -> dict[str, Any]:
    """The value itself. Raises ValueError."""
    level: list[object] = [value]
    for _ in range(MOST_LEVELS + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return value
    raise ValueError(f"it is nested more than {MOST_LEVELS} levels deep")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


ShallowObject = Annotated[dict[str, Any], AfterValidator(require_shallow)]
