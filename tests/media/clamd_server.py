"""A server that speaks clamd's INSTREAM protocol, finds the EICAR test file, and can be told to misbehave."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.media.hostile import EICAR

LIMIT = 1_000_000


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        link: socket.socket = self.request
        behaviour: str = self.server.behaviour  # type: ignore[attr-defined]
        assert _read(link, 10) == b"zINSTREAM\0"
        if behaviour == "hangs up":
            return
        content = b""
        while size := struct.unpack(">I", _read(link, 4))[0]:
            content += _read(link, size)
            if len(content) > LIMIT:
                link.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        link.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0")


def _read(link: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        piece = link.recv(size - len(content))
        if not piece:
            raise ConnectionError
        content += piece
    return content


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    behaviour = ""

    def handle_error(self, *_: object) -> None:
        """A client that leaves is nothing to tell of."""


@contextmanager
def clamd(behaviour: str = "") -> Iterator[str]:
    """Its address, as the setting takes it."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.behaviour = behaviour
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
