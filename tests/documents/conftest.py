"""Small PDF files and a throwaway https server."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
import trustme
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from mutoscope.documents.public_address import Reach
from mutoscope.outbound.addresses import is_public

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"


@pytest.fixture
def documents() -> Path:
    return DOCUMENTS


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """Writes a PDF with these pages of lines; a password encrypts it."""

    def write(*pages: list[str], password: str | None = None) -> Path:
        writer = PdfWriter()
        for lines in pages:
            _add_page(writer, lines)
        if password is not None:
            writer.encrypt(password, algorithm="RC4-128")
        path = tmp_path / "made.pdf"
        writer.write(path)
        return path

    return write


def _add_page(writer: PdfWriter, lines: list[str]) -> None:
    page = writer.add_blank_page(width=595, height=842)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    font = DictionaryObject({NameObject(name): NameObject(value) for name, value in names.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    shown = "".join(f"({line}) Tj 0 -16 Td " for line in lines)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 11 Tf 60 780 Td {shown}ET".encode("cp1252"))
    page[NameObject("/Contents")] = writer._add_object(stream)


@dataclass
class Site:
    """What the server answers by path: status, headers, body. `asked` are the requests as (host, path)."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    endless: set[str] = field(default_factory=set)
    closing: Event = field(default_factory=Event)

    def url(self, path: str, host: str = "pages.example") -> str:
        return f"https://{host}:{self.port}{path}"

    @property
    def reach(self) -> Reach:
        """The public internet, and beside it this server alone."""
        return Reach(
            resolve=lambda host, port: self.names.get(host, (host,)),
            permits=lambda address: address == "127.0.0.1" or is_public(address),
            trust=self.trust,
        )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(names={"pages.example": ("127.0.0.1",), "other.example": ("127.0.0.1",)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.headers["Host"], self.path))
            status, headers, body = site.answers[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
            if self.path in site.endless:
                site.closing.wait(10)

        def log_message(self, format: str, *args: object) -> None:
            pass

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("pages.example").configure_cert(context)
    authority.configure_trust(site.trust)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield site
    site.closing.set()
    server.shutdown()
    server.server_close()
