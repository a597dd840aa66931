"""One look at the GPU fleet: what waits, what runs, and the size that follows from it.

Looking twice at the same time costs only a memory, and who has none does not shrink.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from mutoscope.fleet.sizing import Decision, Limits, Memory, Seen, decide
from mutoscope.observability import logger
from mutoscope.ports import Backlog, Fleet, Tickets

_MEMORY = TypeAdapter(Memory)
_TICKET = "fleet"


@dataclass(frozen=True)
class Scaler:
    backlog: Backlog
    fleet: Fleet
    tickets: Tickets
    limits: Limits

    def scale(self, at: float, *, noticed: int = 0) -> Decision:
        """Looks, decides and resizes; `at` is the time in seconds, `noticed` counts Spot notices that led here."""
        queue, instances = self.backlog.look(), self.fleet.look()
        seen = Seen(
            at=at,
            waiting=queue.waiting,
            in_flight=queue.in_flight,
            oldest_seconds=queue.oldest_seconds,
            wanted=instances.wanted,
            running=instances.running,
            starting=instances.starting,
            draining=instances.draining,
            noticed=noticed,
        )
        decision = decide(seen, self._recall(), self.limits)
        if decision.wanted != seen.wanted:
            self.fleet.resize(decision.wanted)
            change = f"{seen.wanted} to {decision.wanted}"
            logger.info("fleet resized", change=change, reason=decision.reason.value, waiting=seen.waiting)
        self._remember(decision.memory)
        return decision

    def _recall(self) -> Memory | None:
        note = self.tickets.take(_TICKET)
        try:
            return _MEMORY.validate_json(note) if note else None
        except ValidationError:
            # An earlier version of the scaler wrote it.
            return None

    def _remember(self, memory: Memory) -> None:
        # Beyond a calm time nothing in it counts any more.
        seconds = int(2 * self.limits.calm_seconds + self.limits.again_seconds)
        self.tickets.keep(_TICKET, _MEMORY.dump_json(memory).decode(), seconds)
