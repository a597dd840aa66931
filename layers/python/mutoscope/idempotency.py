"""Answering a request once: whoever repeats it, with the same key and parameters, gets the first answer, for 24 hours.

A key is reserved before the work and keeps the answer after it, sealed, because an answer may hold a secret that is
shown once. A reservation whose holder died lapses; the request is then carried out again, with the same new ids.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel
from ulid import ULID

from mutoscope.errors import InvalidInput, MutoscopeError, Unavailable
from mutoscope.observability import logger
from mutoscope.ports import Database
from mutoscope.studio import Studio

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

RESERVED_SECONDS = 60
"""Longer than any request may take (a function behind the API ends after 29), shorter than a caller's patience."""
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Idempotency:
    """`key` is the digest of the caller's key; `fingerprint` that of the parsed request, and another one is refused."""

    key: str
    fingerprint: str


class IdempotencyKeyReused(InvalidInput):
    """The Idempotency-Key was used before with other parameters."""

    code = "idempotency_key_reused"
    hint = "Use a new key for a new request; a key stands for one request for 24 hours."


class AnswerPending(Unavailable):
    """The first request with this Idempotency-Key is still being carried out."""

    code = "answer_pending"
    hint = "Send the same request again in a few seconds; it is carried out once."


class Answer(BaseModel):
    status: int
    body: str


@dataclass(frozen=True)
class Reservation:
    """`attempt` is the fence: who took over a lapsed reservation has a higher one."""

    user_id: str
    idempotency: Idempotency
    attempt: int
    subject: str


def explicit(key: str, fingerprint: str) -> Idempotency:
    """The caller's own key; only its digest is kept."""
    return Idempotency(key=hashlib.sha256(key.encode()).hexdigest(), fingerprint=fingerprint)


def implicit(database: Database, user_id: str, fingerprint: str, *, retry: bool, age: float) -> Idempotency:
    """For a client that numbers its retries instead: a retry belongs to the latest sending of the same request.

    Two first sendings are two requests, however alike they are. A sending is marked before anything else is done: the
    connection may be cut at any moment and the retry be handled before the first. `age` is for how many seconds this
    one has been here.
    """
    marked = f"sent:{fingerprint}"
    row = database.row(
        "mark_sending",
        user_id=user_id,
        fingerprint=marked,
        key=f"{'retry' if retry else 'sent'}:{ULID()}",
        subject=new_subject(),
        retry=retry,
        age=age,
    )
    assert row is not None
    return Idempotency(key=row["key"], fingerprint=marked)


def answer_once(
    studio: Studio, user_id: str, idempotency: Idempotency, secret: str, make: Callable[[Reservation], Answer]
) -> Answer:
    """What `make` answers, or what it answered when this key was first used; `secret` opens the saved answer."""
    held = _reserve(studio.database, user_id, idempotency)
    if isinstance(held, str):
        return Answer.model_validate_json(_open(studio, user_id, secret, held))
    try:
        answer = make(held)
    except MutoscopeError as error:
        _give_up(studio.database, held, may_be_done=error.retryable)
        raise
    sealed = _seal(studio, user_id, secret, answer.model_dump_json())
    studio.database.row("save_answer", **_named(held), answer=sealed)
    return answer


def new_subject() -> str:
    return str(ULID()).lower()


def _reserve(database: Database, user_id: str, idempotency: Idempotency) -> Reservation | str:
    """The reservation, or the sealed answer of an earlier one."""
    row = database.row(
        "reserve_answer",
        user_id=user_id,
        key=idempotency.key,
        fingerprint=idempotency.fingerprint,
        subject=new_subject(),
        seconds=RESERVED_SECONDS,
    )
    if row is None:
        raise AnswerPending
    if row["reserved"]:
        return Reservation(user_id, idempotency, row["attempt"], row["subject"])
    if row["fingerprint"] != idempotency.fingerprint:
        raise IdempotencyKeyReused(param="Idempotency-Key")
    if row["answer"] is None:
        raise AnswerPending
    return str(row["answer"])


def _give_up(database: Database, held: Reservation, *, may_be_done: bool) -> None:
    """A refused request leaves its key free; one that may have been carried out keeps it, with its ids, for a retry."""
    try:
        database.row("lapse_reservation" if may_be_done else "drop_reservation", **_named(held))
    except Unavailable:
        logger.warning("reservation left to lapse", key=held.idempotency.key)


def _named(held: Reservation) -> dict[str, object]:
    return {"user_id": held.user_id, "key": held.idempotency.key, "attempt": held.attempt}


def _seal(studio: Studio, user_id: str, secret: str, answer: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher(studio, user_id, secret).encrypt(nonce, answer.encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def _open(studio: Studio, user_id: str, secret: str, sealed: str) -> bytes:
    content = base64.b64decode(sealed)
    return _cipher(studio, user_id, secret).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None)


def _cipher(studio: Studio, user_id: str, secret: str) -> AESGCM:
    """The key needs the pepper and the caller's own key, of which the record has neither (HKDF, RFC 5869)."""
    # Only an answer that is kept is sealed, so what it takes is loaded when one comes, here and below.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    pepper = studio.settings.pepper.encode()
    info = b"\0".join((b"mutoscope saved answer", user_id.encode(), secret.encode()))
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(pepper))
