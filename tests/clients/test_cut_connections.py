"""A connection that is cut anywhere makes the client send its request again, and never a second job or charge."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from openai import OpenAI

from tests.clients.conftest import Server
from tests.clients.cutting_proxy import Cut, cutting
from tests.functions.tenants import PICTURE

SEEDS = range(20)
SPEECH = {"kind": "speech", "input": {"input": "Cut here."}}
Ordered = dict[str, Any]
LISTS = {"job": "/jobs", "video": "/videos", "batch": "/batches", "film": "/films"}


def _order_video(client: OpenAI) -> Ordered:
    body = {"prompt": "A heron.", "size": "160x128", "seconds": "1"}
    files = [("input_reference", ("a.png", PICTURE))]
    # As videos.create sends it: a form with the file.
    return client.post("/videos", cast_to=dict[str, Any], body=body, files=files, options=_FORM)


_FORM: Any = {"headers": {"Content-Type": "multipart/form-data"}}
ORDERS: tuple[Callable[[OpenAI], Ordered], ...] = (
    lambda client: client.post("/jobs", cast_to=dict[str, Any], body=SPEECH),
    _order_video,
    lambda client: client.post(
        "/batches", cast_to=dict[str, Any], body={"kind": "speech", "items": [{"input": {"input": "Cut here."}}]}
    ),
    lambda client: client.post("/films", cast_to=dict[str, Any], body={"topic": "Rice", "review": True}),
)


@dataclass(frozen=True)
class Outcome:
    """What there is afterwards of all that an order makes, by its owner's own lists."""

    seed: int
    was_cut: bool
    resources: list[str]
    answered: str
    jobs: int
    holds: int


def _order_through_a_cut(server: Server, seed: int) -> Outcome:
    key, cut = server.another_key(), Cut.of_seed(seed)
    with cutting(server.url, cut) as url, OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=5) as client:
        # Each way to cut comes to each order.
        answered = ORDERS[seed // 3 % len(ORDERS)](client)
    with OpenAI(base_url=f"{server.url}/v1", api_key=key) as direct:

        def ask(path: str) -> Ordered:
            return direct.get(path, cast_to=dict[str, Any])

        while answered["object"] == "batch" and ask(f"/batches/{answered['id']}")["status"] != "completed":
            time.sleep(0.2)
        movements = ask("/credits/statement?limit=100")["data"]
        return Outcome(
            seed=seed,
            was_cut=cut.happened.is_set(),
            resources=[each["id"] for each in ask(LISTS[answered["object"]])["data"]],
            answered=answered["id"],
            jobs=len(ask("/jobs")["data"]),
            holds=sum(each["kind"] == "hold" for each in movements),
        )


@pytest.fixture(scope="module")
def outcomes(server: Server) -> list[Outcome]:
    with ThreadPoolExecutor(10) as threads:
        return list(threads.map(lambda seed: _order_through_a_cut(server, seed), SEEDS))


def test_every_connection_was_cut(outcomes: list[Outcome]) -> None:
    assert [each.seed for each in outcomes if not each.was_cut] == []


def test_a_request_that_is_sent_again_orders_once_and_holds_once(outcomes: list[Outcome]) -> None:
    assert [each for each in outcomes if each.resources != [each.answered] or (each.jobs, each.holds) != (1, 1)] == []
