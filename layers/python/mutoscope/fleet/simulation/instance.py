"""One simulated instance, from its launch to its end: what it holds, and for how long it is paid."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum


class Stage(Enum):
    STARTING = "starting"
    RUNNING = "running"
    LEAVING = "leaving"
    """Told to go, by its owner or by Spot: its worker has handed back what it held."""
    GONE = "gone"


@dataclass
class Instance:
    spot: bool
    launched_at: float
    stage: Stage = Stage.STARTING
    held: deque[int] = field(default_factory=deque)
    """Orders; the first one has the card."""
    turn: int = 0
    """Counts changes of stage, so that an event of an earlier turn means nothing."""

    @property
    def is_wanted(self) -> bool:
        return self.stage in (Stage.STARTING, Stage.RUNNING)

    def become(self, stage: Stage) -> None:
        self.stage = stage
        self.turn += 1

    def hand_over(self) -> list[int]:
        """What it held, which is no longer its own."""
        orders = list(self.held)
        self.held.clear()
        return orders
