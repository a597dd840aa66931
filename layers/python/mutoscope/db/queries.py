"""The studio's SQL by name: `-- name: get_film` starts a query in `queries/*.sql`; parameters look `:like_this`."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def queries() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "queries").glob("*.sql")):
        for part in re.split(r"^-- name: ", path.read_text(), flags=re.MULTILINE)[1:]:
            name, _, body = part.partition("\n")
            found[name.strip()] = body.strip()
    return found


def migrations() -> list[tuple[str, str]]:
    """Name and SQL of each migration, in the order they are applied."""
    return [(path.stem, path.read_text()) for path in sorted((FOLDER / "migrations").glob("*.sql"))]
