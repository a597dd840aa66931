"""A validation failure in plain words: pydantic's own messages speak of items and types, a user's sentence does not."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails


def explain(error: ErrorDetails) -> str:
    """The reason, as the end of a sentence that began with the field's name; without a full stop."""
    context: Mapping[str, Any] = error.get("ctx", {})
    if error["type"] == "missing" and error["loc"] == ("body",):
        return "the body is missing"
    known = _REASONS.get(error["type"])
    if known is not None:
        return known(context, error["input"])
    if error["type"] == "string_pattern_mismatch":
        return _another_form(error)
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    return message[:1].lower() + message[1:]


def place(location: Sequence[str | int]) -> str:
    """The field's path in what was sent, without the names that the library gives to the choices of a field."""
    return ".".join(str(part) for part in location if isinstance(part, int) or not _CHOICE.search(part))


def _another_form(error: ErrorDetails) -> str:
    """What the field takes, by its name or, for an id, by how it begins; no pattern is shown."""
    identifier = re.fullmatch(r"\^([a-z]+_)(?:\(\[0-9a-z\]\{26\}\|\w+\)|\[0-9a-z\]\{26\})\$", error["ctx"]["pattern"])
    if identifier is not None:
        return f"it is not an id, which is {identifier[1]} and 26 letters and digits"
    known = [_FORMS[part] for part in reversed(error["loc"]) if part in _FORMS]
    return known[0] if known else "it has not the form that /openapi.json names for it"


def _bounded(sentence: Callable[[Mapping[str, Any], object], str]) -> Callable[[Mapping[str, Any], object], str]:
    """True counts as 1 in Python, and not for whoever sent it."""
    return lambda context, value: (
        "it has to be a number, not true or false" if isinstance(value, bool) else sentence(context, value)
    )


def _too_short(context: Mapping[str, Any], value: object) -> str:
    if context["min_length"] == 1:
        return "it is empty"
    return f"it has {_length(value)}; it needs at least {context['min_length']}"


def _too_long(context: Mapping[str, Any], value: object) -> str:
    return f"it has {_length(value)}; the limit is {context['max_length']:,}"


def _scheme(context: Mapping[str, Any], _value: object) -> str:
    scheme = str(context["expected_schemes"]).strip("'")
    return f"the address has to begin with {scheme}://"


def _tag(context: Mapping[str, Any]) -> str:
    return str(context["discriminator"]).strip("'")


def _length(value: object) -> str:
    unit = "characters" if isinstance(value, str) else "entries"
    return f"{len(value):,} {unit}" if isinstance(value, str | list | tuple) else "too many"


_OBJECT = 'it has to be an object, as {"name": "value"}'
_LIST = 'it has to be a list, as ["first", "second"]'
_REASONS: dict[str, Callable[[Mapping[str, Any], object], str]] = {
    "too_short": _too_short,
    "string_too_short": _too_short,
    "too_long": _too_long,
    "string_too_long": _too_long,
    "missing": lambda _context, _value: "it is missing",
    "model_type": lambda _context, _value: _OBJECT,
    "model_attributes_type": lambda _context, _value: _OBJECT,
    "dict_type": lambda _context, _value: _OBJECT,
    "list_type": lambda _context, _value: _LIST,
    "tuple_type": lambda _context, _value: _LIST,
    "int_parsing_size": lambda _context, _value: "the number is too large",
    "extra_forbidden": lambda _context, _value: "there is no such field",
    "int_parsing": lambda _context, value: f"{str(value)[:40]!r} is not a whole number",
    "int_from_float": lambda _context, value: f"{value} is not a whole number",
    "int_type": lambda _context, _value: "it has to be a whole number",
    "bool_parsing": lambda _context, _value: "it has to be true or false",
    "string_type": lambda _context, _value: "it has to be text",
    "greater_than_equal": _bounded(
        lambda context, value: f"{value} is too small; it has to be at least {context['ge']:,}"
    ),
    "less_than_equal": _bounded(lambda context, value: f"{value} is too large; it has to be at most {context['le']:,}"),
    "url_scheme": _scheme,
    "url_parsing": lambda _context, _value: "it is not a web address like https://example.com/picture.png",
    "url_too_long": lambda context, _value: f"the limit is {context['max_length']:,} characters",
    "union_tag_invalid": lambda context, _value: f"{_tag(context)} has to be one of {context['expected_tags']}",
    "union_tag_not_found": lambda context, _value: f"{_tag(context)} is missing",
    "literal_error": lambda context, _value: f"it has to be {context['expected']}",
    "enum": lambda context, value: f"{str(value)[:40]!r} is not one of {context['expected']}",
    "json_invalid": lambda context, _value: f"the body is not JSON: {context['error']}",
}

_CHOICE = re.compile(r"^(?:str|int|float|bool|none|bytes|(?:constrained|function|is-instance)-.*)$|[\[(][^\]]")
"""What pydantic calls a choice of a union: `str`, `constrained-str`, `list[...]`, `function-after[...]`."""
_FILE = "it is not the key that PUT /v1/inputs/{filename} answers, nor the id of a file of the media library"
_FORMS: dict[str | int, str] = {
    "picture_file": _FILE,
    "voice_file": _FILE,
    "music_file": _FILE,
    "size": "it is not WIDTHxHEIGHT in pixels, such as 1024x1024",
    "locale": "it is not a language tag like en or en-GB",
    "username": "it has to be 3 to 30 ASCII letters, digits, dots, dashes or underscores, no sign at either end",
    "sha256": "it has to be 64 hexadecimal digits in lower case",
}
