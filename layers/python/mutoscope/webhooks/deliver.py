"""One turn for one webhook: the delivery that has been due the longest is claimed, tried once, and reported on.

Webhooks take turns, so whatever one of them does delays no other; of one resource a later event waits for the earlier
one. A turn whose process dies is taken again, by its message, once its claim has run out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutoscope.accounts.sealing import Place, unseal
from mutoscope.errors import MutoscopeError, Unavailable
from mutoscope.identifiers import new_id
from mutoscope.observability import logger
from mutoscope.outbound.reach import reach_of
from mutoscope.ports import Row
from mutoscope.studio import Studio
from mutoscope.webhooks.event import event_body
from mutoscope.webhooks.event_types import TEST
from mutoscope.webhooks.messages import TurnMessage
from mutoscope.webhooks.schedule import PATIENCE_SECONDS, wait_after
from mutoscope.webhooks.signing import signed_headers
from mutoscope.webhooks.switched_off import tell_owner

if TYPE_CHECKING:
    from mutoscope.outbound.post import Answer

AT_ONCE = 4
"""Tries under way for one webhook; one alone while it is failing."""
LEASE_SECONDS = 30
"""Three times what a try may take."""
LONGEST_DELAY_SECONDS = 900
"""The longest that SQS delays a message."""
KEPT_CHARACTERS = 2_000
GONE = 410
_HEADERS = {"Content-Type": "application/json", "User-Agent": "Mutoscope-Webhooks/1"}


def take_turn(studio: Studio, message: TurnMessage) -> None:
    if message.due is not None and message.due - time.time() > 1:
        _send(studio, message, message.due - time.time())
        return
    turn = studio.database.row(
        "claim_delivery", webhook_id=message.webhook_id, woken=message.wake, lease=LEASE_SECONDS, at_once=AT_ONCE
    )
    if turn is None:
        return
    wake_in = turn["wake_in"]
    if turn["outcome"] == "untold":
        tell_owner(studio, message.webhook_id, turn)
    if turn["outcome"] == "claimed":
        wake_in = _try(studio, turn)
    _come_again(studio, message.webhook_id, wake_in)


def _come_again(studio: Studio, webhook_id: str, wake_in: int | None) -> None:
    """At once for what is due; otherwise by one message alone, of which the record knows once it has been sent."""
    if wake_in is None:
        return
    if wake_in == 0:
        studio.webhooks.send(TurnMessage(webhook_id=webhook_id).model_dump_json())
        return
    wake = new_id("wake")
    _send(studio, TurnMessage(webhook_id=webhook_id, wake=wake, due=time.time() + wake_in), wake_in)
    studio.database.row("note_wake", webhook_id=webhook_id, wake=wake, seconds=wake_in)


def _send(studio: Studio, message: TurnMessage, wait: float) -> None:
    studio.webhooks.send(message.model_dump_json(), delay=min(math.ceil(wait), LONGEST_DELAY_SECONDS))


@dataclass(frozen=True)
class _Try:
    """What was sent, and what came of it: an answer, or the failure to get one."""

    headers: dict[str, str]
    began: float
    seconds: float
    answer: Answer | None = None
    error: MutoscopeError | None = None

    @property
    def arrived(self) -> bool:
        return self.answer is not None and 200 <= self.answer.status < 300

    @property
    def is_gone(self) -> bool:
        return self.answer is not None and self.answer.status == GONE


def _try(studio: Studio, turn: Row) -> int | None:
    """Answers in how many seconds somebody has to come again."""
    tried = _post(studio, turn)
    verdict, retry_in = _verdict(tried, turn)
    row = studio.database.row(
        "report_delivery",
        delivery_id=turn["delivery_id"],
        number=turn["number"],
        verdict=verdict,
        told=_told(tried, turn),
        retry_in=retry_in,
        patience=PATIENCE_SECONDS,
        # A webhook may be tested before its server is there.
        counts=turn["event_type"] != TEST,
    )
    status = tried.answer.status if tried.answer else None
    logger.info("webhook tried", delivery_id=turn["delivery_id"], number=turn["number"], verdict=verdict, status=status)
    return row["wake_in"] if row else None


def _post(studio: Studio, turn: Row) -> _Try:
    # The worker has webhooks to tell of only now and then.
    from mutoscope.outbound.post import post

    body, began = event_body(turn), time.time()
    headers: dict[str, str] = {}
    try:
        headers = signed_headers(_secrets(studio, turn), turn["event_id"], int(began), body)
        answer = post(turn["url"], body, {**_HEADERS, **headers}, reach_of(studio.settings))
    except Unavailable:
        # Ours, not theirs: the claim runs out, and the try is made again.
        raise
    except MutoscopeError as error:
        return _Try(headers, began, time.time() - began, error=error)
    return _Try(headers, began, time.time() - began, answer=answer)


def _secrets(studio: Studio, turn: Row) -> Sequence[str]:
    """The newest first. A webhook's secret is sealed to its owner, its id and its version."""
    sealed = [(turn["version"], turn["sealed"]), (turn["previous_version"], turn["previous"])]
    places = [(Place(turn["user_id"], turn["webhook_id"], version), text) for version, text in sealed if text]
    return [unseal(studio.data_keys, place, text) for place, text in places]


def _verdict(tried: _Try, turn: Row) -> tuple[str, float | None]:
    if tried.arrived:
        return "delivered", None
    if turn["event_type"] == TEST:
        return "given_up", None
    if tried.is_gone:
        return "gone", None
    wait = wait_after(turn["number"])
    return ("given_up", None) if wait is None else ("again", wait)


def _told(tried: _Try, turn: Row) -> dict[str, Any]:
    """A try as the log keeps it, without the signature: who reads the log must not be able to send it again."""
    answer, error = tried.answer, tried.error
    return {
        "number": turn["number"],
        "at": int(tried.began),
        "seconds": round(tried.seconds, 3),
        "url": turn["url"],
        "headers": {
            name: value for name, value in {**_HEADERS, **tried.headers}.items() if name != "webhook-signature"
        },
        "status": answer.status if answer else None,
        "answer": _text(answer.body) if answer else None,
        "error": {"code": error.code, "message": error.message} if error else None,
    }


def _text(body: bytes) -> str:
    """Of characters that PostgreSQL's jsonb can hold."""
    return body.decode(errors="replace").replace("\0", "\ufffd")[:KEPT_CHARACTERS]
