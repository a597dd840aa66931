"""Which of our errors a failure of PostgreSQL is, by its five-letter SQLSTATE: the same over both adapters."""

from mutoscope.errors import (
    CheckViolation,
    ConstraintViolation,
    ForeignKeyViolation,
    InvalidInput,
    MutoscopeError,
    Unavailable,
    UniqueViolation,
)

WHAT = "The database"
_VIOLATIONS: dict[str, type[ConstraintViolation]] = {
    "23503": ForeignKeyViolation,
    "23505": UniqueViolation,
    "23514": CheckViolation,
}
_VIOLATED, _UNSTORABLE = "23", "22"
_PASSING = ("08", "40", "53", "55", "57", "58")
"""Connection lost, rolled back, out of resources, not in the right state, stopped by an operator, system."""


class UnstorableValue(InvalidInput):
    """A value of the request cannot be stored."""

    code = "unstorable_value"
    hint = "Send plain Unicode text without NUL or half surrogate pairs, and numbers within their range."


def failure(state: str | None, constraint: str | None) -> MutoscopeError | None:
    """None for what is a bug of ours, such as SQL that does not parse."""
    family = (state or "")[:2]
    if family == _VIOLATED:
        # A column that may not be null has no constraint of its own, so it is named by what it asks.
        return _VIOLATIONS.get(state or "", ConstraintViolation)(constraint=constraint or "not null")
    if family == _UNSTORABLE:
        return UnstorableValue()
    return Unavailable(what=WHAT) if family in _PASSING else None
