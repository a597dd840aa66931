"""Batches as the clients' tests order them and read what came of them."""

import json
import time
from typing import Any

import psycopg
from openai import OpenAI
from openai.types import Batch

from mutoscope.credits.ledger import Bucket, Ledger
from tests.clients.conftest import Server

OVER = {"completed", "failed", "expired", "cancelled"}

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}


def line(custom_id: str, body: Any = SPEECH, url: str = "/v1/jobs") -> str:
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": url, "body": body})


def send(client: OpenAI, *lines: str, endpoint: Any = "/v1/jobs") -> Batch:
    file = client.files.create(file=("lines.jsonl", "\n".join(lines).encode()), purpose="batch")
    return client.batches.create(endpoint=endpoint, input_file_id=file.id, completion_window="24h")


def order(client: OpenAI, **body: Any) -> Batch:
    return client.post("/batches", cast_to=Batch, body=body)


def wait(client: OpenAI, batch: Batch, *, seconds: float = 60) -> Batch:
    until = time.monotonic() + seconds
    while batch.status not in OVER:
        assert time.monotonic() < until, batch
        time.sleep(0.1)
        batch = client.batches.retrieve(batch.id)
    return batch


def results(client: OpenAI, file_id: str | None) -> dict[str, Any]:
    """The lines of a file of results by their custom ids."""
    assert file_id is not None
    lines = [json.loads(text) for text in client.files.content(file_id).text.splitlines()]
    return {each["custom_id"]: each for each in lines}


def owner_of(server: Server, batch_id: str) -> str:
    with psycopg.connect(server.studio.settings.database_url) as connection:
        row = connection.execute("SELECT user_id FROM batches WHERE batch_id = %s", (batch_id,)).fetchone()
    assert row is not None
    return str(row[0])


def grant(server: Server, user_id: str) -> None:
    Ledger(server.studio.database).grant(user_id, f"late_{user_id}", 1_000, bucket=Bucket.PACK, reason="test")
