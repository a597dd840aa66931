"""The `LiveView` port over one DynamoDB table: partition key `job`, sort key `part`, expiry in `expires`."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError
from ulid import ULID

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import MarkState, StageMark
from mutoscope.settings import Settings

_WHAT = "The live view"
_DAY = 24 * 3600


class DynamoDbLiveView:
    def __init__(self, settings: Settings) -> None:
        self._dynamodb = client("dynamodb", settings)
        self._table = settings.live_table

    def mark(self, job_id: str, mark: StageMark) -> None:
        values = {
            ":name": {"S": mark.name},
            ":scene": {"S": mark.scene or ""},
            ":state": {"S": mark.state.value},
            ":runs": {"N": str(mark.runs)},
            ":cached": {"BOOL": mark.cached},
            ":seconds": {"N": f"{mark.seconds:.3f}"},
            ":progress": {"N": f"{mark.progress:.4f}"},
            ":expires": _expiry(),
        }
        assignments = ", ".join(f"#{name[1:]} = {name}" for name in values)
        with translated(_WHAT):
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(job_id, _stage_part(mark.name, mark.scene)),
                UpdateExpression=f"SET {assignments}",
                ExpressionAttributeNames={f"#{name[1:]}": name[1:] for name in values},
                ExpressionAttributeValues=values,
            )

    def count_run(self, job_id: str, name: str, scene: str | None) -> int:
        return self._add(job_id, _runs_part(name, scene), 1)

    def forgive_run(self, job_id: str, name: str, scene: str | None) -> None:
        self._add(job_id, _runs_part(name, scene), -1)

    def count_failure(self, job_id: str, attempt: int) -> int:
        return self._add(job_id, f"failures#{attempt}", 1)

    def marks(self, job_id: str) -> Sequence[StageMark]:
        return [_mark(item) for item in self._parts(job_id, "stage#")]

    def note(self, job_id: str, event: str, facts: Mapping[str, str]) -> None:
        item = {
            **_key(job_id, f"event#{ULID()}"),
            "facts": {"S": json.dumps({"event": event, "at": f"{time.time():.3f}", **facts})},
            "expires": _expiry(),
        }
        with translated(_WHAT):
            self._dynamodb.put_item(TableName=self._table, Item=item)

    def events(self, job_id: str) -> Sequence[Mapping[str, str]]:
        return [json.loads(item["facts"]["S"]) for item in self._parts(job_id, "event#")]

    def take_lease(self, key: str, holder: str, seconds: int) -> bool:
        now = time.time()
        with translated(_WHAT):
            try:
                self._dynamodb.put_item(
                    TableName=self._table,
                    Item={
                        **_key(f"lease#{key}", "lease"),
                        "holder": {"S": holder},
                        "until": {"N": f"{now + seconds:.3f}"},
                        "expires": _expiry(),
                    },
                    ConditionExpression="attribute_not_exists(#job) OR #until < :now OR #holder = :holder",
                    ExpressionAttributeNames={"#job": "job", "#until": "until", "#holder": "holder"},
                    ExpressionAttributeValues={":now": {"N": f"{now:.3f}"}, ":holder": {"S": holder}},
                )
            except ClientError as error:
                if code(error) == "ConditionalCheckFailedException":
                    return False
                raise
        return True

    def drop_lease(self, key: str, holder: str) -> None:
        with translated(_WHAT):
            try:
                self._dynamodb.delete_item(
                    TableName=self._table,
                    Key=_key(f"lease#{key}", "lease"),
                    ConditionExpression="#holder = :holder",
                    ExpressionAttributeNames={"#holder": "holder"},
                    ExpressionAttributeValues={":holder": {"S": holder}},
                )
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise

    def _add(self, job_id: str, part: str, amount: int) -> int:
        with translated(_WHAT):
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(job_id, part),
                UpdateExpression="SET #expires = :expires ADD #count :amount",
                ExpressionAttributeNames={"#expires": "expires", "#count": "count"},
                ExpressionAttributeValues={":expires": _expiry(), ":amount": {"N": str(amount)}},
                ReturnValues="UPDATED_NEW",
            )
        return int(answer["Attributes"]["count"]["N"])

    def _parts(self, job_id: str, prefix: str) -> list[dict[str, Any]]:
        with translated(_WHAT):
            pages = self._dynamodb.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="#job = :job AND begins_with(#part, :prefix)",
                ExpressionAttributeNames={"#job": "job", "#part": "part"},
                ExpressionAttributeValues={":job": {"S": job_id}, ":prefix": {"S": prefix}},
                ConsistentRead=True,
            )
            return [item for page in pages for item in page["Items"]]


def _key(job: str, part: str) -> dict[str, dict[str, str]]:
    return {"job": {"S": job}, "part": {"S": part}}


def _stage_part(name: str, scene: str | None) -> str:
    return f"stage#{scene or ''}#{name}"


def _runs_part(name: str, scene: str | None) -> str:
    return f"runs#{name}#{scene or ''}"


def _expiry() -> dict[str, str]:
    return {"N": str(int(time.time()) + _DAY)}


def _mark(item: dict[str, Any]) -> StageMark:
    return StageMark(
        name=item["name"]["S"],
        scene=item["scene"]["S"] or None,
        state=MarkState(item["state"]["S"]),
        runs=int(item["runs"]["N"]),
        cached=item["cached"]["BOOL"],
        seconds=float(item["seconds"]["N"]),
        progress=float(item["progress"]["N"]),
    )
