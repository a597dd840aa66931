"""Which film a command ordered: kept until it is delivered, so that the same command goes on where it stood."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from mutoscope.films.request import FilmRequest
from mutoscope.laptop.home import write_whole


@dataclass(frozen=True)
class PendingOrder:
    """`key` is the order's Idempotency-Key, written down before the order is sent."""

    key: str
    film_id: str | None


class Orders:
    def __init__(self, folder: Path, request: FilmRequest) -> None:
        digest = hashlib.sha256(request.model_dump_json().encode()).hexdigest()[:32]
        self._path = folder / f"{digest}.json"

    def pending(self) -> PendingOrder | None:
        try:
            return PendingOrder(**json.loads(self._path.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def begin(self) -> PendingOrder:
        order = PendingOrder(key=secrets.token_hex(16), film_id=None)
        self.keep(order)
        return order

    def keep(self, order: PendingOrder) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps(asdict(order)))

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
