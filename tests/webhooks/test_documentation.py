"""docs/webhooks.md: its examples run as they stand, against a served studio and a served receiver."""

import re
import socket
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from mutoscope.webhooks.event_types import TEST, EventType
from mutoscope.webhooks.schedule import LONGEST_WAITS, MOST_TRIES

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
RECEIVE, UNWRAP, MAKE, TRY_OUT, REPLAY, ROTATE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def served(api: TestClient) -> Iterator[str]:
    """The address of the API on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(api.app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def page() -> dict[str, Any]:
    """What the examples have defined so far, beginning with the receiver."""
    names: dict[str, Any] = {}
    exec(RECEIVE, names)
    return names


@pytest.fixture
def hook_url(page: dict[str, Any]) -> Iterator[str]:
    """Where the page's receiver listens."""
    quiet = type("Receiver", (page["Receiver"],), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), quiet)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_the_examples_of_the_page_work_one_after_the_other(
    page: dict[str, Any],
    served: str,
    hook_url: str,
    api_key: str,
    jobs: Any,
    send_out: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {"STUDIO": served, "HOOK": hook_url, "KEY": api_key}.items():
        monkeypatch.setenv(name, value)

    for example in (UNWRAP, MAKE, TRY_OUT):
        exec(example, page)
    send_out()
    tested = page["look"](page["test"])
    job_id = jobs.complete()
    send_out()
    exec(REPLAY, page)
    send_out()
    exec(ROTATE, page)
    jobs.complete()
    send_out()
    page["secret"] = page["old_secret"]
    jobs.complete()
    send_out()

    assert (tested["status"], tested["tries"][0]["status"]) == ("delivered", 204)
    received = list(page["done"].values())
    assert [event["type"] for event in received] == [TEST, *["job.completed"] * 3]
    assert received[1]["data"]["id"] == job_id
    assert page["again"]["event_id"] == page["deliveries"][0]["event_id"] == received[1]["id"]
    statuses = {
        each["status"] for each in page["studio"].get(f"/v1/webhooks/{page['hook']['id']}/deliveries").json()["data"]
    }
    assert statuses == {"delivered"}


def test_openais_client_reads_an_event_as_the_page_says(
    page: dict[str, Any], receiver: Any, subscribe: Callable[..., Any], jobs: Any, send_out: Callable[[], None]
) -> None:
    page["secret"] = subscribe(receiver)["secret"]
    jobs.complete()
    send_out()

    exec(UNWRAP, page)

    request = receiver.requests[0]
    assert page["read_event"](request.body, request.headers).type == "job.completed"


def test_the_page_names_every_event_and_every_wait() -> None:
    units = {"s": 1, "min": 60, "h": 3600}
    waits = re.search(r"from nothing to\s+(.*?)\. Then", PAGE, re.DOTALL)
    assert waits is not None

    told = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", waits[1])]

    assert tuple(told) == LONGEST_WAITS
    assert (MOST_TRIES, "tried eleven times" in PAGE) == (11, True)
    assert all(f"`{kind}`" in PAGE for kind in (*EventType, TEST))
