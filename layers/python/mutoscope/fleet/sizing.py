"""How many instances the GPU fleet wants: one pure rule, run by the scaler in the cloud and by the simulator alike.

What works goes on, and what waits begins within the wait that is aimed for. The fleet grows at once; it shrinks to
the most that any look of the last calm time asked for, and never before it has looked for that long.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

OVERDUE = 2
"""An oldest order that waits so many times the wait aimed for shows that orders take longer than assumed."""
STEP = 4
"""What is added for age alone: one instance for every so many, at least one."""


@dataclass(frozen=True)
class Limits:
    least: int = 0
    most: int = 20
    order_seconds: float = 15.0
    """What an order takes a card on average."""
    held_at_once: int = 2
    """Orders that an instance holds: while one runs, the next one's weights are fetched."""
    wait_seconds: float = 180.0
    """The wait that is no reason to grow: a cold start, because what is done by then needs no instance more."""
    calm_seconds: float = 300.0
    """Cool-down of shrinking."""
    again_seconds: float = 240.0
    """Cool-down of growing for age alone: about a cold start, so that what was asked for can come first."""


@dataclass(frozen=True)
class Seen:
    """The queue and the fleet at one moment; `at` is seconds on whatever clock the caller keeps."""

    at: float
    waiting: int
    in_flight: int
    oldest_seconds: float
    wanted: int
    """What was asked for last."""
    running: int
    """Instances that take orders."""
    starting: int
    draining: int = 0
    """Instances that finish what they hold and take no more; they count for nothing here."""
    noticed: int = 0
    """Spot instances that are about to be taken: what they hold comes back, and the fleet's owner replaces them."""


@dataclass(frozen=True)
class Memory:
    """What one look leaves to the next."""

    since: float
    """When looking began; who has lost the memory begins anew and only shrinks later."""
    needs: tuple[tuple[float, int], ...] = ()
    grew_for_age_at: float | None = None


class Reason(StrEnum):
    ENOUGH = "enough"
    BACKLOG = "backlog"
    AGE = "age"
    CALM = "calm"


@dataclass(frozen=True)
class Decision:
    wanted: int
    reason: Reason
    memory: Memory


def decide(seen: Seen, memory: Memory | None, limits: Limits) -> Decision:
    """What the fleet wants now, and what to remember."""
    memory = memory or Memory(since=seen.at)
    need = needed(seen, limits)
    reason = Reason.BACKLOG
    if _is_overdue(seen, memory, limits):
        need = max(need, _within(seen.wanted + ceil(max(seen.wanted, 1) / STEP), limits))
        reason = Reason.AGE
    needs = (*(each for each in memory.needs if seen.at - each[0] < limits.calm_seconds), (seen.at, need))
    kept = Memory(memory.since, needs, memory.grew_for_age_at)
    if need > seen.wanted:
        grew_at = seen.at if reason is Reason.AGE else memory.grew_for_age_at
        return Decision(need, reason, Memory(memory.since, needs, grew_at))
    calm = max(need for _, need in needs)
    if calm < seen.wanted and seen.at - memory.since >= limits.calm_seconds:
        return Decision(calm, Reason.CALM, kept)
    return Decision(_within(seen.wanted, limits), Reason.ENOUGH, kept)


def needed(seen: Seen, limits: Limits) -> int:
    """Instances for what is in flight, and for beginning with all that waits within the wait aimed for."""
    held = seen.in_flight / limits.held_at_once
    begun_in_time = limits.wait_seconds / limits.order_seconds
    need = _within(ceil(held + seen.waiting / max(1.0, begun_in_time)), limits)
    # What is taken away now is wanted back: a pool that takes instances is no sign of less work.
    return max(need, _within(seen.wanted, limits)) if seen.noticed else need


def _is_overdue(seen: Seen, memory: Memory, limits: Limits) -> bool:
    if seen.starting or seen.waiting == 0 or seen.oldest_seconds <= OVERDUE * limits.wait_seconds:
        return False
    return memory.grew_for_age_at is None or seen.at - memory.grew_for_age_at >= limits.again_seconds


def _within(count: int, limits: Limits) -> int:
    return max(limits.least, min(limits.most, count))
