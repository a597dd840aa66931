"""Values as the Data API's own end sees them: typed arguments for PostgreSQL, and its columns as typed fields.

A parameter has the type that it came as: text meets a jsonb or timestamptz column only through a hint or a CAST.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.types.string import TextLoader

Document = dict[str, Any]
_TYPES = {"stringValue": "varchar", "longValue": "bigint", "doubleValue": "float8", "booleanValue": "boolean"}
_HINTS = {
    "JSON": "json",
    "UUID": "uuid",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "TIME": "time",
    "DECIMAL": "numeric",
}
_WRITTEN_AS_TEXT = ("json", "jsonb", "timestamptz", "timestamp", "date", "time", "uuid", "numeric", "interval")
_NUMBERS = {"int2": 5, "int4": 4, "int8": -5, "float4": 7, "float8": 8, "bool": -7, "bytea": -2, "numeric": 2}
"""java.sql.Types, which `type` of a column's description is; everything that is not here is text."""
_TEXT = 12


def typed(name: str, parameter: Document) -> str:
    """The place of a parameter in the statement, with its type."""
    value = parameter["value"]
    if value.get("isNull"):
        return (
            f"CAST(%({name})s AS varchar)" if "typeHint" not in parameter else f"CAST(%({name})s AS {_hint(parameter)})"
        )
    if "typeHint" in parameter:
        return f"CAST(%({name})s AS {_hint(parameter)})"
    return f"CAST(%({name})s AS {_TYPES.get(next(iter(value)), 'bytea')})"


def argument(parameter: Document) -> object:
    kind, value = next(iter(parameter["value"].items()))
    if kind == "isNull":
        return None
    return base64.b64decode(value) if kind == "blobValue" else value


def teach(connection: psycopg.Connection[Any]) -> None:
    """What is no number, truth or bytes leaves PostgreSQL as the text that it writes."""
    for name in _WRITTEN_AS_TEXT:
        connection.adapters.register_loader(name, TextLoader)


def record(cursor: psycopg.Cursor[Any], row: Sequence[Any]) -> list[Document]:
    return [_field(_name(cursor, number), value) for number, value in enumerate(row)]


def column(cursor: psycopg.Cursor[Any], number: int) -> Document:
    assert cursor.description is not None
    name, label = _name(cursor, number), cursor.description[number].name
    return {
        "name": label,
        "label": label,
        "typeName": name,
        "type": 2003 if name.startswith("_") else _NUMBERS.get(name, _TEXT),
        "nullable": 1,
        "arrayBaseColumnType": 0,
    }


def formatted(cursor: psycopg.Cursor[Any], rows: Sequence[Sequence[Any]]) -> str:
    assert cursor.description is not None
    labels = [described.name for described in cursor.description]
    return json.dumps([dict(zip(labels, row, strict=True)) for row in rows], default=str)


def _hint(parameter: Document) -> str:
    return _HINTS[parameter["typeHint"]]


def _name(cursor: psycopg.Cursor[Any], number: int) -> str:
    """The type's name in pg_type; an array's begins with an underscore."""
    assert cursor.description is not None
    oid = cursor.description[number].type_code
    info = cursor.connection.adapters.types.get(oid)
    if info is None:
        return "unknown"
    return f"_{info.name}" if info.array_oid == oid else info.name


def _field(name: str, value: Any) -> Document:
    if value is None:
        return {"isNull": True}
    if isinstance(value, list):
        return {"arrayValue": {_elements(value): value}}
    match value:
        case bool():
            return {"booleanValue": value}
        case int():
            return {"longValue": value}
        case float():
            return {"doubleValue": value}
        case bytes():
            return {"blobValue": base64.b64encode(value).decode()}
        case _:
            # The session is in UTC, and the service leaves the offset out.
            return {"stringValue": str(value).removesuffix("+00") if name == "timestamptz" else str(value)}


def _elements(values: Sequence[Any]) -> str:
    first = next((value for value in values if value is not None), "")
    kinds: dict[type, str] = {bool: "booleanValues", int: "longValues", float: "doubleValues"}
    return kinds.get(type(first), "stringValues")
