"""A hostile web: servers on this machine that answer as they are told, under names of the test's own."""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread

import pytest
import trustme

from mutoscope.outbound.addresses import is_public
from mutoscope.outbound.reach import Reach

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Server:
    """Answers every request with these bytes, and then closes; `requests` is what came."""

    port: int
    answer: bytes = OK
    holds_open: bool = False
    """Whether it leaves the connection open after its answer, as if more came."""
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    names: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"hooks.example": ("127.0.0.1",)})
    trust: ssl.SSLContext = field(default_factory=lambda: ssl.create_default_context())
    closing: Event = field(default_factory=Event)
    broken_off: Event = field(default_factory=Event)
    """Set when the other side went before all of the answer was sent."""

    def url(self, path: str = "/hook", host: str = "hooks.example") -> str:
        return f"https://{host}:{self.port}{path}"

    @property
    def reach(self) -> Reach:
        """The public internet, and beside it 127.0.0.1 at any port."""
        return Reach(
            resolve=lambda host, port: self.names.get(host, (host,)),
            permits=lambda address: address == "127.0.0.1" or is_public(address),
            ports=None,
            trust=self.trust,
        )

    def serve(self, listening: socket.socket, context: ssl.SSLContext) -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._talk, args=(plain, context), daemon=True).start()

    def _talk(self, plain: socket.socket, context: ssl.SSLContext) -> None:
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                self.requests.append(_read_request(connection))
                self._answer(connection)
                if self.holds_open:
                    self.closing.wait(20)
        except OSError:
            return

    def _answer(self, connection: ssl.SSLSocket) -> None:
        try:
            connection.sendall(self.answer)
        except OSError:
            self.broken_off.set()


def _read_request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts a server with a certificate for hooks.example, or for the named host."""
    opened: list[tuple[Server, socket.socket]] = []

    def started(host: str = "hooks.example") -> Server:
        authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        listening = socket.create_server(("127.0.0.1", 0))
        server = Server(port=listening.getsockname()[1])
        authority.configure_trust(server.trust)
        Thread(target=server.serve, args=(listening, context), daemon=True).start()
        opened.append((server, listening))
        return server

    yield started
    for server, listening in opened:
        server.closing.set()
        listening.close()


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    return serve()
