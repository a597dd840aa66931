"""The size of a request's body: refused when it says that it is too large, and cut off when it turns out to be."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 4_000_000
LARGEST_UPLOAD = 50_000_000
_UPLOADS = ("/v1/inputs/", "/v1/references/")


def largest_body(path: str) -> int:
    """Files come whole as a body; everything else is JSON."""
    return LARGEST_UPLOAD if path.startswith(_UPLOADS) else LARGEST_BODY


class BodyLimit:
    """Counts what arrives, because a chunked body does not say how long it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrived = 0
        largest = largest_body(scope.get("path", ""))

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > largest:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
