"""A loopback server that follows the published chat completions protocol."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest


@dataclass
class Provider:
    """`answers` are taken in turn: (status, body); a status of 0 hangs. `orders` are the bodies of the requests."""

    base_url: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def says(self, content: str) -> None:
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        self.answers.append((200, body))

    def refuses(self, status: int, message: str = "no") -> None:
        self.answers.append((status, {"error": {"message": message, "type": "error", "code": None}}))


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            provider.orders.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            provider.keys.append(self.headers["Authorization"])
            status, body = provider.answers.pop(0)
            if status == 0:
                provider.closing.wait(10)
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield provider
    provider.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def documents() -> Path:
    return Path(__file__).parents[2] / "data" / "documents"
