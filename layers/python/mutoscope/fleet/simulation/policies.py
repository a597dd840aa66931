"""Who says how large the fleet shall be: our own rule, AWS's target tracking, or nobody."""

from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

from mutoscope.fleet.sizing import Limits, Memory, Seen, decide


class Policy(Protocol):
    begins_with: int

    def wanted(self, seen: Seen) -> int: ...


@dataclass
class Ours:
    """The rule of the product itself, with the memory that its handler keeps in a ticket."""

    limits: Limits
    begins_with: int = 0
    _memory: Memory | None = None

    def wanted(self, seen: Seen) -> int:
        decision = decide(seen, self._memory, self.limits)
        self._memory = decision.memory
        return decision.wanted


@dataclass
class Fixed:
    begins_with: int

    def wanted(self, _: Seen) -> int:
        return self.begins_with


@dataclass
class TargetTracking:
    """Target tracking on backlog per instance as AWS documents it: the target is the wait over an order's time.

    It grows after three minutes above the target and shrinks after fifteen below 90 % of it, in proportion, and is
    given that what is in flight keeps its instance. A fleet of none counts as one, or it would never begin.
    """

    limits: Limits
    begins_with: int = 0
    _above: int = field(default=0, init=False)
    _below: int = field(default=0, init=False)
    _at: float = field(default=float("-inf"), init=False)

    def wanted(self, seen: Seen) -> int:
        if seen.at - self._at < self._period:
            return seen.wanted
        self._at = seen.at
        target = self.limits.wait_seconds / self.limits.order_seconds
        metric = seen.waiting / max(1, seen.running)
        self._above = self._above + 1 if metric > target else 0
        self._below = self._below + 1 if metric < 0.9 * target else 0
        proportional = ceil(max(1, seen.running) * metric / target)
        if self._above >= self._grows_after:
            return self._within(max(seen.wanted, proportional))
        if self._below >= self._shrinks_after:
            return self._within(min(seen.wanted, max(proportional, ceil(seen.in_flight / self.limits.held_at_once))))
        return self._within(seen.wanted)

    _period = 60.0
    _grows_after = 3
    _shrinks_after = 15

    def _within(self, count: int) -> int:
        return max(self.limits.least, min(self.limits.most, count))
