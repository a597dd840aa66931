"""A validation failure in plain words: pydantic's own messages speak of items and types, a user's sentence does not."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails


def explain(error: ErrorDetails) -> str:
    """The reason, as the end of a sentence that began with the field's name; without a full stop."""
    context: Mapping[str, Any] = error.get("ctx", {})
    known = _REASONS.get(error["type"])
    if known is not None:
        return known(context, error["input"])
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    return message[:1].lower() + message[1:]


def _too_short(context: Mapping[str, Any], value: object) -> str:
    if context["min_length"] == 1:
        return "it is empty"
    return f"it has {_length(value)}; it needs at least {context['min_length']}"


def _too_long(context: Mapping[str, Any], value: object) -> str:
    return f"it has {_length(value)}; the limit is {context['max_length']:,}"


def _length(value: object) -> str:
    unit = "characters" if isinstance(value, str) else "entries"
    return f"{len(value):,} {unit}" if isinstance(value, str | list | tuple) else "too many"


_REASONS: dict[str, Callable[[Mapping[str, Any], object], str]] = {
    "too_short": _too_short,
    "string_too_short": _too_short,
    "too_long": _too_long,
    "string_too_long": _too_long,
    "missing": lambda _context, _value: "it is missing",
    "extra_forbidden": lambda _context, _value: "there is no such field",
    "int_parsing": lambda _context, value: f"{str(value)[:40]!r} is not a whole number",
    "int_from_float": lambda _context, value: f"{value} is not a whole number",
    "int_type": lambda _context, _value: "it has to be a whole number",
    "bool_parsing": lambda _context, _value: "it has to be true or false",
    "string_type": lambda _context, _value: "it has to be text",
    "greater_than_equal": lambda context, value: f"{value} is too small; it has to be at least {context['ge']:,}",
    "less_than_equal": lambda context, value: f"{value} is too large; it has to be at most {context['le']:,}",
    "enum": lambda context, value: f"{str(value)[:40]!r} is not one of {context['expected']}",
    "json_invalid": lambda context, _value: f"the body is not JSON: {context['error']}",
}
