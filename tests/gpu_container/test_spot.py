"""The Spot notice: heard from the metadata service, and only there."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gpu_container.spot import is_noticed, watch


class Metadata(ThreadingHTTPServer):
    noticed = False
    tokens = 0


@pytest.fixture
def metadata() -> Iterator[Metadata]:
    """Answers as EC2's metadata service of version 2 does."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            assert self.headers["X-aws-ec2-metadata-token-ttl-seconds"] == "60"
            server.tokens += 1
            self.answer(200, b"token")

        def do_GET(self) -> None:
            assert self.headers["X-aws-ec2-metadata-token"] == "token"
            self.answer(200 if server.noticed else 404, b'{"action": "terminate"}')

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = Metadata(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def address(server: Metadata) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_without_a_notice_the_worker_stays(metadata: Metadata) -> None:
    assert is_noticed(address(metadata)) is False
    assert metadata.tokens == 1


def test_with_a_notice_it_leaves_once(metadata: Metadata) -> None:
    metadata.noticed = True
    left: list[bool] = []
    leaving = threading.Event()

    watch(lambda: left.append(True), leaving, address(metadata)).join(600)

    assert left == [True]


def test_outside_the_cloud_nobody_is_asked_twice() -> None:
    thread = watch(lambda: pytest.fail("there was no notice"), threading.Event(), "http://127.0.0.1:1")

    thread.join(600)

    assert not thread.is_alive()
