"""The `Credentials` port over the live table, with what this process recalls for a moment in front of it.

A process asks the table again after one second and believes itself for two at most: so a key that is revoked in another
process is refused here at most two seconds later, and in the same process at once. Each row is sealed under the pepper:
whoever can write to the table, and has not the pepper, makes nobody a caller.
"""

import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.settings import Settings

LONGEST_SECONDS = 60.0
FRESH_SECONDS = 1.0
BELIEVED_SECONDS = 2.0
MOST_AT_HAND = 10_000
_WHAT = "The memory of credentials"
_FORGOTTEN = "forgotten"


@dataclass
class _AtHand:
    text: str
    owner: str
    fresh_until: float
    until: float


class DynamoDbCredentials:
    def __init__(self, settings: Settings) -> None:
        self._dynamodb = client("dynamodb", settings)
        self._table = settings.live_table
        self._settings = settings
        self._at_hand: dict[str, _AtHand] = {}
        self._forgettings = 0
        self._lock = threading.Lock()

    def at_hand(self, credential: str) -> str | None:
        known, now = self._at_hand.get(credential), time.time()
        if known is None or now >= known.until:
            return None
        if now >= known.fresh_until:
            # One request asks the table; those beside it go on with what is known.
            known.fresh_until = known.until
            return None
        return known.text

    def recall(self, credential: str) -> str | None:
        seen = self._forgettings
        with translated(_WHAT):
            item = self._dynamodb.get_item(TableName=self._table, Key=_key(credential), ConsistentRead=True).get("Item")
        if item is None or _FORGOTTEN in item:
            with self._lock:
                self._at_hand.pop(credential, None)
            return None
        left = float(item["until"]["N"]) - time.time()
        if not BELIEVED_SECONDS <= left <= LONGEST_SECONDS + BELIEVED_SECONDS:
            # Asked again before it lapses: whoever calls meanwhile goes on with what is at hand. More than a minute is
            # left of what a wrong clock remembered.
            return None
        text, owner = item["text"]["S"], item["owner"]["S"]
        seal = self._seal(credential, owner, text, item["until"]["N"])
        if not hmac.compare_digest(seal, item.get("seal", {}).get("S", "")):
            return None
        self._keep(credential, owner, text, float(item["until"]["N"]), seen)
        return str(text)

    def remember(self, credential: str, owner: str, text: str, seconds: float) -> None:
        """Puts the credential and its line under the owner, unless either was forgotten within the last minute."""
        now, seen = time.time(), self._forgettings
        until = now + min(seconds, LONGEST_SECONDS)
        what = {
            "text": {"S": text},
            "owner": {"S": owner},
            "until": _number(until),
            "expires": _expiry(until),
            "seal": {"S": self._seal(credential, owner, text, _number(until)["N"])},
        }
        line = {**_key(f"of#{owner}", credential), "until": _number(until), "expires": _expiry(until)}
        spared = {
            "TableName": self._table,
            "ConditionExpression": "attribute_not_exists(forgotten) OR forgotten < :since",
            "ExpressionAttributeValues": {":since": _number(now - LONGEST_SECONDS)},
        }
        try:
            with translated(_WHAT):
                self._dynamodb.transact_write_items(
                    TransactItems=[
                        {"ConditionCheck": {"Key": _key(f"of#{owner}", _FORGOTTEN), **spared}},
                        {"Put": {"Item": {**_key(credential), **what}, **spared}},
                        {"Put": {"Item": line, "TableName": self._table}},
                    ]
                )
        except ClientError as error:
            # Forgotten a moment ago, or remembered by another process at the same moment: the record is asked again.
            if code(error) not in ("TransactionCanceledException", "TransactionConflictException"):
                raise
            return
        self._keep(credential, owner, text, until, seen)

    def forget(self, credential: str) -> None:
        with self._lock:
            self._forgettings += 1
            self._at_hand.pop(credential, None)
        with translated(_WHAT):
            self._dynamodb.put_item(TableName=self._table, Item={**_key(credential), **_forgotten()})

    def forget_owner(self, owner: str) -> None:
        with self._lock:
            self._forgettings += 1
            for credential in [each for each, known in self._at_hand.items() if known.owner == owner]:
                del self._at_hand[credential]
        with translated(_WHAT):
            item = {**_key(f"of#{owner}", _FORGOTTEN), **_forgotten()}
            self._dynamodb.put_item(TableName=self._table, Item=item)
            pages = self._dynamodb.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="#job = :job",
                ExpressionAttributeNames={"#job": "job"},
                ExpressionAttributeValues={":job": _key(f"of#{owner}")["job"]},
                ConsistentRead=True,
            )
            lines = [line["part"]["S"] for page in pages for line in page["Items"]]
        for credential in lines:
            if credential != _FORGOTTEN:
                self.forget(credential)

    @cached_property
    def _seal_key(self) -> bytes:
        """Made with its first use: who only forgets credentials has no pepper."""
        return hmac.digest(self._settings.pepper.encode(), b"remembered credentials", hashlib.sha256)

    def _seal(self, credential: str, owner: str, text: str, until: str) -> str:
        """Of the whole row, its end included: a row of another credential, or one that is kept for longer, is none."""
        row = json.dumps([credential, owner, text, f"{float(until):.3f}"]).encode()
        return hmac.new(self._seal_key, row, hashlib.sha256).hexdigest()

    def _keep(self, credential: str, owner: str, text: str, until: float, seen: int) -> None:
        """Keeps at hand what was read, unless this process was told to forget something meanwhile."""
        now = time.time()
        with self._lock:
            if seen != self._forgettings:
                return
            if len(self._at_hand) >= MOST_AT_HAND:
                self._at_hand.clear()
            self._at_hand[credential] = _AtHand(
                text, owner, min(now + FRESH_SECONDS, until), min(now + BELIEVED_SECONDS, until)
            )


def _key(credential: str, part: str = "caller") -> dict[str, Any]:
    return {"job": {"S": f"credential#{credential}"}, "part": {"S": part}}


def _forgotten() -> dict[str, Any]:
    now = time.time()
    return {"forgotten": _number(now), "expires": _expiry(now + LONGEST_SECONDS)}


def _number(value: float) -> dict[str, str]:
    return {"N": f"{value:.3f}"}


def _expiry(until: float) -> dict[str, str]:
    return {"N": str(int(until) + 60)}
