"""The Lambda that does errands: what is done goes, what must come again is reported back."""

from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.run_errand import handler as function
from mutoscope.accounts.email_address import read_email
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.studio import Studio


@pytest.fixture(autouse=True)
def _this_studio(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Lambda opens the studio that its environment names; here that is this test's."""
    monkeypatch.setattr(function, "open_studio", lambda: studio)


@pytest.fixture
def errand(studio: Studio) -> dict[str, Any]:
    """An event for a letter, to an address that nobody has, of the kind that waits for a registration."""
    request_letter(studio, LetterKind.WELCOME, read_email("nobody@example.com"))
    received = studio.errands.receive(wait=5)
    assert received is not None
    attributes = {"ApproximateReceiveCount": "1"}
    record = {"messageId": "m", "receiptHandle": received.handle, "body": received.body, "attributes": attributes}
    return {"Records": [{**record, "eventSource": "aws:sqs"}]}


def test_a_letter_whose_registration_has_not_committed_comes_again(errand: dict[str, Any]) -> None:
    answer = function.handler(errand, LambdaContext())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m"}]}


def test_a_letter_whose_registration_failed_is_given_up(studio: Studio, errand: dict[str, Any]) -> None:
    errand["Records"][0]["attributes"]["ApproximateReceiveCount"] = "5"

    answer = function.handler(errand, LambdaContext())

    assert answer == {"batchItemFailures": []}
    assert studio.errands.receive(wait=0) is None
