"""Structured fields in a form, which has no other way to say a list of objects than one string of JSON."""

from typing import Annotated, TypeVar

from pydantic import BeforeValidator
from pydantic_core import from_json

T = TypeVar("T")


def read_json_text(value: object) -> object:
    """What a string holds as JSON; anything else as it is. Raises ValueError."""
    if not isinstance(value, str):
        return value
    try:
        return from_json(value)
    except (ValueError, TypeError) as error:
        # Half a surrogate pair is a TypeError, since such a string has no bytes.
        raise ValueError("it is not valid JSON") from error


JsonText = Annotated[T, BeforeValidator(read_json_text)]
"""`scenes: JsonText[tuple[Scene, ...]]` takes the list itself or a string that holds it as JSON."""
