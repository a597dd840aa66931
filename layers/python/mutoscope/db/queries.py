"""The studio's SQL by name: `-- name: get_film` starts a query in `queries/*.sql`; parameters look `:like_this`.

`-- list: films by film_id, title` starts a list; its queries, forwards and backwards by each column, are made from it.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
MOST_COUNTED = 10_000
_DIRECTIONS = {"desc": "<", "asc": ">"}


@cache
def queries() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "queries").glob("*.sql")):
        parts = re.split(r"^-- (name|list): ", path.read_text(), flags=re.MULTILINE)[1:]
        for kind, part in zip(parts[::2], parts[1::2], strict=True):
            head, _, body = part.partition("\n")
            made = _list(head.strip(), body.strip()) if kind == "list" else {head.strip(): body.strip()}
            found |= made
    return found


def migrations() -> list[tuple[str, str]]:
    """Name and SQL of each migration, in the order they are applied."""
    return [(path.stem, path.read_text()) for path in sorted((FOLDER / "migrations").glob("*.sql"))]


def _list(head: str, body: str) -> dict[str, str]:
    """`list_films_desc` goes on from the id :after, `list_films_by_title_desc` does not, and `count_films` counts."""
    name, _, columns = head.partition(" by ")
    key, *others = (column.strip() for column in columns.split(","))
    counted = f"SELECT count(*) AS total FROM (SELECT 1 FROM ({body}) AS listed LIMIT {MOST_COUNTED}) AS counted"
    return {**dict(_ordered(name, body, key, others)), f"count_{name}": counted}


def _ordered(name: str, body: str, key: str, others: list[str]) -> Iterator[tuple[str, str]]:
    listed = f"SELECT * FROM ({body}) AS listed"
    cut = "LIMIT CAST(:limit AS integer) OFFSET CAST(:skip AS integer)"
    for direction, beyond in _DIRECTIONS.items():
        order = direction.upper()
        yield f"list_{name}_{direction}", f"{listed} WHERE {key} {beyond} :after ORDER BY {key} {order} {cut}"
        for column in others:
            yield f"list_{name}_by_{column}_{direction}", f"{listed} ORDER BY {column} {order}, {key} {order} {cut}"
