"""The embedded AWS engine for one rehearsal: on loopback, in a folder of its own, with every call's permission checked.

What it executes as functions sees this machine's packages and nothing of this process's environment.
"""

import json
import os
import secrets
import signal
import subprocess
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from mutoscope.laptop.home import free_port
from mutoscope.settings import Settings
from rehearsal.assembly import ACCOUNT
from rehearsal.failure import RehearsalFailed

REGION = "us-east-1"
START_SECONDS = 30.0
STOP_SECONDS = 5.0
_PROGRAM = Path(__file__).with_name("watched_engine.py")


class Engine:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._secret = secrets.token_hex(32)
        self._clients: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Engine":
        command = Settings().aws_engine
        if not command.exists():
            raise RehearsalFailed(f"The embedded AWS engine is not installed at {command}; run `make setup-dev`.")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(command.with_name("python")), "-I", str(_PROGRAM)],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait()
        except RehearsalFailed:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Its functions are of its own process group, and end with it whatever they are at."""
        assert self._process is not None
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> Path:
        return self._folder / "engine.log"

    @property
    def data_api(self) -> Path:
        """The file that names the server that answers for the Data API, once there is one."""
        return self._folder / "data_api"

    def calls(self) -> Iterator[dict[str, Any]]:
        """The different calls that roles have made so far."""
        if self._calls.exists():
            yield from (json.loads(line) for line in self._calls.read_text().splitlines())

    def types(self) -> frozenset[str]:
        """The types of resources that its CloudFormation makes."""
        return frozenset(self._types.read_text().split())

    def client(self, service: str) -> Any:
        """A client with the operator's rights; to make one takes as long as many calls."""
        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                region_name=REGION,
                endpoint_url=self.url,
                aws_access_key_id=ACCOUNT,
                aws_secret_access_key=self._secret,
                config=Config(s3={"addressing_style": "path"}),
            )
        return self._clients[service]

    @property
    def _calls(self) -> Path:
        return self._folder / "calls.jsonl"

    @property
    def _types(self) -> Path:
        return self._folder / "types"

    def _environment(self) -> dict[str, str]:
        temporary = self._folder / "temp"
        temporary.mkdir()
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(temporary),
            "TMPDIR": str(temporary),
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "PERSIST_STATE": "0",
            # Its broker would listen on every interface, whatever BIND_HOST says.
            "IOT_MTLS_ENABLED": "0",
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": self._secret,
            "AWS_DEFAULT_REGION": REGION,
            # The engine itself is isolated and does not see it; its functions do.
            "PYTHONPATH": sysconfig.get_paths()["purelib"],
            "REHEARSAL_TYPES": str(self._types),
            "REHEARSAL_CALLS": str(self._calls),
            "REHEARSAL_DATA_API": str(self.data_api),
        }

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        assert self._process is not None
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RehearsalFailed(f"The embedded AWS engine does not start; its log is {self.log}.")
