"""The embedded AWS engine behind a guard: refuses whoever does not sign with this start's secret.

Run by the engine's own Python, by its path: nothing of ours may be imported. The secret is in the environment.
"""

import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs, quote

from ministack import app as engine
from ministack.core.sigv4 import (
    HeaderSignature,
    decode_header_value,
    header_signature_failure,
    parse_header_signature,
    parse_query_signature,
)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_REFUSAL = b'{"__type": "AccessDenied", "message": "This engine belongs to a studio, which signs its requests."}'


class Guard:
    """Lets signed requests and signed links through; without a signature no header of an answer names an origin."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], key: str, secret: str) -> None:
        assert key, "a guard needs a key"
        assert secret, "a guard needs a secret"
        self._app = app
        self._key = key
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): decode_header_value(value) for name, value in scope["headers"]}
        if "authorization" in headers and "x-amz-content-sha256" not in headers:
            # Only S3 states a digest of the body in its headers; all others send little, and sign it.
            receive, body = await _whole(receive)
        else:
            body = b""
        if self._is_signed(scope, headers, body):
            await self._app(scope, receive, send)
        else:
            await _refuse(send)

    def _is_signed(self, scope: Scope, headers: Mapping[str, str], body: bytes) -> bool:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        by_header = "authorization" in headers
        found = parse_header_signature(headers) if by_header else parse_query_signature(query)
        if not isinstance(found, HeaderSignature) or found.access_key_id != self._key:
            return False
        path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
        failure = header_signature_failure(
            found, self._secret, scope["method"], path, query, headers, body, presigned=not by_header
        )
        return failure is None


async def _whole(receive: Receive) -> tuple[Receive, bytes]:
    """The body, and what hands it out again, followed by whatever else comes."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(parts)
    again = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def replay() -> MutableMapping[str, Any]:
        return next(again, None) or await receive()

    return replay, body


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_REFUSAL)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL})


def main() -> None:
    engine.app = Guard(engine.app, os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    engine.main()


if __name__ == "__main__":
    main()
