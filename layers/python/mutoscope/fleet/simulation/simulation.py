"""A day of the GPU fleet, event by event: orders, looks, instances that come and go, Spot.

An order is finished once or lost; it is lost when it died with its worker as often as a stage may be begun.
"""

import heapq
from collections import deque
from collections.abc import Callable
from itertools import count
from math import ceil
from random import Random

import numpy as np

from mutoscope.fleet.simulation.instance import Instance, Stage
from mutoscope.fleet.simulation.orders import Orders
from mutoscope.fleet.simulation.outcome import Moment, Outcome
from mutoscope.fleet.simulation.policies import Policy
from mutoscope.fleet.simulation.world import Storm, World
from mutoscope.fleet.sizing import Seen
from mutoscope.jobs.pulse import HOLD_SECONDS
from mutoscope.stages.perform import MOST_RUNS


def simulate(orders: Orders, policy: Policy, world: World, seed: int = 0) -> Outcome:
    """Runs until every order is finished or lost; the same seed gives the same day."""
    return _Day(orders, policy, world, seed).run()


class _Day:
    def __init__(self, orders: Orders, policy: Policy, world: World, seed: int) -> None:
        self._orders_at = orders.at
        self._at, self._seconds = orders.at.tolist(), orders.seconds.tolist()
        self._policy, self._world, self._chance = policy, world, Random(seed)
        self._now = 0.0
        self._events: list[tuple[float, int, Callable[..., None], tuple[object, ...]]] = []
        self._number = count()
        self._queue: deque[int] = deque()
        self._fleet: list[Instance] = []
        self._ended: list[tuple[bool, float]] = []
        self._waits = np.full(len(orders), np.nan)
        self._deaths: dict[int, int] = {}
        self._open, self._lost = len(orders), 0
        self._wanted = 0
        self._oldest_seen = 0.0
        self._no_spot_until = 0.0
        self._moments: list[Moment] = []

    def run(self) -> Outcome:
        if self._at:
            self._after(self._at[0], self._arrive, 0)
        for storm in self._world.storms:
            self._after(storm.at, self._rage, storm)
        self._wanted = self._policy.begins_with
        for _ in range(self._wanted):
            self._run(self._launch(), 0)
        self._after(0.0, self._look_on)
        while self._open:
            self._now, _, act, about = heapq.heappop(self._events)
            act(*about)
        for instance in list(self._fleet):
            self._end(instance, instance.turn)
        busy = float(np.sum(np.array(self._seconds)[~np.isnan(self._waits)])) if self._at else 0.0
        return Outcome(self._orders_at, self._waits, self._lost, busy, tuple(self._ended), tuple(self._moments))

    def _after(self, seconds: float, act: Callable[..., None], *about: object) -> None:
        heapq.heappush(self._events, (self._now + seconds, next(self._number), act, about))

    # Orders.

    def _arrive(self, order: int) -> None:
        self._offer(order)
        if order + 1 < len(self._at):
            self._after(self._at[order + 1] - self._now, self._arrive, order + 1)

    def _offer(self, order: int) -> None:
        """Any worker with a hand free may get it, also one whose card is busy, as from a real queue."""
        free = [each for each in self._fleet if each.stage is Stage.RUNNING and self._free(each)]
        if free:
            self._give(self._chance.choice(free), order)
        else:
            self._queue.append(order)

    def _free(self, instance: Instance) -> int:
        return self._world.held_at_once - len(instance.held)

    def _give(self, instance: Instance, order: int) -> None:
        instance.held.append(order)
        if len(instance.held) == 1:
            self._begin(instance)

    def _begin(self, instance: Instance) -> None:
        self._after(self._seconds[instance.held[0]], self._finish, instance, instance.turn)

    def _finish(self, instance: Instance, turn: int) -> None:
        if instance.turn != turn:
            return
        order = instance.held.popleft()
        self._waits[order] = self._now - self._at[order] - self._seconds[order]
        self._open -= 1
        if instance.held:
            self._begin(instance)
        if self._queue:
            self._give(instance, self._queue.popleft())

    def _die_with(self, instance: Instance) -> None:
        """What nobody handed back is free again when the worker's hold on it ends."""
        for place, order in enumerate(instance.hand_over()):
            # Only what has the card was begun.
            self._deaths[order] = self._deaths.get(order, 0) + (place == 0)
            if self._deaths[order] >= MOST_RUNS:
                self._lost += 1
                self._open -= 1
            else:
                self._after(HOLD_SECONDS, self._offer, order)

    # The fleet's size.

    def _look_on(self) -> None:
        self._look(0)
        self._moments.append(self._moment())
        self._after(self._world.look_seconds, self._look_on)

    def _look(self, noticed: int) -> None:
        running = sum(each.stage is Stage.RUNNING for each in self._fleet)
        seen = Seen(
            at=self._now,
            waiting=len(self._queue),
            in_flight=sum(len(each.held) for each in self._fleet),
            oldest_seconds=self._oldest_seen if self._queue else 0.0,
            wanted=self._wanted,
            running=running,
            starting=max(0, self._wanted - running),
            noticed=noticed,
        )
        self._wanted = self._policy.wanted(seen)
        # The metric that tells the age is a look behind.
        self._oldest_seen = self._now - self._at[self._queue[0]] if self._queue else 0.0
        self._reconcile()

    def _reconcile(self) -> None:
        """The group keeps as many instances as are wanted."""
        there = [each for each in self._fleet if each.is_wanted]
        for instance in self._chosen_to_go(there):
            self._dismiss(instance, self._world.leaving_seconds)
        for _ in range(self._wanted - len(there)):
            if self._now >= self._no_spot_until or not self._next_is_spot():
                instance = self._launch()
                self._after(self._cold_start(), self._run, instance, instance.turn)

    def _chosen_to_go(self, there: list[Instance]) -> list[Instance]:
        """The group keeps its share of Spot; beyond that it chooses any, also one that is at work."""
        spare = len(there) - self._wanted
        on_demand = sum(not each.spot for each in there) - self._on_demand_for(self._wanted)
        order = sorted(there, key=lambda each: (each.spot == (on_demand > 0), self._chance.random()))
        return order[: max(0, spare)]

    def _dismiss(self, instance: Instance, seconds: float) -> None:
        instance.become(Stage.LEAVING)
        for order in instance.hand_over():
            self._offer(order)
        self._after(seconds, self._end, instance, instance.turn)

    def _on_demand_for(self, wanted: int) -> int:
        return ceil(self._world.on_demand_share * wanted)

    def _next_is_spot(self) -> bool:
        on_demand = sum(not each.spot for each in self._fleet if each.is_wanted)
        return on_demand >= self._on_demand_for(max(1, self._wanted))

    def _launch(self) -> Instance:
        instance = Instance(self._next_is_spot(), self._now)
        self._fleet.append(instance)
        if instance.spot and self._world.interruptions_per_hour:
            hours = self._chance.expovariate(self._world.interruptions_per_hour)
            self._after(hours * 3600, self._interrupt, instance)
        return instance

    def _run(self, instance: Instance, turn: int) -> None:
        if instance.turn != turn:
            return
        instance.become(Stage.RUNNING)
        while self._queue and self._free(instance):
            self._give(instance, self._queue.popleft())

    def _cold_start(self) -> float:
        spread = self._world.start_spread
        return self._world.cold_start_seconds * self._chance.uniform(1 - spread, 1 + spread)

    # Spot.

    def _interrupt(self, instance: Instance) -> None:
        if not instance.is_wanted:
            return
        if self._chance.random() < self._world.unannounced_share:
            self._die_with(instance)
            self._end(instance, instance.turn)
        else:
            self._dismiss(instance, self._world.notice_seconds)
        self._look(1)

    def _rage(self, storm: Storm) -> None:
        self._no_spot_until = self._now + storm.without_new
        for instance in [each for each in self._fleet if each.spot]:
            if self._chance.random() < storm.share:
                self._interrupt(instance)

    def _end(self, instance: Instance, turn: int) -> None:
        if instance.turn == turn:
            instance.become(Stage.GONE)
            self._fleet.remove(instance)
            self._ended.append((instance.spot, self._now - instance.launched_at))

    def _moment(self) -> Moment:
        running = sum(each.stage is Stage.RUNNING for each in self._fleet)
        return Moment(self._now, len(self._queue), running, len(self._fleet), self._wanted)
