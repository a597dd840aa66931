"""Accepting a job once and sending it off.

A delayed check travels first, then job, film, outbox entry and saved answer commit together, then the entry is sent.
Whichever of these the process dies between, the job is either not accepted or sent by the check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mutoscope.accounts.api_keys import LOCAL_OWNER
from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.refusals import InsufficientCredits, KeyCapReached, PaymentRequired
from mutoscope.errors import Unavailable
from mutoscope.idempotency import Idempotency, IdempotencyKeyReused
from mutoscope.jobs.messages import CheckMessage, JobMessage
from mutoscope.kinds.registry import require_kind
from mutoscope.observability import logger
from mutoscope.ports import Line, Row
from mutoscope.studio import Studio

CHECK_AFTER_SECONDS = 60
CHECK_AGAIN_SECONDS = 900
"""The longest that SQS delays a message."""
HOLD_SECONDS = 86_400
FILM_HOLD_SECONDS = 7 * 86_400
"""Credits are set aside for longer when a film may wait for its owner's review."""
TOP_UP_CREDITS = 10_000


@dataclass(frozen=True)
class NewJob:
    job_id: str
    user_id: str
    kind: str
    parameters: BaseModel
    price: int
    """Credits to set aside: the quote, above which it is never charged."""
    line: Line = Line.INTERACTIVE


@dataclass(frozen=True)
class FilmChange:
    """The film as it shall stand when the job is accepted: a new one, or an old one with another script."""

    film_id: str
    request: BaseModel
    script: BaseModel | None
    script_given: bool
    approved: bool
    project_id: str | None = None
    """The project that a new film is put into; a change leaves the film where it is."""
    follows: str | None = None
    """For a change: the job of the build it was made on. A change that came between makes this one `Overtaken`."""


class Overtaken(Unavailable):
    """The film was changed by another request at the same moment."""

    code = "overtaken"


def accept(
    studio: Studio,
    job: NewJob,
    *,
    answer: str,
    change: Change,
    actor: Actor | None = None,
    film: FilmChange | None = None,
    idempotency: Idempotency | None = None,
) -> str:
    """Accepts and sends the job; returns `answer`, or what was answered when this idempotency key was first used.

    `change` is what the audit log keeps of it; without an actor it was the job's owner, from nowhere in particular.
    """
    send_check(studio, job.job_id)
    row = studio.database.row(
        "accept_job",
        actor=(actor or Actor(user_id=job.user_id)).values(),
        change=change.values(),
        job={
            "job_id": job.job_id,
            "user_id": job.user_id,
            "kind": job.kind,
            "parameters": job.parameters.model_dump(mode="json"),
            "credits": job.price,
            "key_id": actor.key_id if actor else None,
            "line": job.line.value,
            **_terms(studio, job),
        },
        film=_film_values(film) if film else None,
        idempotency={"key": idempotency.key, "fingerprint": idempotency.fingerprint, "answer": answer}
        if idempotency
        else None,
    )
    assert row is not None
    if row["refusal"]:
        raise _refusal(row, job.price)
    if not row["accepted"] and idempotency is None:
        raise Overtaken
    if not row["accepted"]:
        return saved_answer(idempotency, row["fingerprint"], row["answer"])
    try:
        parameters = job.parameters.model_dump(mode="json")
        is_film = film is not None
        send(studio, job.job_id, kind=job.kind, parameters=parameters, attempt=1, is_film=is_film, line=job.line)
    except Unavailable:
        # The job is accepted; refusing it now would make its sender order it twice.
        logger.warning("job left to its check", job_id=job.job_id)
    studio.news.changed(job.user_id, job.job_id)
    return answer


def answered_before(studio: Studio, user_id: str, idempotency: Idempotency | None) -> str | None:
    """What was answered to this key, before anything is validated or uploaded again."""
    if idempotency is None:
        return None
    row = studio.database.row("saved_answer", user_id=user_id, key=idempotency.key)
    return saved_answer(idempotency, row["fingerprint"], row["answer"]) if row else None


def saved_answer(idempotency: Idempotency | None, fingerprint: str, answer: str) -> str:
    if idempotency is None or idempotency.fingerprint != fingerprint:
        raise IdempotencyKeyReused(param="Idempotency-Key")
    return answer


def send_check(studio: Studio, job_id: str, *, delay: int = CHECK_AFTER_SECONDS) -> None:
    """Travels before a commit: whatever becomes of this process, somebody looks after the job's outbox entry."""
    studio.work.send(CheckMessage(job_id=job_id).model_dump_json(), delay=delay)


def send(
    studio: Studio,
    job_id: str,
    *,
    kind: str,
    parameters: Mapping[str, Any],
    attempt: int,
    is_film: bool,
    line: Line = Line.INTERACTIVE,
) -> None:
    """Sends the outbox entry of this attempt; sending twice starts a film once and a one-stage job harmlessly twice."""
    message = JobMessage(job_id=job_id, attempt=attempt).model_dump_json()
    if is_film:
        studio.builds.start(f"{job_id}-{attempt}", message)
    elif require_kind(kind).goes_to_models(parameters, studio.settings):
        studio.gpu.send(message)
    else:
        studio.work.send(message, line=line)
    studio.database.row("mark_sent", job_id=job_id, attempt=attempt)


def _terms(studio: Studio, job: NewJob) -> dict[str, object]:
    """How long credits are held. The owner of a laptop is never stopped by them, and the books show how."""
    if studio.settings.tops_up_owner and job.user_id == LOCAL_OWNER:
        return {"hold_seconds": None, "top_up": TOP_UP_CREDITS}
    return {"hold_seconds": FILM_HOLD_SECONDS if job.kind == "film" else HOLD_SECONDS, "top_up": None}


def _refusal(row: Row, price: int) -> PaymentRequired:
    if row["refusal"] == "key_cap":
        return KeyCapReached(credits=price, left=max(0, price - row["missing"]))
    return InsufficientCredits(credits=price, available=row["available"], missing=row["missing"])


def _film_values(film: FilmChange) -> dict[str, object]:
    return {
        "film_id": film.film_id,
        "request": film.request.model_dump(mode="json"),
        "script": film.script.model_dump(mode="json") if film.script else None,
        "script_given": film.script_given,
        "approved": film.approved,
        "project_id": film.project_id,
        "follows": film.follows,
    }
