"""The Lambda of live progress: behind the WebSocket API, and behind /v1/progress for its tickets."""

from typing import Any

from mangum import Mangum
from mangum.types import LambdaContext

from functions.progress.events import answer_event
from functions.progress.routes import router
from mutoscope.adapters.http.app import create_app
from mutoscope.bootstrap import open_studio

_http = Mangum(create_app([router]), lifespan="off")


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    if "connectionId" in event["requestContext"]:
        return answer_event(open_studio(), event)
    answered: dict[str, Any] = _http(event, context)
    return answered
