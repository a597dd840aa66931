"""One heavy order on the card, or two light ones: never more than its shares, and nobody changes another's result."""

import threading
from typing import Any

import numpy as np
import pytest

from gpu_container.batcher import Batcher, Pending
from gpu_container.child import Child
from gpu_container.planner import make_plan
from gpu_container.profiles import CARDS, Card, require_card
from gpu_container.runner import Runner
from gpu_container.sharing import Load, room_beside
from gpu_container.wire import Done, Run
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.engines.tasks import GenerateRequest
from mutoscope.settings import Settings
from tests.gpu_container.rows import order_of

ROWS = read_catalogue(Settings().catalogue)
SMALL = require_card("rtx3050")


def load(name: str, bucket: int = 1, card: Card = SMALL) -> Load:
    return Load(ROWS[name], make_plan(ROWS[name], card), bucket)


def room(running: list[Load], name: str, card: Card = SMALL) -> int:
    return room_beside(running, ROWS[name], make_plan(ROWS[name], card), card)


def test_alone_an_order_has_its_whole_batch() -> None:
    assert room([], "sdxl", CARDS["h200"]) == 8


def test_on_8_gb_two_light_orders_run_at_once_and_a_heavy_one_runs_alone() -> None:
    assert room([load("wav2lip")], "vits") == 1
    assert room([load("sdxl")], "vits") == 0
    assert room([load("vits")], "sdxl") == 0


def test_there_are_never_three() -> None:
    assert room([load("vits"), load("wav2lip")], "upscale-x2", CARDS["h200"]) == 0


@pytest.mark.parametrize("card", ["rtx3050", "rtx4090", "l4", "h200"])
@pytest.mark.parametrize("running", [name for name, row in ROWS.items() if row.components_mb and row.kinds])
def test_together_they_never_exceed_the_cards_shares(running: str, card: str) -> None:
    there = load(running, 1, CARDS[card])

    rooms = {name: room([there], name, CARDS[card]) for name, row in ROWS.items() if row.components_mb and row.kinds}

    for name, size in rooms.items():
        beside = load(name, size, CARDS[card])
        assert size == 0 or there.total_mb + beside.total_mb <= CARDS[card].shared_mb
        assert size == 0 or there.plan.model_mb + beside.plan.model_mb <= CARDS[card].most_model_mb


def test_a_batch_beside_another_is_as_large_as_what_is_left() -> None:
    card = CARDS["rtx4090"]

    beside = [room([load("sd15", count, card)], "sdxl", card) for count in (1, 8)]

    assert beside == [4, 1]


@pytest.mark.parametrize(
    ("running", "name"), [("sd15", "pose"), ("sdxl", "sdxl-edit"), ("vits", "musicgen"), ("blip", "vits")]
)
def test_what_shares_weights_or_the_source_of_chance_takes_turns(running: str, name: str) -> None:
    assert room([load(running, 1, CARDS["h200"])], name, CARDS["h200"]) == 0


def test_whose_weights_travel_runs_alone() -> None:
    assert room([load("flux-dev")], "vits") == 0
    assert room([load("vits")], "flux-dev") == 0


def pending(number: int, name: str) -> Pending:
    return Pending(number, ROWS[name], order_of(name))


def test_what_came_first_is_not_overtaken_by_what_would_fit_sooner() -> None:
    batcher = Batcher(lambda running, first: 0 if running and first.model.name == "sdxl" else 1, window=0.0)
    for number, name in enumerate(("sd15", "sdxl", "vits"), 1):
        batcher.put(pending(number, name))
    first, taken = batcher.take(), []
    lane = threading.Thread(target=lambda: taken.append(batcher.take()[0].number))
    lane.start()
    lane.join(0.2)
    waited = not taken

    batcher.done(first)
    lane.join(600)

    assert waited
    assert taken == [2]


def test_two_lanes_never_take_the_same_order() -> None:
    batcher = Batcher(lambda running, first: 2, window=0.05)
    taken: list[int] = []

    def lane() -> None:
        while batch := batcher.take():
            taken.extend(each.number for each in batch)
            batcher.done(batch)

    lanes = [threading.Thread(target=lane) for _ in range(2)]
    for each in lanes:
        each.start()
    for number in range(1, 31):
        batcher.put(pending(number, "sdxl" if number % 3 else "vits"))
    while len(taken) < 30:
        lanes[0].join(0.01)
    batcher.close()
    for each in lanes:
        each.join(600)

    assert sorted(taken) == list(range(1, 31))


class Meeting(Runner):
    """A runner whose first order goes on only when the second one is at work beside it."""

    both = threading.Barrier(2, timeout=600)

    def _run_rung(self, model: Model, wanted: Any, *rest: Any) -> Any:
        if not wanted[0].request.exact:
            self.both.wait()
        return super()._run_rung(model, wanted, *rest)


class Link:
    """The child's end of the socket, with the worker's orders in it and what the child answers."""

    def __init__(self, *orders: GenerateRequest) -> None:
        self.news: dict[int, Any] = {}
        self.enough = threading.Event()
        self._orders = [Run(number, order) for number, order in enumerate(orders, 1)]
        self._count = len(orders)

    def recv(self) -> object:
        if self._orders:
            return self._orders.pop(0)
        self.enough.wait()
        threading.Event().wait()
        return None

    def send(self, news: Any) -> None:
        if isinstance(news, Done):
            self.news[news.number] = news.result
        if len(self.news) == self._count:
            self.enough.set()


def test_two_light_orders_are_at_work_at_the_same_time_and_give_what_they_give_alone(
    tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gpu_container.runner.Runner", Meeting)
    monkeypatch.setattr("gpu_container.bay.Runner", Meeting)
    orders = order_of("sd15"), order_of("vits")
    link = Link(*orders)
    child = Child(link, tiny)  # type: ignore[arg-type]
    serving = threading.Thread(target=child.serve, daemon=True)

    serving.start()
    assert link.enough.wait(600)

    child._batcher.close()
    serving.join(600)
    alone = [child._runner.engine_of(ROWS[order.model]) for order in orders]
    [picture] = alone[0].run(ROWS["sd15"], [orders[0]], make_plan(ROWS["sd15"], require_card("cpu")), lambda *_: None)
    [speech] = alone[1].run(ROWS["vits"], [orders[1]], make_plan(ROWS["vits"], require_card("cpu")), lambda *_: None)
    assert not serving.is_alive()
    assert np.array_equal(link.news[1].picture, picture.picture)
    assert np.array_equal(link.news[2].sound, speech.sound)
