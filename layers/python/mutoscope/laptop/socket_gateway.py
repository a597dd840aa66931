"""API Gateway's part in live progress, played by the API's process: it holds the connections and makes their events.

What is posted to a connection waits in its own short line, so nobody waits for a slow client: one whose line is full is
cut off, and is told how things stand when it comes back.
"""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request, Response, WebSocket
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.websockets import WebSocketDisconnect

from functions.progress.events import answer_event
from mutoscope.adapters.aws.signed_request import is_signed
from mutoscope.adapters.http.caller import studio_of
from mutoscope.progress.follow import LIFE_SECONDS
from mutoscope.progress.tickets import SOCKET_PATH
from mutoscope.studio import Studio

MOST_WAITING = 64
LARGEST_POST = 128_000
LARGEST_MESSAGE = 32_000
"""Both as API Gateway has them, in bytes."""
CLOSE_SECONDS = 1
_GOING_AWAY = 1001

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Line:
    """What waits to be sent to one connection, and whether it is to be ended."""

    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    ended: asyncio.Event = field(default_factory=asyncio.Event)


_lines: dict[str, _Line] = {}


@router.websocket(SOCKET_PATH)
async def serve(socket: WebSocket) -> None:
    studio, connection_id = studio_of(socket), secrets.token_urlsafe(12)
    refusal = await _event(studio, socket, connection_id, "$connect")
    if refusal is not None:
        await socket.send_denial_response(refusal)
        return
    await socket.accept()
    line = _lines[connection_id] = _Line()
    parts = (_send(socket, line), _hear(studio, socket, connection_id), line.ended.wait())
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.wait(tasks, timeout=LIFE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        del _lines[connection_id]
        for task in tasks:
            task.cancel()
        await _event(studio, socket, connection_id, "$disconnect")
        await _close(socket)


@router.post(SOCKET_PATH + "/@connections/{connection_id}")
async def post(connection_id: str, request: Request) -> Response:
    body = await request.body()
    if not _is_ours(request, body):
        return Response(status_code=403)
    if len(body) > LARGEST_POST:
        return Response(status_code=413)
    line = _lines.get(connection_id)
    if line is None:
        return _gone()
    if line.waiting.full():
        line.ended.set()
    else:
        line.waiting.put_nowait(body.decode(errors="replace"))
    return Response(status_code=200)


@router.delete(SOCKET_PATH + "/@connections/{connection_id}")
async def end(connection_id: str, request: Request) -> Response:
    if not _is_ours(request, b""):
        return Response(status_code=403)
    line = _lines.get(connection_id)
    if line is None:
        return _gone()
    line.ended.set()
    return Response(status_code=204)


async def _send(socket: WebSocket, line: _Line) -> None:
    while True:
        await socket.send_text(await line.waiting.get())


async def _hear(studio: Studio, socket: WebSocket, connection_id: str) -> None:
    try:
        while True:
            text = await socket.receive_text()
            if len(text.encode()) > LARGEST_MESSAGE:
                return
            await _event(studio, socket, connection_id, "$default", text)
    except (WebSocketDisconnect, KeyError):
        # A KeyError is how Starlette says that a frame was binary, of which nothing is asked here.
        return


async def _event(
    studio: Studio, connection: HTTPConnection, connection_id: str, route: str, body: str | None = None
) -> Response | None:
    """Hands an event to the function; the answer when it is a refusal."""
    event: dict[str, Any] = {
        "requestContext": {
            "routeKey": route,
            "connectionId": connection_id,
            "identity": {"sourceIp": connection.client.host if connection.client else "unknown"},
        },
        "body": body,
        "isBase64Encoded": False,
    }
    if route == "$connect":
        event |= {"headers": dict(connection.headers), "queryStringParameters": dict(connection.query_params)}
    answer: Mapping[str, Any] = await anyio.to_thread.run_sync(answer_event, studio, event)
    if answer["statusCode"] == 200:
        return None
    return Response(answer["body"], status_code=answer["statusCode"], media_type="application/json")


async def _close(socket: WebSocket) -> None:
    """A client that reads nothing does not hear of its end either: it is not waited for."""
    with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(_GOING_AWAY)


def _is_ours(request: Request, body: bytes) -> bool:
    """Only the studio's own processes may post: they sign as they do for the engine."""
    settings, path = studio_of(request).settings, request.scope["raw_path"].decode("latin-1")
    url = f"http://{request.headers.get('host', '')}{path}"
    return is_signed(settings, "execute-api", request.method, url, dict(request.headers), body)


def _gone() -> Response:
    return JSONResponse({"message": "Gone"}, status_code=410, headers={"x-amzn-ErrorType": "GoneException"})
