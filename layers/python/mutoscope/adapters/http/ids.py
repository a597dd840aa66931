"""Ids in paths: one that names nothing is not found, whether it has the form of an id or not."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from mutoscope.errors import NotFound


@dataclass(frozen=True)
class Id:
    """`Annotated[str, Id("film")]`: `film_` and a ULID; anything else is not found, without asking the record."""

    prefix: str
    what: str = ""
    also: str = ""
    """The end of the one id that is no ULID: the owner of a laptop's studio has it."""

    @property
    def pattern(self) -> str:
        ulid = "[0-9a-z]{26}"
        return rf"^{self.prefix}_({ulid}|{self.also})$" if self.also else rf"^{self.prefix}_{ulid}$"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._known_form, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": self.pattern}

    def _known_form(self, value: str) -> str:
        if not re.fullmatch(self.pattern.strip("^$"), value):
            raise NotFound(what=self.what or self.prefix, id=value[:64])
        return value
