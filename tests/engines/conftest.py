"""A loopback server that follows the published protocols of chat completions, transcriptions and moderations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest


@dataclass
class Provider:
    """`answers` are taken in turn: (status, body); a status of 0 hangs.

    `orders` are the bodies of the requests; that of a form is its bytes, under `form`.
    """

    base_url: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
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
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_json = self.headers["Content-Type"].startswith("application/json")
            provider.orders.append(json.loads(body) if is_json else {"form": body})
            provider.paths.append(self.path)
            provider.keys.append(self.headers["Authorization"])
            status, answer = provider.answers.pop(0)
            if status == 0:
                provider.closing.wait(10)
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

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
