"""Which of our errors a violated constraint is, by PostgreSQL's code for it (class 23): the same over both adapters."""

from mutoscope.errors import CheckViolation, ConstraintViolation, ForeignKeyViolation, UniqueViolation

_VIOLATIONS: dict[str, type[ConstraintViolation]] = {
    "23503": ForeignKeyViolation,
    "23505": UniqueViolation,
    "23514": CheckViolation,
}


def violation(state: str | None, constraint: str | None) -> ConstraintViolation:
    """A column that may not be null has no name of its own, so it is named by what it asks."""
    return _VIOLATIONS.get(state or "", ConstraintViolation)(constraint=constraint or "not null")
