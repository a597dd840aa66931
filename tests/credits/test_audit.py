"""The audit of the books: empty when they add up, and a finding for each way in which they could not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, LiteralString

import pytest

Books = Any
APPEND_ONLY: LiteralString = "ALTER TABLE movements DISABLE TRIGGER movements_are_append_only; "

FORGERIES: dict[str, LiteralString] = {
    "its legs do not sum to zero": "ALTER TABLE movements DROP CONSTRAINT movements_check; "
    "UPDATE movements SET system = system + 1 WHERE sequence = 2",
    "a movement before it is missing": "DELETE FROM movements WHERE sequence = 2",
    "its balances do not follow from the movement before it": "UPDATE movements SET pack_after = 1 WHERE sequence = 2",
    "the wallet is not what its movements amount to": "UPDATE wallets SET held = held + 1",
    "there are movements without a wallet": "DELETE FROM wallets",
    "the lots are not what the balances say": "UPDATE wallets SET lots = lots[2:]",
    "what is held is not what the open holds amount to": "UPDATE movements SET ref = 'x' WHERE phase = 'end'",
    "it ends a hold that is not there, of another wallet, or of another amount": "UPDATE movements SET ref = 'x' "
    "WHERE phase = 'end'",
    "it charged more than was held": "UPDATE movements SET system = system + 11, pack = pack - 11 WHERE phase = 'end'",
}


def some_story(books: Books) -> None:
    books.grant("u", "pay", 50)
    books.hold("u", "job", 30)
    books.capture("job", 20)
    books.hold("u", "open", 5)


def test_books_that_were_kept_by_the_functions_have_no_findings(
    planted: Callable[..., AbstractContextManager[Books]],
) -> None:
    with planted("", "", "") as books:
        some_story(books)

        assert books.findings() == []


@pytest.mark.parametrize("finding", FORGERIES)
def test_a_forgery_is_found(planted: Callable[..., AbstractContextManager[Books]], finding: str) -> None:
    with planted("", "", "") as books:
        some_story(books)
        books.connection.execute(APPEND_ONLY + FORGERIES[finding])

        assert finding in {row["finding"] for row in books.findings()}
