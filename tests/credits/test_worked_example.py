"""The example of docs/ledger.md, executed: its table is what the books say."""

import re
from pathlib import Path
from typing import Any

DOCUMENT = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text()
COLUMNS = ("subscription", "pack", "held", "debt", "system")


def told() -> list[tuple[str, list[int]]]:
    """The rows of the document's table: the movement, its legs, what can be spent and what is held after it."""
    rows = [re.split(r" *\| *", line.strip("| ")) for line in DOCUMENT.splitlines() if line.startswith("| ")]
    return [(row[0], [int(cell) for cell in row[1:]]) for row in rows[1:]]


def test_the_worked_example_is_what_the_books_say(books: Any, owner: str) -> None:
    books.grant(owner, f"pack_{owner}", 100)
    books.grant(owner, f"january_{owner}", 20, bucket="subscription", until=24 * 30)
    books.hold(owner, f"film_{owner}", 50)
    books.capture(f"film_{owner}", 45)
    books.refund(f"film_{owner}", 10)
    books.take_back(f"dispute_{owner}", f"pack_{owner}", "chargeback", 100)
    books.grant(owner, f"next_{owner}", 50)

    kept = [
        (
            row["kind"],
            [
                *(row[column] for column in COLUMNS),
                row["subscription_after"] + row["pack_after"],
                row["held_after"],
            ],
        )
        for row in books.movements(owner)
    ]
    assert kept == told()
