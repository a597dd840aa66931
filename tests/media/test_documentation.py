"""docs/media.md: its examples run as they stand, against a served studio."""

import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from mutoscope.jobs.worker import take
from mutoscope.media.library_types import MOST_BYTES
from mutoscope.media.refusals import REFUSALS
from mutoscope.studio import Studio

PAGE = (Path(__file__).parents[2] / "docs" / "media.md").read_text()
SEND, SHARE, USE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def served(client: TestClient, studio: Studio) -> Iterator[str]:
    """The address of the API on a port of its own, with a worker for what it is asked."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(client.app, log_level="warning"))
        threads = [
            Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True),
            Thread(target=work, args=(studio, over), daemon=True),
        ]
        for thread in threads:
            thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
        server.should_exit = True
        for thread in threads:
            thread.join()


def work(studio: Studio, over: Event) -> None:
    """Errands first, so that nobody waits for a film."""
    while not over.wait(0.02):
        for queue in (studio.errands, studio.work):
            received = queue.receive(wait=0)
            if received is not None:
                take(studio, received, queue)
                break


def test_the_examples_of_the_page_work_one_after_the_other(
    served: str, api_key: str, picture: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = picture("holiday.png")
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("STUDIO", served)
    monkeypatch.setenv("KEY", api_key)
    page: dict[str, Any] = {}

    for example in (SEND, SHARE, USE):
        exec(example, page)

    assert page["photo"].items() >= shown().items()
    assert page["shared"] == path.read_bytes()
    assert page["listed"]["views"] == 1
    assert (page["refused"].status_code, page["refused"].json()["error"]["code"]) == (422, "media_in_use")
    assert (page["voice"]["status"], page["voice"]["type"]) == ("ready", "sound")
    assert {"speech", "film"} <= {entry["kind"] for entry in page["history"]}


def shown() -> dict[str, Any]:
    """The item as the page shows it."""
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    found: dict[str, Any] = json.loads(example)
    return found


def test_the_page_names_every_refusal_and_every_limit() -> None:
    rows = dict(re.findall(r"\| `(\w+)` \| [\w, -]+ \| (\d+ [MG]B)", PAGE))

    assert [code for code in REFUSALS if f"`{code}`" not in PAGE] == []
    assert {family.value: size(most) for family, most in MOST_BYTES.items()} == rows


def size(most: int) -> str:
    return f"{most // 10**9} GB" if most >= 10**9 else f"{most // 10**6} MB"
