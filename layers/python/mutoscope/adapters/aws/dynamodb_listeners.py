"""The `Listeners` port over the live table: an item for each connection, and its copy among those of its user.

The copy holds what it follows, so that telling a user's connections of a change is one query.
"""

import time
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import Listener
from mutoscope.settings import Settings

_WHAT = "The live view"
_DAY = 24 * 3600


class DynamoDbListeners:
    def __init__(self, settings: Settings) -> None:
        self._dynamodb = client("dynamodb", settings)
        self._table = settings.live_table

    def add(self, listener: Listener, seconds: int) -> None:
        kept = {
            "owner": {"S": listener.user_id},
            "credential": {"S": listener.credential},
            "requests": {"N": str(listener.requests)},
            "expires": {"N": str(int(time.time()) + seconds)},
        }
        with translated(_WHAT):
            for key in (_own_key(listener.connection_id), _key(listener.user_id, listener.connection_id)):
                self._dynamodb.put_item(TableName=self._table, Item={**key, **kept})

    def find(self, connection_id: str) -> Listener | None:
        with translated(_WHAT):
            answer = self._dynamodb.get_item(TableName=self._table, Key=_own_key(connection_id), ConsistentRead=True)
        item = answer.get("Item")
        if item is None or not _lives(item):
            return None
        with translated(_WHAT):
            answer = self._dynamodb.get_item(
                TableName=self._table, Key=_key(item["owner"]["S"], connection_id), ConsistentRead=True
            )
        return _listener(answer["Item"]) if "Item" in answer else None

    def follow(self, listener: Listener, jobs: frozenset[str]) -> None:
        change: dict[str, Any] = {"UpdateExpression": "REMOVE #jobs"}
        if jobs:
            change = {
                "UpdateExpression": "SET #jobs = :jobs",
                "ExpressionAttributeValues": {":jobs": {"SS": sorted(jobs)}},
            }
        with translated(_WHAT):
            try:
                self._dynamodb.update_item(
                    TableName=self._table,
                    Key=_key(listener.user_id, listener.connection_id),
                    # One that has left meanwhile is not brought back.
                    ConditionExpression="attribute_exists(#owner)",
                    ExpressionAttributeNames={"#jobs": "jobs", "#owner": "owner"},
                    **change,
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise

    def remove(self, connection_id: str) -> None:
        with translated(_WHAT):
            gone = self._dynamodb.delete_item(
                TableName=self._table, Key=_own_key(connection_id), ReturnValues="ALL_OLD"
            ).get("Attributes")
            if gone:
                self._dynamodb.delete_item(TableName=self._table, Key=_key(gone["owner"]["S"], connection_id))

    def of_user(self, user_id: str) -> Sequence[Listener]:
        with translated(_WHAT):
            pages = self._dynamodb.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="#job = :job",
                ExpressionAttributeNames={"#job": "job"},
                ExpressionAttributeValues={":job": {"S": f"listeners#{user_id}"}},
                ConsistentRead=True,
            )
            return [_listener(item) for page in pages for item in page["Items"] if _lives(item)]

    def next_version(self, job_id: str) -> int:
        with translated(_WHAT):
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key={"job": {"S": job_id}, "part": {"S": "version"}},
                UpdateExpression="SET #expires = :expires ADD #count :one",
                ExpressionAttributeNames={"#expires": "expires", "#count": "count"},
                ExpressionAttributeValues={":expires": {"N": str(int(time.time()) + _DAY)}, ":one": {"N": "1"}},
                ReturnValues="UPDATED_NEW",
            )
        return int(answer["Attributes"]["count"]["N"])


def _key(user_id: str, connection_id: str) -> dict[str, dict[str, str]]:
    return {"job": {"S": f"listeners#{user_id}"}, "part": {"S": connection_id}}


def _own_key(connection_id: str) -> dict[str, dict[str, str]]:
    return {"job": {"S": f"connection#{connection_id}"}, "part": {"S": "connection"}}


def _lives(item: dict[str, Any]) -> bool:
    # The table drops what has expired within days, not at once.
    return int(item["expires"]["N"]) > time.time()


def _listener(item: dict[str, Any]) -> Listener:
    return Listener(
        connection_id=item["part"]["S"],
        user_id=item["owner"]["S"],
        credential=item["credential"]["S"],
        requests=int(item["requests"]["N"]),
        jobs=frozenset(item.get("jobs", {}).get("SS", ())),
    )
