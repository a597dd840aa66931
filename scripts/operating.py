"""Calling the operators' function, which migrates the record and appoints the first admin.

A database that sleeps is waited for; all else that the function raises is said in its own words.
"""

import json
import time
from typing import Any

MOST_TRIES = 12
WAKING = "DatabaseWaking"


class OperationFailed(Exception):
    """What the function raised, in its own words."""


def operate(client: Any, function: str, event: dict[str, str], *, pause: float = 10.0) -> dict[str, Any]:
    """Raises OperationFailed for anything but a database that wakes in time."""
    for _ in range(MOST_TRIES):
        answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        said: dict[str, Any] = json.loads(answer["Payload"].read())
        if "FunctionError" not in answer:
            return said
        if said.get("errorType") != WAKING:
            break
        time.sleep(pause)
    raise OperationFailed(f"{said.get('errorType', 'Error')}: {said.get('errorMessage', said)}")
