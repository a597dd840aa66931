"""Runs batches of orders on the card: plans, pads, climbs the ladder when memory runs out, and answers each order.

Invariant: one order's failure is its own unless the whole batch failed, and every order is answered exactly once.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch

from gpu_container.batcher import Pending, bucket_for
from gpu_container.engines.engine import Bay, ModelEngine
from gpu_container.errors import OutOfVram, Stopped
from gpu_container.ladder import Rung, rungs
from gpu_container.planner import Plan, make_plan
from gpu_container.profiles import Card
from gpu_container.sharing import load_of, room_beside
from gpu_container.try_on import in_proportion, put_back, with_mask
from mutoscope.engines.models import Model, require_model
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.errors import MutoscopeError
from mutoscope.measures import Measure, count
from mutoscope.observability import logger

Finish = Callable[[Generated], Generated]
"""What is done to a finished result before it leaves: the safety check, the mark of its origin."""


@dataclass(frozen=True)
class Told:
    """Where a batch's news go: `stepped(number, share)`, `done(number, result)`, `failed(number, error)`."""

    stepped: Callable[[int, float], None]
    done: Callable[[int, Generated], None]
    failed: Callable[[int, BaseException], None]


class Runner:
    def __init__(self, bay: Bay, engines: dict[str, ModelEngine], finish: Finish = lambda made: made) -> None:
        self._bay = bay
        self.engines = engines
        self._finish = finish
        self._learned: dict[tuple[object, ...], Rung] = {}
        """The rung that worked, so that a model that ran out of memory once does not climb each time."""

    @property
    def card(self) -> Card:
        return self._bay.card

    def engine_of(self, model: Model) -> ModelEngine:
        return self.engines[model.engine]

    def forget_learned(self) -> None:
        """Climbs from the first rung again: for a card that has more room than it had."""
        self._learned.clear()

    def run(self, batch: Sequence[Pending], told: Told) -> None:
        wanted = [pending for pending in batch if not pending.stopped.is_set()]
        for pending in batch:
            if pending not in wanted:
                told.failed(pending.number, Stopped())
        if not wanted:
            return
        try:
            ready = self._ready(wanted, told)
            if ready:
                self._climb(ready, told)
        except Stopped as stopped:
            for pending in wanted:
                told.failed(pending.number, stopped)

    def prefetch(self, model: Model) -> None:
        self.engines[model.engine].prefetch(model, self._plan(model, None))

    def room(self, running: Sequence[Sequence[Pending]], first: Pending) -> int:
        """How many orders like the first may start beside the batches that run. Raises OutOfVram."""
        loads = [load_of(batch, self._plan(batch[0].model, batch[0].request)) for batch in running]
        return room_beside(loads, first.model, self._plan(first.model, first.request), self._bay.card)

    def _plan(self, model: Model, request: GenerateRequest | None) -> Plan:
        return make_plan(model, self._bay.card, request, four_bit=_has_four_bit(self._bay.device))

    def _ready(self, wanted: Sequence[Pending], told: Told) -> Sequence[Pending]:
        """The orders with what is found out for them before their model runs; one that lacks it fails alone."""
        if not wanted[0].model.masked_by:
            return wanted
        ready = []
        for pending in wanted:
            try:
                ready.append(replace(pending, request=self._masked(pending.model, pending.request)))
            except MutoscopeError as error:
                told.failed(pending.number, error)
        return ready

    def _masked(self, model: Model, order: GenerateRequest) -> GenerateRequest:
        if "mask" not in order.pictures:
            row = require_model(self._bay.settings.catalogue, model.masked_by)
            asked = GenerateRequest(model=row.name, pictures={"image": order.pictures["image"]}, region=order.region)
            [found] = self.engine_of(row).run(row, [asked], self._plan(row, asked), lambda *_: None)
            assert found.picture is not None
            order = with_mask(order, found.picture, row)
        return in_proportion(order, model)

    def _climb(self, wanted: Sequence[Pending], told: Told) -> None:
        model, first = wanted[0].model, wanted[0].request
        plan = self._plan(model, first)
        shape = (model.name, first.width, first.height, first.frames, bucket_for(len(wanted)))
        tried: list[str] = []
        for rung in _from(self._learned.get(shape), rungs(plan, bucket_for(len(wanted)))):
            try:
                results = self._run_rung(model, wanted, rung, told)
            except torch.OutOfMemoryError as error:
                tried.append(rung.says)
                logger.warning("card out of memory", model=model.name, tried=rung.says, reason=str(error)[:200])
                count(self._bay.settings, Measure.CARD_OUT_OF_MEMORY)
                self._free(model)
                continue
            if tried:
                self._learned[shape] = rung
            self._answer(wanted, results, rung, tried, told)
            return
        raise OutOfVram(engine=model.name, tried=", ".join(tried), reason="every measure was taken")

    def _run_rung(self, model: Model, wanted: Sequence[Pending], rung: Rung, told: Told) -> list[Generated]:
        """The batch in portions of the rung's size, each filled up with copies of its last order."""
        portions = [wanted[start : start + rung.bucket] for start in range(0, len(wanted), rung.bucket)]
        results: list[Generated] = []
        for number, portion in enumerate(portions):
            orders = [pending.request for pending in portion]
            size = bucket_for(len(orders))
            padded = orders + [orders[-1]] * (size - len(orders))

            def step(done: int, total: int, number: int = number) -> None:
                if all(pending.stopped.is_set() for pending in wanted):
                    raise Stopped
                for pending in wanted:
                    told.stepped(pending.number, (number + done / total) / len(portions))

            results += self.engines[model.engine].run(model, padded, rung.plan, step)[: len(orders)]
        return results

    def _answer(
        self, wanted: Sequence[Pending], results: list[Generated], rung: Rung, tried: list[str], told: Told
    ) -> None:
        notes: dict[str, str | int | float] = {
            "batch": bucket_for(min(len(wanted), rung.bucket)),
            "card": self._bay.card.name,
            "vram_peak_mb": self._peak_mb(),
        }
        if tried:
            notes["after_out_of_memory"] = rung.says
        for pending, result in zip(wanted, results, strict=True):
            try:
                whole = put_back(pending.request, result) if pending.model.masked_by else result
                told.done(pending.number, self._finish(replace(whole, notes={**whole.notes, **notes})))
            except MutoscopeError as error:
                told.failed(pending.number, error)

    def _free(self, model: Model) -> None:
        self.engines[model.engine].forget(model)
        self._bay.cache.clear_card()
        gc.collect()
        if self._bay.device.type == "cuda":
            torch.cuda.empty_cache()

    def _peak_mb(self) -> int:
        if self._bay.device.type != "cuda":
            return 0
        peak = torch.cuda.max_memory_allocated() // 2**20
        torch.cuda.reset_peak_memory_stats()
        return int(peak)


def _from(learned: Rung | None, all_rungs: Iterator[Rung]) -> Iterator[Rung]:
    """The ladder from the rung that is known to hold."""
    for rung in all_rungs:
        if learned is None or rung.says == learned.says:
            learned = None
            yield rung


def _has_four_bit(device: torch.device) -> bool:
    if device.type != "cuda":
        return False
    from importlib.util import find_spec

    return find_spec("bitsandbytes") is not None
