"""The studio's home folder: keys, ports, process records, logs and all state. Removing it removes the studio.

It is its owner's alone: folders are 0700, files 0600.
"""

import base64
import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from mutoscope.accounts.access_tokens import new_token_keys
from mutoscope.accounts.api_keys import ApiKey, issue
from mutoscope.errors import MutoscopeError

_BUCKET_DEPTH = 2


class HomeNotWritable(MutoscopeError):
    """The studio's home {home} cannot be made: {reason}."""

    code = "home_not_writable"
    hint = "Choose another home: MUTOSCOPE_HOME=..."


class AlreadyUp(MutoscopeError):
    """A studio with the home {home} is running already."""

    code = "already_up"
    hint = "Use it, stop it first, or choose another home: MUTOSCOPE_HOME=..."


@dataclass(frozen=True)
class Address:
    """Where a running studio is: its supervisor, the API's port and the AWS engine's."""

    supervisor: int
    port: int
    aws_port: int
    ready: bool


@dataclass(frozen=True)
class Failure:
    """Why the studio did not start."""

    code: str
    message: str
    hint: str


class Home:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().resolve()

    def prepare(self) -> None:
        try:
            for folder in (self.folder, self.logs, self.files):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
            # Made here, since whoever starts the supervisor opens it.
            self.supervisor_log.touch(0o600)
        except OSError as error:
            raise HomeNotWritable(home=self.folder, reason=(error.strerror or "it fails").lower()) from error

    def tidy_files(self) -> None:
        """Removes folders that nothing is in any more: their names tell whose files they held.

        `s3/{account}/{bucket}` stays. Only while no engine runs, which could be about to use one.
        """
        for folder, _, _ in os.walk(self.files, topdown=False):
            path = Path(folder)
            if len(path.relative_to(self.files).parts) > _BUCKET_DEPTH and not any(path.iterdir()):
                path.rmdir()

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def supervisor_log(self) -> Path:
        return self.logs / "supervisor.log"

    @property
    def files(self) -> Path:
        return self.folder / "s3"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def temporary(self) -> Path:
        """Where workers keep what they are working on; emptied at every start."""
        return self.folder / "temp"

    @property
    def processes(self) -> Path:
        return self.folder / "processes.json"

    @property
    def lock(self) -> Path:
        return self.folder / "studio.lock"

    @property
    def owner_key(self) -> Path:
        return self.folder / "owner.key"

    @contextmanager
    def only_one(self) -> Iterator[None]:
        """One supervisor at a time; the lock dies with its process, so a killed one never blocks the next."""
        with self.lock.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyUp(home=self.folder) from error
            yield

    def is_held(self) -> bool:
        """Whether a supervisor has this home right now."""
        try:
            with self.lock.open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def address(self) -> Address | None:
        try:
            return Address(**json.loads((self.folder / "address.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def announce(self, address: Address | None) -> None:
        path = self.folder / "address.json"
        if address is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, json.dumps(asdict(address)))

    def failure(self) -> Failure | None:
        try:
            return Failure(**json.loads((self.folder / "failure.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def record_failure(self, failure: Failure | None) -> None:
        path = self.folder / "failure.json"
        if failure is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, json.dumps(asdict(failure)))

    def owner(self) -> ApiKey:
        """The local owner's key, made on the first start and readable by its owner alone."""
        if not self.owner_key.exists():
            write_whole(self.owner_key, issue().secret + "\n")
        secret = self.owner_key.read_text().strip()
        return ApiKey(key_id=secret.split("_")[2], secret=secret)

    def pepper(self) -> str:
        path = self.folder / "pepper"
        if not path.exists():
            write_whole(path, secrets.token_hex(32))
        return path.read_text().strip()

    def master_key(self) -> str:
        """What seals the keys of other providers; without the file, they are to be entered anew."""
        path = self.folder / "master.key"
        if not path.exists():
            write_whole(path, base64.b64encode(secrets.token_bytes(32)).decode())
        return path.read_text().strip()

    def token_keys(self) -> str:
        """The keys of access tokens; without the file, everybody logs in anew."""
        path = self.folder / "token.keys"
        if not path.exists():
            write_whole(path, new_token_keys())
        return path.read_text()


def write_whole(path: Path, text: str) -> None:
    """Writes the file whole or not at all, readable by its owner alone."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    partial.replace(path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
