"""The `Tickets` port over the live table: a ticket is taken by deleting it, and the table drops what nobody took."""

import time

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.settings import Settings

_WHAT = "The live view"


class DynamoDbTickets:
    def __init__(self, settings: Settings) -> None:
        self._dynamodb = client("dynamodb", settings)
        self._table = settings.live_table

    def keep(self, key: str, note: str, seconds: int) -> None:
        item = {**_key(key), "note": {"S": note}, "expires": {"N": str(int(time.time()) + seconds)}}
        with translated(_WHAT):
            self._dynamodb.put_item(TableName=self._table, Item=item)

    def take(self, key: str) -> str | None:
        with translated(_WHAT):
            answer = self._dynamodb.delete_item(TableName=self._table, Key=_key(key), ReturnValues="ALL_OLD")
        item = answer.get("Attributes")
        # The table drops what has expired within days, not at once.
        if item is None or int(item["expires"]["N"]) <= time.time():
            return None
        return str(item["note"]["S"])


def _key(key: str) -> dict[str, dict[str, str]]:
    return {"job": {"S": f"ticket#{key}"}, "part": {"S": "ticket"}}
