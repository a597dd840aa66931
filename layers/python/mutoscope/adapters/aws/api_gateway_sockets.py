"""The `Sockets` port over API Gateway's @connections, which takes a message and delivers it by itself."""

from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import posting_client
from mutoscope.errors import Unavailable
from mutoscope.settings import Settings

_WHAT = "The live connection"
_GONE = {"GoneException", "410"}


class ApiGatewaySockets:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _connections(self) -> Any:
        return posting_client(self._settings)

    def post(self, connection_id: str, text: str) -> bool:
        return self._told("post_to_connection", ConnectionId=connection_id, Data=text.encode())

    def end(self, connection_id: str) -> None:
        self._told("delete_connection", ConnectionId=connection_id)

    def _told(self, operation: str, **values: object) -> bool:
        with translated(_WHAT):
            try:
                getattr(self._connections, operation)(**values)
            except ClientError as error:
                if code(error) in _GONE:
                    return False
                # Whatever else it refuses must not be felt by the work that is told of.
                raise Unavailable(what=_WHAT) from error
        return True
