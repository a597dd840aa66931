"""What a function takes from a request's path and query, by the fields that FastAPI made of its parameters.

FastAPI finds out for each request anew what each field is, and copies each default: a list with its filters took longer
for that than for all else. Only what is valid is read here; what is not is FastAPI's to say.
"""

from collections.abc import Mapping
from typing import Any, get_origin

from fastapi.dependencies.models import Dependant
from pydantic_core import PydanticUndefined


class NotAsDeclared(Exception):
    """A value is missing or not valid."""


class Arguments:
    def __init__(self, dependant: Dependant) -> None:
        if dependant.header_params or dependant.cookie_params or dependant.body_params:
            raise TypeError(f"{dependant.call} takes more than the path and the query.")
        self._path = [_Argument(field) for field in dependant.path_params]
        self._query = [_Argument(field) for field in dependant.query_params]

    def read(self, path: Mapping[str, Any], query: Mapping[str, str]) -> dict[str, Any]:
        """The arguments by name. Raises `NotAsDeclared`, and what the type of a value raises by itself."""
        values = {each.name: each.read(path) for each in self._path}
        for each in self._query:
            values[each.name] = each.read(query)
        return values


class _Argument:
    def __init__(self, field: Any) -> None:
        about = field.field_info
        if get_origin(about.annotation) in (list, tuple, set, dict) or about.validate_default:
            raise TypeError(f"{field.name} is more than one plain value.")
        self.name: str = field.name
        self._alias: str = about.validation_alias or field.alias
        self._default = field.default
        self._validate = field.validate

    def read(self, values: Mapping[str, Any]) -> Any:
        given = values.get(self._alias)
        if given is None:
            if self._default is PydanticUndefined:
                raise NotAsDeclared
            return self._default
        value, errors = self._validate(given, {})
        if errors:
            raise NotAsDeclared
        return value
