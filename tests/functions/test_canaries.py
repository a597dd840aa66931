"""Canary secrets: planted in keys, settings and requests, and looked for wherever something is written down."""

import base64
import io
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql
from pydantic import SecretStr

from mutoscope.adapters.aws.session import client as aws
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.laptop.api import ROUTERS
from mutoscope.observability import logger
from mutoscope.studio import Studio
from tests.functions.route_table import ROUTES, filled
from tests.functions.tenants import Tenant, settle

PEPPER = "canary-pepper-5c1e"
MASTER = base64.b64encode(b"canary-master-key-0123456789-abc").decode()
STUDIOS_KEY = "sk-canary-studio-77aa"
OWN_KEY = "sk-canary-own-31f0"
PASSWORD = "canary password of mine"
SECRETS = (PEPPER, MASTER, STUDIOS_KEY, OWN_KEY, PASSWORD)


@pytest.fixture
def planted(studio: Studio) -> Studio:
    changed = {
        "key_pepper": SecretStr(PEPPER),
        "master_key": SecretStr(MASTER),
        "openai_api_key": SecretStr(STUDIOS_KEY),
        "openai_base_url": "http://127.0.0.1:1/v1",
    }
    return replace(studio, settings=studio.settings.model_copy(update=changed))


@pytest.fixture
def api(planted: Studio) -> TestClient:
    app = create_app(ROUTERS)
    app.dependency_overrides[current_studio] = lambda: planted
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def tenant(planted: Studio, api: TestClient) -> Tenant:
    return settle(planted, api, "super_admin")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that the studio logs, with its keys, down to the smallest."""
    written = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", written)
    logger.setLevel("DEBUG")
    yield written
    logger.setLevel("INFO")


def test_canary_secrets_are_in_no_log_answer_message_or_record(
    planted: Studio, api: TestClient, tenant: Tenant, log: io.StringIO
) -> None:
    headers = tenant.person.headers
    key = headers["Authorization"].removeprefix("Bearer ")

    made = api.post("/v1/api_keys", json={"name": "Mine"}, headers={**headers, "Idempotency-Key": "k"}).json()["secret"]
    hook = {"url": "https://hooks.example/in"}
    signing = api.post("/v1/webhooks", json=hook, headers={**headers, "Idempotency-Key": "h"}).json()["secret"]
    kept_secret = signing.removeprefix("whsec_")
    answers = [
        api.post("/v1/provider_keys", json={"provider": "openai", "secret": OWN_KEY}, headers=headers),
        api.post("/v1/provider_keys", json={"provider": "openai", "secret": OWN_KEY, "verify": True}, headers=headers),
        api.post("/v1/provider_keys", json={"provider": "openai", "secret": [OWN_KEY]}, headers=headers),
        api.post("/v1/provider_keys", json={"provider": "openai", "secret": f"{OWN_KEY} "}, headers=headers),
        api.post("/v1/auth/login", json={"email": "nobody@example.com", "password": PASSWORD}),
        api.post("/v1/auth/login", json={"email": "nobody@example.com", "password": [PASSWORD]}),
        api.get("/v1/films", headers={"Authorization": f"Bearer {made}x"}),
        *(api.request(route.method, filled(route.path, tenant.ids), headers=headers) for route in ROUTES),
    ]

    places = {
        "logs": log.getvalue(),
        "answers": "".join(answer.text + str(answer.headers) for answer in answers),
        "record": record(planted),
        "queues": messages(planted),
        "live view": str(aws("dynamodb", planted.settings).scan(TableName=planted.settings.live_table)["Items"]),
    }
    assert "request answered" in places["logs"]
    found = [
        (place, secret)
        for place, text in places.items()
        for secret in (*SECRETS, made, key, kept_secret)
        if secret in text
    ]
    assert found == []


def messages(studio: Studio) -> str:
    """All that waits to be worked on."""
    found = []
    for queue in (studio.work, studio.errands, studio.webhooks):
        while (received := queue.receive(wait=0)) is not None:
            found.append(received.body)
    return "".join(found)


def record(studio: Studio) -> str:
    """Every row of every table."""
    with psycopg.connect(studio.settings.database_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return "".join(
            str(row)
            for (table,) in tables
            for row in connection.execute(sql.SQL("SELECT CAST(t AS text) FROM {} t").format(sql.Identifier(table)))
        )
