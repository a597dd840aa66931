"""What is remembered of credentials: for a moment at hand, for a minute in the table, and not once it is forgotten."""

import time
from typing import Any

import pytest

from mutoscope.adapters.aws import dynamodb_credentials
from mutoscope.adapters.aws.dynamodb_credentials import DynamoDbCredentials
from mutoscope.adapters.aws.session import client
from mutoscope.errors import Unavailable
from mutoscope.studio import Studio


@pytest.fixture
def here(studio: Studio) -> DynamoDbCredentials:
    return DynamoDbCredentials(studio.settings)


@pytest.fixture
def elsewhere(studio: Studio) -> DynamoDbCredentials:
    """Another process over the same table."""
    return DynamoDbCredentials(studio.settings)


def test_what_one_process_remembers_another_recalls(here: DynamoDbCredentials, elsewhere: DynamoDbCredentials) -> None:
    here.remember("key#1", "user_1", "the caller", 60)

    assert here.at_hand("key#1") == "the caller"
    assert elsewhere.at_hand("key#1") is None
    assert elsewhere.recall("key#1") == "the caller"
    assert elsewhere.at_hand("key#1") == "the caller"


def test_what_is_forgotten_is_not_recalled_by_anybody(
    here: DynamoDbCredentials, elsewhere: DynamoDbCredentials
) -> None:
    here.remember("key#1", "user_1", "the caller", 60)

    elsewhere.forget("key#1")

    assert here.recall("key#1") is None
    assert here.at_hand("key#1") is None


def test_forgetting_an_owner_forgets_all_their_credentials_and_no_others(
    here: DynamoDbCredentials, elsewhere: DynamoDbCredentials
) -> None:
    for credential, owner in (("key#1", "user_1"), ("session#1", "user_1"), ("key#2", "user_2")):
        here.remember(credential, owner, credential, 60)

    elsewhere.forget_owner("user_1")

    assert [here.recall(credential) for credential in ("key#1", "session#1", "key#2")] == [None, None, "key#2"]


def test_who_read_the_record_before_a_revocation_cannot_remember_it_after(
    here: DynamoDbCredentials, elsewhere: DynamoDbCredentials
) -> None:
    elsewhere.forget("key#1")
    elsewhere.forget_owner("user_2")

    here.remember("key#1", "user_1", "stale", 60)
    here.remember("key#2", "user_2", "stale", 60)

    assert (here.at_hand("key#1"), here.recall("key#1")) == (None, None)
    assert (here.at_hand("key#2"), here.recall("key#2")) == (None, None)


def test_what_is_at_hand_is_asked_again_by_one_and_believed_by_the_others_for_a_moment(
    here: DynamoDbCredentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.remember("key#1", "user_1", "the caller", 60)
    now = time.time()

    monkeypatch.setattr(dynamodb_credentials.time, "time", lambda: now + 1.5)
    answers = [here.at_hand("key#1") for _ in range(3)]
    monkeypatch.setattr(dynamodb_credentials.time, "time", lambda: now + 2.5)

    assert answers == [None, "the caller", "the caller"]
    assert here.at_hand("key#1") is None


def test_nothing_is_recalled_after_a_minute(here: DynamoDbCredentials, monkeypatch: pytest.MonkeyPatch) -> None:
    here.remember("key#1", "user_1", "the caller", 3600)
    now = time.time()

    monkeypatch.setattr(dynamodb_credentials.time, "time", lambda: now + 61)

    assert here.recall("key#1") is None


@pytest.mark.parametrize(
    ("field", "forged"),
    [
        ("text", {"S": "a super admin"}),
        ("owner", {"S": "user_2"}),
        ("until", {"N": "99999999999.000"}),
        ("seal", {"S": ""}),
        ("job", {"S": "credential#key#2"}),
    ],
)
def test_a_row_that_somebody_else_wrote_or_changed_is_no_caller(
    here: DynamoDbCredentials, elsewhere: DynamoDbCredentials, studio: Studio, field: str, forged: dict[str, Any]
) -> None:
    here.remember("key#1", "user_1", "the caller", 60)
    table, dynamodb = studio.settings.live_table, client("dynamodb", studio.settings)
    key = {"job": {"S": "credential#key#1"}, "part": {"S": "caller"}}
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]

    dynamodb.put_item(TableName=table, Item={**row, field: forged})

    assert elsewhere.recall("key#2" if field == "job" else "key#1") is None


@pytest.mark.parametrize("skew", [600, -600])
def test_clock_skew_of_ten_minutes_lets_nothing_be_recalled_for_longer(
    here: DynamoDbCredentials, elsewhere: DynamoDbCredentials, monkeypatch: pytest.MonkeyPatch, skew: int
) -> None:
    now = time.time()
    monkeypatch.setattr(dynamodb_credentials.time, "time", lambda: now + skew)
    here.remember("key#1", "user_1", "the caller", 60)

    monkeypatch.setattr(dynamodb_credentials.time, "time", lambda: now)

    assert elsewhere.recall("key#1") is None


def test_where_no_table_answers_it_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.credentials.recall("key#1")
    with pytest.raises(Unavailable):
        nowhere.credentials.forget_owner("user_1")
