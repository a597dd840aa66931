"""Replicate's official client, unmodified, with only its base URL changed."""

import json

import httpx
import pytest

from tests.clients.conftest import RunClient, Server

BEGIN = """
import json, os, replicate
client = replicate.Client(api_token=os.environ["MUTOSCOPE_KEY"], base_url=os.environ["MUTOSCOPE_URL"] + "/replicate")
"""


def test_the_client_runs_a_model_and_reads_its_output(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
spoken = client.run("mutoscope/speech", input={"input": "Hello there.", "format": "wav"})
model = client.models.get("mutoscope/speech")
same = client.run(f"mutoscope/speech:{model.latest_version.id}", input={"input": "Hello there.", "format": "wav"})
print(json.dumps([spoken[0].read()[:4].decode(), same[0].read()[:4].decode(), len(client.models.list().results)]))
"""
    )

    first, second, models = json.loads(printed)
    assert [first, second] == ["RIFF", "RIFF"]
    assert models > 5


def test_the_main_result_comes_first(server: Server) -> None:
    """The record would have `midi` before `audio`."""
    url, key = server.url, {"Authorization": f"Bearer {server.key}", "Prefer": "wait=60"}
    order = {"input": {"seconds": 5}}
    made = httpx.post(f"{url}/replicate/v1/models/mutoscope/music/predictions", json=order, headers=key, timeout=70)
    job = f"{url}/v1/jobs/{made.json()['id']}"

    variants = list(httpx.get(job, headers=key).json()["files"])
    content = httpx.get(f"{job}/content", headers=key, follow_redirects=True)

    assert variants == ["audio", "midi"]
    assert not content.content.startswith(b"MThd")
    # A data URL says its type before the comma; a link names its variant.
    assert ["midi" in link.partition(",")[0] for link in made.json()["output"]] == [False, True]


def test_the_client_creates_waits_lists_and_cancels_predictions(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
made = client.predictions.create(model="mutoscope/speech", input={"input": "One."})
began = made.status
made.wait()
again = client.predictions.get(made.id)
long = client.predictions.create(model="mutoscope/film", input={"topic": "Rice", "seconds": 60})
long.cancel()
listed = [each.id for each in client.predictions.list().results][:2]
print(json.dumps([began, again.status, again.metrics["predict_time"] > 0, client.predictions.get(long.id).status,
                  listed == [long.id, made.id]]))
"""
    )

    assert json.loads(printed) == ["starting", "succeeded", True, "canceled", True]


def test_the_client_uploads_a_file_and_uses_it(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
import io, struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\\0" + bytes((x * 3) % 256 for x in range(64 * 3)) for _ in range(64))
png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
png += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
def picture():
    opened = io.BytesIO(png)
    opened.name = "rows.png"
    return opened
by_url = client.predictions.create(version="mutoscope/image_analysis", input={"image": picture()}, wait=30)
inline = client.predictions.create(
    version="mutoscope/image_analysis", input={"image": picture()}, wait=30, file_encoding_strategy="base64"
)
file = client.files.list()[0] if isinstance(client.files.list(), list) else client.files.list().results[0]
kept = client.files.get(file.id)
print(json.dumps([by_url.status, inline.status, kept.size == len(png), client.files.delete(file.id)]))
"""
    )

    assert json.loads(printed) == ["succeeded", "succeeded", True, True]


def test_the_client_raises_what_is_wrong(run_client: RunClient) -> None:
    printed = run_client(
        BEGIN
        + """
from replicate.exceptions import ReplicateError
stranger = replicate.Client(api_token="r8_no", base_url=os.environ["MUTOSCOPE_URL"] + "/replicate")
told = []
for act in (lambda: client.run("mutoscope/opera", input={}),
            lambda: client.predictions.create(model="mutoscope/speech", input={"input": ""}),
            lambda: client.predictions.get("nothing"),
            lambda: stranger.models.list(),
            lambda: client.predictions.create(model="mutoscope/speech", input={"input": "A"}, webhook="https://a")):
    try:
        act()
    except ReplicateError as error:
        told.append([error.status, error.title, bool(error.detail)])
print(json.dumps(told))
"""
    )

    assert json.loads(printed) == [
        [404, "not_found", True],
        [422, "invalid_input", True],
        [404, "not_found", True],
        [401, "invalid_api_key", True],
        [422, "webhook_not_taken", True],
    ]


@pytest.mark.parametrize(("method", "path"), [("GET", "/predictions/{}"), ("POST", "/predictions/{}/cancel")])
def test_a_prediction_of_somebody_else_is_not_found(server: Server, method: str, path: str) -> None:
    url, mine = f"{server.url}/replicate/v1", {"Authorization": f"Bearer {server.key}"}
    order = {"input": {"input": "Mine."}}
    job_id = httpx.post(f"{url}/models/mutoscope/speech/predictions", json=order, headers=mine).json()["id"]
    theirs = {"Authorization": f"Bearer {server.another_key()}"}

    answer = httpx.request(method, url + path.format(job_id), headers=theirs)
    listed = httpx.get(f"{url}/predictions", headers=theirs)

    assert (answer.status_code, answer.json()["title"]) == (404, "not_found")
    assert listed.json()["results"] == []
