"""A real studio for the tests: embedded PostgreSQL, the embedded AWS engine, and no process of ours beside them.

Work is done in the test's own process: `drain` takes what is on the queue until nothing is.
"""

import base64
import importlib.util
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from mutoscope.accounts.access_tokens import new_token_keys
from mutoscope.accounts.api_keys import digest, issue
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.bootstrap import connect
from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.identifiers import new_id
from mutoscope.laptop.api import ROUTERS
from mutoscope.laptop.aws_engine import AwsEngine
from mutoscope.laptop.home import Home, free_port
from mutoscope.laptop.postgres import EmbeddedPostgres
from mutoscope.laptop.processes import Processes
from mutoscope.laptop.resources import create_resources
from mutoscope.settings import Settings
from mutoscope.studio import Studio
from tests.working import work_off

CLUSTER = "arn:aws:rds:us-east-1:000000000000:cluster:record"
SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:record"
# `make test-gpu-container` runs these, in an environment of their own that has torch.
collect_ignore = [] if importlib.util.find_spec("torch") else ["gpu_container"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """A folder of this run's own: pytest's usual one is closed to PostgreSQL's user whenever another run begins."""
    if not config.option.basetemp and not hasattr(config, "workerinput"):
        config.option.basetemp = tempfile.mkdtemp(prefix="mutoscope-tests-")
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


@dataclass(frozen=True)
class Cloud:
    """Where the embedded engines of this test session answer."""

    database_url: str
    aws_endpoint_url: str
    aws_secret: SecretStr
    token_keys: str


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    home = Home(tmp_path_factory.mktemp("cloud"))
    home.prepare()
    processes = Processes(home.processes, home.logs)
    engine = AwsEngine(home, Settings(), processes, free_port())
    postgres = EmbeddedPostgres(home.postgres)
    engine.start()
    url = postgres.start()
    migrate(url)
    engine.wait()
    yield Cloud(url, engine.endpoint, engine.secret, new_token_keys())
    processes.kill("aws-engine")
    processes.stop()
    postgres.stop()


@pytest.fixture(scope="session")
def data_api(cloud: Cloud) -> Iterator[DataApiStandIn]:
    """The RDS Data API over the same database."""
    names = {"resource_arn": CLUSTER, "secret_arn": SECRET, "database": "mutoscope"}
    with DataApiStandIn(cloud.database_url, **names) as opened:
        yield opened


@pytest.fixture
def data_api_settings(data_api: DataApiStandIn) -> Settings:
    return Settings(database_resource_arn=CLUSTER, database_secret_arn=SECRET, aws_endpoint_url=data_api.url)


@pytest.fixture
def studio(cloud: Cloud) -> Iterator[Studio]:
    """A studio of its own for each test: its own bucket, queue, table and state machine, one shared database."""
    with opened_studio(cloud) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_studio(cloud: Cloud) -> Iterator[Studio]:
    """The same, for the tests of one module that ask it so often that one of its own for each would take minutes."""
    with opened_studio(cloud, guest_requests=100_000) as opened:
        yield opened


@contextmanager
def opened_studio(cloud: Cloud, *, guest_requests: int = 100, wait_seconds: float = 0.1) -> Iterator[Studio]:
    """Nobody works beside a test, so a request that waits for a job's result gives up at once unless it is told to."""
    name = f"t{secrets.token_hex(6)}"
    settings = Settings(
        database_url=cloud.database_url,
        aws_endpoint_url=cloud.aws_endpoint_url,
        aws_secret=cloud.aws_secret,
        bucket=name,
        work_queue=f"{name}-work",
        errand_queue=f"{name}-errands",
        webhook_queue=f"{name}-webhooks",
        live_table=f"{name}-live",
        film_state_machine=f"{name}-film",
        key_pepper=SecretStr("pepper"),
        guest_requests=guest_requests,
        wait_seconds=wait_seconds,
        master_key=SecretStr(base64.b64encode(b"m" * 32).decode()),
        token_keys=SecretStr(cloud.token_keys),
    )
    create_resources(settings)
    connected = connect(settings)
    yield connected
    connected.database.close()


@pytest.fixture
def fund(studio: Studio) -> Callable[[str], None]:
    """Gives a user the credits for whatever a test orders."""

    def granted(user_id: str) -> None:
        Ledger(studio.database).grant(user_id, f"means_{user_id}", 100_000, bucket=Bucket.PACK, reason="test")

    return granted


@pytest.fixture
def user(studio: Studio, fund: Callable[[str], None]) -> str:
    """A user of this test's own; the database is shared by all of them."""
    user_id = new_id("user")
    studio.database.row("add_user", user_id=user_id, name="Someone")
    fund(user_id)
    return user_id


@pytest.fixture
def api_key(studio: Studio, user: str) -> str:
    key = issue()
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user, digest=digest(key.secret, pepper))
    return key.secret


@pytest.fixture(scope="session")
def whole_api() -> FastAPI:
    """The application that tests take turns with: its first request costs an eighth of a second of processor time."""
    return create_app(ROUTERS)


@pytest.fixture
def client(whole_api: FastAPI, studio: Studio, api_key: str) -> Iterator[TestClient]:
    """The whole API over this test's studio, with the user's key on every request."""
    whole_api.dependency_overrides = {current_studio: lambda: studio}
    with TestClient(whole_api, headers={"Authorization": f"Bearer {api_key}"}) as opened:
        yield opened


@pytest.fixture
def order_speech(client: TestClient) -> Callable[..., str]:
    """Orders a spoken word and answers the job's id."""

    def order(text: str = "Hello.") -> str:
        return str(client.post("/v1/jobs", json={"kind": "speech", "input": {"input": text}}).json()["id"])

    return order


Drain = Callable[[], int]


@pytest.fixture
def drain(studio: Studio) -> Drain:
    """Works the queue in this process until it stays empty; answers how many messages that were."""
    return partial(work_off, studio)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"
