"""The `RateLimits` port: GCRA (ITU-T I.371), its theoretical arrival time one number in the live table.

A request is one conditional write. A process that is asked again within a second, or by several at once, takes several
requests together, up to a fiftieth of the limit, and the next ones when half are spent; after a pause it takes half as
many as before. What it holds was counted, so a window sees at most three hundredths per process more than the limit.
"""

import math
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import WINDOW_SECONDS, Standing
from mutoscope.settings import Settings

MOST_BUCKETS = 10_000
_PORTIONS = 50
"""A process takes this part of a limit at once, at most. Of 10,000 requests that is 200, and the half that is left when
it asks for more lasts 64 busy connections for about one write; with 100 every third request waited for one."""
_WHAT = "The rate limit"
_EMPTY = "ConditionalCheckFailedException"


@dataclass
class _Held:
    """What this process has taken of a bucket and not spent; `full_at` is the bucket's theoretical arrival time."""

    count: int = 0
    portion: int = 1
    full_at: float = 0.0
    taken_at: float = 0.0
    taking: bool = False
    waiting: int = 0
    """How many were told to take and have not been served: they come at once, so they are taken for together."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)
    """Whoever takes has it: requests that come meanwhile wait for what is taken instead of taking as well."""


class DynamoDbRateLimits:
    def __init__(self, settings: Settings) -> None:
        self._dynamodb = client("dynamodb", settings)
        self._table = settings.live_table
        self._held: dict[str, _Held] = {}

    def at_hand(self, bucket: str, limit: int) -> Standing | None:
        held = self._held.get(bucket)
        if held is None:
            return None
        with held.lock:
            if held.count <= held.portion // 2 and not held.taking:
                # One request fetches more while those beside it spend the rest.
                held.taking = True
                held.waiting += 1
                return None
            spent = _spend(held, limit)
            held.waiting += spent is None
            return spent

    def take(self, bucket: str, limit: int) -> Standing:
        if len(self._held) >= MOST_BUCKETS:
            self._held.clear()
        held = self._held.setdefault(bucket, _Held())
        with held.turn:
            with held.lock:
                # With others behind it, what is there is spent before more is taken.
                enough = held.count > (0 if held.waiting > 1 else held.portion // 2)
                spent = _spend(held, limit) if enough else None
                held.taking = spent is None
            try:
                return spent or self._take_portion(held, bucket, limit)
            finally:
                with held.lock:
                    held.waiting = max(0, held.waiting - 1)

    def _take_portion(self, held: _Held, bucket: str, limit: int) -> Standing:
        now = time.time()
        with held.lock:
            quick = now - held.taken_at < 1.0
            wished = max(held.portion * 2 if quick else held.portion // 2, held.waiting, 1)
            held.portion = min(wished, max(1, limit // _PORTIONS))
            held.taken_at, wanted, full_at = now, held.portion, held.full_at
        try:
            granted, full_at = self._take(bucket, limit, wanted, full_at)
        finally:
            with held.lock:
                held.taking = False
        with held.lock:
            held.full_at = full_at
            held.count += granted
            return _spend(held, limit) or _refusal(limit, full_at)

    def _take(self, bucket: str, limit: int, wanted: int, full_at: float) -> tuple[int, float]:
        """How many were granted, and the bucket's arrival time after it. Three writes at most, one as a rule."""
        step = WINDOW_SECONDS / limit
        for _ in range(3):
            now = time.time()
            fitting = math.floor((now + WINDOW_SECONDS - max(full_at, now)) / step + 1e-6)
            if fitting < 1:
                # Only the table may refuse: what this process recalls may be out of date.
                fitting = 1
            count = min(wanted, fitting)
            try:
                return count, self._add(bucket, now, count * step, busy=full_at > now)
            except ClientError as error:
                if code(error) != _EMPTY:
                    raise
                full_at = float(error.response.get("Item", {}).get("full_at", {}).get("N", "0"))
                if full_at + step > time.time() + WINDOW_SECONDS:
                    return 0, full_at
        return 0, full_at

    def _add(self, bucket: str, now: float, seconds: float, *, busy: bool) -> float:
        """Moves the arrival time on: from where it stands while the bucket is in use, from now when it is full."""
        latest = now + WINDOW_SECONDS - seconds
        if busy:
            change, condition = "full_at = full_at + :seconds", "full_at > :now AND full_at <= :latest"
            values = {":seconds": seconds, ":now": now, ":latest": latest}
        else:
            change, condition = "full_at = :next", "attribute_not_exists(full_at) OR full_at <= :now"
            values = {":next": now + seconds, ":now": now}
        with translated(_WHAT):
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key={"job": {"S": f"limit#{bucket}"}, "part": {"S": "limit"}},
                UpdateExpression=f"SET {change}, #expires = :expires",
                ConditionExpression=condition,
                ExpressionAttributeNames={"#expires": "expires"},
                ExpressionAttributeValues={
                    **{name: _number(value) for name, value in values.items()},
                    ":expires": {"N": str(int(now) + 2 * WINDOW_SECONDS)},
                },
                ReturnValues="UPDATED_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        return float(answer["Attributes"]["full_at"]["N"])


def _spend(held: _Held, limit: int) -> Standing | None:
    if held.count == 0:
        return None
    held.count -= 1
    return _standing(limit, held.full_at, held.count)


def _standing(limit: int, full_at: float, held: int) -> Standing:
    now = time.time()
    busy = max(0.0, full_at - now)
    remaining = math.floor((WINDOW_SECONDS - busy) * limit / WINDOW_SECONDS + 1e-6) + held
    return Standing(limit, max(0, min(limit, remaining)), math.ceil(busy), 0)


def _refusal(limit: int, full_at: float) -> Standing:
    wait = full_at + WINDOW_SECONDS / limit - WINDOW_SECONDS - time.time()
    return Standing(limit, 0, math.ceil(max(0.0, full_at - time.time())), max(1, math.ceil(wait)))


def _number(value: float) -> dict[str, Any]:
    return {"N": f"{value:.3f}"}
