"""What accompanies every request: an id, a refusal of bodies that are too large, limit headers, a log line."""

import secrets
import time

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutoscope.adapters.http.body_limit import largest_body
from mutoscope.adapters.http.errors import too_large
from mutoscope.adapters.http.limits import limit_headers
from mutoscope.observability import logger

_AS_DECLARED = (b"x-content-type-options", b"nosniff")
"""What people brought is what it was taken for, whatever a browser makes of its bytes."""
_OURS = (b"x-request-id", b"x-content-type-options")


class Accompany:
    """Plain ASGI: a middleware that FastAPI wraps costs each request another task and a queue."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["arrived"] = time.monotonic()
        state["request_id"] = f"req_{secrets.token_hex(12)}"

        async def accompanied(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(scope, message)
            await send(message)

        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > largest_body(scope):
            await too_large(Request(scope))(scope, receive, accompanied)
        else:
            await self._app(scope, receive, accompanied)


def _complete(scope: Scope, message: Message) -> None:
    state = scope["state"]
    kept = (each for each in message.get("headers", ()) if each[0] not in _OURS)
    told = limit_headers(state["standing"]) if "standing" in state else ()
    message["headers"] = [*kept, (b"x-request-id", state["request_id"].encode()), _AS_DECLARED, *told]
    logger.debug(
        "request answered",
        method=scope["method"],
        path=scope["path"],
        status=message["status"],
        request_id=state["request_id"],
    )
