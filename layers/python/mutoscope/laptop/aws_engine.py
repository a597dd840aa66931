"""The embedded AWS engine: S3, SQS, DynamoDB and Step Functions on one loopback port, for this studio alone.

Only S3 keeps its state on disk; what else it holds is rebuilt from PostgreSQL at every start (docs/decisions/0001).
"""

import secrets
import time
import urllib.error
import urllib.request
from pathlib import Path

from pydantic import SecretStr

from mutoscope.adapters.aws.session import ENGINE_KEY
from mutoscope.errors import MutoscopeError
from mutoscope.laptop.home import Home
from mutoscope.laptop.processes import Processes
from mutoscope.settings import Settings

NAME = "aws-engine"
START_SECONDS = 30.0
_GUARDED = Path(__file__).with_name("guarded_engine.py")


class AwsEngineMissing(MutoscopeError):
    """The embedded AWS engine is not installed at {path}."""

    code = "aws_engine_missing"
    hint = "Run `make setup`."


class AwsEngineBroken(MutoscopeError):
    """The embedded AWS engine does not start."""

    code = "aws_engine_broken"
    hint = "Its log is {log}."


class AwsEngine:
    def __init__(self, home: Home, settings: Settings, processes: Processes, port: int) -> None:
        self._home = home
        self._command = settings.aws_engine
        self._pages = f"http://127.0.0.1:{settings.port} http://localhost:{settings.port}"
        self._processes = processes
        self._port = port
        self.secret = SecretStr(secrets.token_hex(32))
        """Whoever does not sign with it is refused; the studio's programs get it in their environment."""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        if not self._command.exists():
            raise AwsEngineMissing(path=self._command)
        environment = {
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "PERSIST_STATE": "0",
            # Its broker would listen on every interface, whatever BIND_HOST says.
            "IOT_MTLS_ENABLED": "0",
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._home.files),
            "AWS_ACCESS_KEY_ID": ENGINE_KEY,
            "AWS_SECRET_ACCESS_KEY": self.secret.get_secret_value(),
            "AWS_SESSION_TOKEN": "",
            "MUTOSCOPE_ORIGINS": self._pages,
        }
        # Isolated: neither our packages nor what lies beside the guard may take the place of the engine's.
        python = self._command.with_name("python")
        self._processes.start(NAME, [str(python), "-I", str(_GUARDED)], environment)

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and NAME not in self._processes.dead():
            if self._answers():
                return
            time.sleep(0.05)
        raise AwsEngineBroken(log=self._home.logs / f"{NAME}.log")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=1):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
