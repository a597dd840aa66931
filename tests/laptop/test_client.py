"""The client is patient with a studio that goes away while it sends, and a file is whole or not there at all."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from mutoscope.films.request import FilmRequest
from mutoscope.laptop.client import FilmClient, Refused
from mutoscope.laptop.home import Address, Home
from mutoscope.laptop.session import Session
from mutoscope.settings import Settings

FILM = bytes(range(256)) * 40


class GoesAway(BaseHTTPRequestHandler):
    """Breaks off in the middle of the file, then is not ready, then sends it whole; anything else is not found."""

    asked = 0
    sent: ClassVar[dict[str, Any]] = {}

    def do_GET(self) -> None:
        whole = self.path.startswith("/v1/films/film_1/")
        GoesAway.asked += whole
        self.send_response(404 if not whole else 503 if GoesAway.asked == 2 else 200)
        self.send_header("Content-Length", str(len(FILM) if whole and GoesAway.asked != 2 else 0))
        self.end_headers()
        if whole and GoesAway.asked != 2:
            self.wfile.write(FILM[:1_000] if GoesAway.asked == 1 else FILM)
        self.close_connection = True

    def do_POST(self) -> None:
        GoesAway.sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FilmClient]:
    GoesAway.asked = 0
    with _served() as port:
        home = Home(tmp_path / "home")
        home.prepare()
        home.owner()
        home.announce(Address(supervisor=os.getpid(), port=port, aws_port=0, ready=True))
        with home.only_one():
            yield FilmClient(Session(Settings(home=home.folder)))


def test_a_download_that_breaks_off_is_fetched_again_and_whole(client: FilmClient, tmp_path: Path) -> None:
    client.download("film_1", "video", tmp_path / "film.mp4")

    assert (tmp_path / "film.mp4").read_bytes() == FILM
    assert GoesAway.asked == 3


def test_a_download_that_is_refused_writes_nothing(client: FilmClient, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        client.download("film_2", "video", tmp_path / "film.mp4")

    assert not (tmp_path / "film.mp4").exists()


def test_an_order_names_no_length_that_nobody_asked_for(client: FilmClient) -> None:
    with pytest.raises(Refused):
        client.create(FilmRequest.model_validate({"script": "Hello.", "seed": "5"}), "key")

    assert GoesAway.sent == {"script": "Hello.", "seed": 5}


def test_an_id_is_one_part_of_the_address_whatever_is_in_it(client: FilmClient) -> None:
    with pytest.raises(Refused):
        client.get("film_1/content")

    assert GoesAway.asked == 0


@contextmanager
def _served() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), GoesAway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
