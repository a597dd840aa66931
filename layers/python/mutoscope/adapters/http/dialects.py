"""Errors as the clients of other studios read them: beside `error`, an answer has what its dialect expects."""

from collections.abc import Callable, Mapping
from typing import Any

Members = Callable[[Mapping[str, Any], int], dict[str, Any]]


def _replicate(error: Mapping[str, Any], status: int) -> dict[str, Any]:
    """Problem details (RFC 9457), as Replicate's client raises them."""
    return {"title": error["code"], "detail": error["message"], "status": status}


def _elevenlabs(error: Mapping[str, Any], _status: int) -> dict[str, Any]:
    return {"detail": {"status": error["code"], "message": error["message"]}}


def _documents(_error: Mapping[str, Any], _status: int) -> dict[str, Any]:
    return {"success": False}


DIALECTS: dict[str, Members] = {"/replicate/": _replicate, "/elevenlabs/": _elevenlabs, "/api/": _documents}
"""By how the paths of a dialect begin."""


def with_dialect(path: str, content: dict[str, Any], status: int) -> dict[str, Any]:
    members = next((members for prefix, members in DIALECTS.items() if path.startswith(prefix)), None)
    return content if members is None else {**content, **members(content["error"], status)}
