"""Values as the RDS Data API writes them: a parameter on its way there, a field of a record on its way back.

Text, numbers and truth travel as they are; everything else is text there, and its column's type says what it is.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mutoscope.adapters.postgres.failures import UnstorableValue

Field = Mapping[str, Any]


def parameter(name: str, value: object) -> dict[str, object]:
    field, hint = _field(name, value)
    return {"name": name, "value": field, **({"typeHint": hint} if hint else {})}


def value_of(kind: str, field: Field) -> object:
    """A field as psycopg would give it; `kind` is the name of its column's type."""
    if field.get("isNull"):
        return None
    if "arrayValue" in field:
        return [_read(kind.removeprefix("_"), element) for values in field["arrayValue"].values() for element in values]
    return _read(kind, next(iter(field.values())))


def _storable(text: str) -> str:
    """Half a surrogate pair would travel as JSON and arrive as something else."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnstorableValue from error
    return text


def _field(name: str, value: object) -> tuple[dict[str, object], str | None]:
    match value:
        case None:
            return {"isNull": True}, None
        case bool():
            return {"booleanValue": value}, None
        case int():
            return {"longValue": value}, None
        case float():
            return {"doubleValue": value}, None
        case bytes():
            return {"blobValue": value}, None
        case dict() | list():
            return {"stringValue": json.dumps(value)}, "JSON"
        case UUID():
            return {"stringValue": str(value)}, "UUID"
        case Decimal():
            return {"stringValue": str(value)}, "DECIMAL"
        case datetime():
            # The hint TIMESTAMP knows neither time zone nor microseconds; the SQL casts this text instead.
            return {"stringValue": value.isoformat()}, None
        case date():
            return {"stringValue": value.isoformat()}, "DATE"
        case str():
            return {"stringValue": _storable(value)}, None
        case _:
            raise TypeError(f"{name} is a {type(value).__name__}, which no parameter can be")


def _read(kind: str, value: Any) -> object:
    reader = _READERS.get(kind)
    return reader(value) if reader else value


def _instant(text: str) -> datetime:
    """The Data API's session is in UTC and says no offset."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


_READERS: dict[str, Callable[[Any], object]] = {
    "json": json.loads,
    "jsonb": json.loads,
    "timestamptz": _instant,
    "timestamp": datetime.fromisoformat,
    "date": date.fromisoformat,
    "uuid": UUID,
    "numeric": Decimal,
}
