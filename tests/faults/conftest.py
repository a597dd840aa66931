"""A road to PostgreSQL that can be closed, and cut just after a commit, and the API of a studio that takes it."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from mutoscope.adapters.http.caller import current_studio
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.studio import Studio

_CHUNK = 65_536


class Cloud(Protocol):
    """Where the embedded engines of this test session answer."""

    @property
    def database_url(self) -> str: ...


class Road:
    """Passes bytes between clients and PostgreSQL."""

    def __init__(self, folder: Path, database_url: str) -> None:
        known = conninfo_to_dict(database_url)
        self._folder = folder
        self._there = f"{known['host']}/.s.PGSQL.{known['port']}"
        self.url = make_conninfo(database_url, host=str(folder))
        self._here = folder / f".s.PGSQL.{known['port']}"
        self._open: list[socket.socket] = []
        self._cut_after: bytes | None = None
        self.build()

    def build(self) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._here))
        self._listener.listen()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def close(self) -> None:
        """Whoever is on it is cut off, and nobody gets on it."""
        self._here.unlink(missing_ok=True)
        self._listener.close()
        for each in self._open:
            _hang_up(each)
        self._open.clear()

    def cut_after(self, sent: bytes) -> None:
        """The next message that holds `sent` arrives and is answered, but its answer does not."""
        self._cut_after = sent

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._there)
            self._open += [client, server]
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        doomed = False
        with selectors.DefaultSelector() as both:
            both.register(client, selectors.EVENT_READ)
            both.register(server, selectors.EVENT_READ)
            while True:
                for key, _ in both.select():
                    try:
                        content = key.fileobj.recv(_CHUNK)  # type: ignore[union-attr]
                        if key.fileobj is client and self._cut_after and self._cut_after in content:
                            self._cut_after, doomed = None, True
                        elif key.fileobj is server and doomed and content:
                            content = b""
                        (server if key.fileobj is client else client).sendall(content)
                    except OSError:
                        content = b""
                    if not content:
                        _hang_up(client)
                        _hang_up(server)
                        return


def _hang_up(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@pytest.fixture
def road(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    built = Road(tmp_path_factory.mktemp("road"), cloud.database_url)
    yield built
    built.close()


@pytest.fixture
def studio(studio: Studio, road: Road) -> Iterator[Studio]:
    """The studio whose database is at the road's end."""
    database = PsycopgDatabase(road.url)
    yield replace(studio, database=database)
    database.close()


@pytest.fixture
def patient(whole_api: FastAPI, studio: Studio, api_key: str) -> Iterator[TestClient]:
    """The API as a client sees it: a bug is an answer, not an exception."""
    whole_api.dependency_overrides = {current_studio: lambda: studio}
    headers = {"Authorization": f"Bearer {api_key}"}
    with TestClient(whole_api, headers=headers, raise_server_exceptions=False) as opened:
        yield opened
