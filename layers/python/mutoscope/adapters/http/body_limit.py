"""The size of a request's body: refused when it says that it is too large, and cut off when it turns out to be."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 4_000_000
LARGEST_UPLOAD = 50_000_000
_UPLOADS = ("/v1/inputs/", "/v1/references/")
_FORMS = ("/v1/files", "/replicate/v1/files", "/v1/images/", "/v1/videos", "/v1/audio/")


def largest_body(scope: Scope) -> int:
    """Files come whole as a body, or as parts of a form on the routes that take one; everything else is JSON."""
    path = str(scope.get("path", ""))
    is_form = path.startswith(_FORMS) and _content_type(scope).startswith(b"multipart/form-data")
    return LARGEST_UPLOAD if is_form or path.startswith(_UPLOADS) else LARGEST_BODY


def _content_type(scope: Scope) -> bytes:
    named = (value for name, value in scope.get("headers", ()) if name == b"content-type")
    return bytes(next(named, b"")).lower()


class BodyLimit:
    """Counts what arrives, because a chunked body does not say how long it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrived = 0
        largest = largest_body(scope)

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > largest:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
