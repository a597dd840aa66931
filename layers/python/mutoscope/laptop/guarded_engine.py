"""The embedded AWS engine behind a guard: refuses whoever does not sign with this start's secret.

Run by the engine's own Python, by its path: nothing of ours may be imported. The secret is in the environment.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs, quote

from ministack import app as engine
from ministack.core.sigv4 import (
    HeaderSignature,
    calculate_signature,
    decode_header_value,
    header_signature_failure,
    parse_header_signature,
    parse_query_signature,
    signatures_match,
)
from ministack.services import sqs
from ministack.services.s3 import _parse_multipart_form as parse_form

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_LARGEST_FORM = 40_000_000
"""A file that is posted whole; the engine holds it in memory."""
_KEPT = {b"host", b"content-type", b"content-length", b"origin"}
_REFUSAL = b'{"__type": "AccessDenied", "message": "This engine belongs to a studio, which signs its requests."}'


class Guard:
    """Lets signed requests, links and forms through; without a signature no header of an answer names an origin.

    Pages of `origins`, the studio's own, may ask whether they may send what was signed for them.
    """

    def __init__(
        self, app: Callable[[Scope, Receive, Send], Awaitable[None]], key: str, secret: str, origins: str = ""
    ) -> None:
        assert key, "a guard needs a key"
        assert secret, "a guard needs a secret"
        self._app = app
        self._key = key
        self._secret = secret
        self._origins = origins.split()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): decode_header_value(value) for name, value in scope["headers"]}
        if scope["method"] == "OPTIONS" and headers.get("origin") in self._origins:
            await _allow(send, headers["origin"])
            return
        if _is_form(scope, headers):
            await self._answer_form(scope, headers, receive, send)
            return
        if "authorization" in headers and "x-amz-content-sha256" not in headers:
            # Only S3 states a digest of the body in its headers; all others send little, and sign it.
            receive, body = await _whole(receive)
        else:
            body = b""
        if self._is_signed(scope, headers, body):
            await self._app(scope, receive, send)
        else:
            await _refuse(send)

    async def _answer_form(self, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        """The form's own signature is over its policy, which the engine then holds the form to."""
        receive, body = await _whole(receive, most=_LARGEST_FORM)
        fields = {name.lower(): value for name, _, _, value in parse_form(headers["content-type"], body)}
        if not self._is_signed_form(fields):
            await _refuse(send)
            return
        # No other header may lead the engine to another of its services.
        kept = [(name, value) for name, value in scope["headers"] if name.lower() in _KEPT]
        await self._app({**scope, "headers": kept}, receive, send)

    def _is_signed_form(self, fields: Mapping[str, bytes]) -> bool:
        names = ("policy", "x-amz-credential", "x-amz-signature")
        policy, credential, signature = (fields.get(name, b"").decode("latin-1") for name in names)
        scope = credential.split("/")
        if len(scope) != 5 or scope[0] != self._key or not policy or not signature.isascii():
            return False
        return bool(signatures_match(calculate_signature(self._secret, *scope[1:4], policy), signature))

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


def _is_form(scope: Scope, headers: Mapping[str, str]) -> bool:
    """What browsers post to a bucket: a form, at the path of the bucket alone."""
    posted = scope["method"] == "POST" and headers.get("content-type", "").startswith("multipart/form-data")
    plain = "authorization" not in headers and not scope.get("query_string")
    return posted and plain and scope["path"].strip("/").count("/") == 0


async def _whole(receive: Receive, most: int | None = None) -> tuple[Receive, bytes]:
    """The body, and what hands it out again, followed by whatever else comes; empty when it is larger than `most`."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if most is not None and size > most:
            parts, more = [], False
    body = b"".join(parts)
    again = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def replay() -> MutableMapping[str, Any]:
        return next(again, None) or await receive()

    return replay, body


async def _allow(send: Send, origin: str) -> None:
    headers = [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-methods", b"POST, PUT, GET, HEAD"),
        (b"access-control-allow-headers", b"content-type"),
        (b"content-length", b"0"),
        (b"vary", b"Origin"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_REFUSAL)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL})


class Bell:
    """Wakes whoever waits at a queue when a message comes; the engine itself looks ten times a second.

    For the engine's queues it stands in the place of `asyncio`, of which they use `sleep` to wait for messages, and of
    the event that they set with each message. Without it every stage would wait a twentieth of a second.
    """

    def __init__(self, rung: threading.Event) -> None:
        self._rung = rung
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sleepers: set[asyncio.Future[None]] = set()

    def set(self) -> None:
        """From any thread."""
        self._rung.set()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    async def sleep(self, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        sleeper = self._loop.create_future()
        self._sleepers.add(sleeper)
        try:
            await asyncio.wait([sleeper], timeout=seconds)
        finally:
            self._sleepers.discard(sleeper)

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    def _wake(self) -> None:
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)


def hang_bell() -> None:
    sqs.asyncio = sqs.esm_wake = Bell(sqs.esm_wake)


def main() -> None:
    hang_bell()
    origins = os.environ.get("MUTOSCOPE_ORIGINS", "")
    engine.app = Guard(engine.app, os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], origins)
    engine.main()


if __name__ == "__main__":
    main()
