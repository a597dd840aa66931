"""Following jobs over a live connection: coming, saying what to follow, leaving.

Whoever subscribes is told first how things stand, so a connection that was lost has missed nothing once it is back.
"""

from collections.abc import Sequence

from pydantic import BaseModel

from mutoscope.accounts.caller import Caller
from mutoscope.accounts.roles import Permission
from mutoscope.errors import MutoscopeError, NotFound, RateLimited, TooManyRequests, Unauthenticated
from mutoscope.jobs.job import Job, find_jobs, job_from
from mutoscope.ports import EVERY_JOB, Listener
from mutoscope.progress.messages import (
    MOST_FOLLOWED,
    Asked,
    MessageInvalid,
    Ping,
    Pong,
    Subscribe,
    Subscribed,
    read_message,
    refused,
)
from mutoscope.progress.tell import describe
from mutoscope.studio import Studio

LIFE_SECONDS = 2 * 3600
"""The longest that API Gateway keeps a connection open."""
MOST_CONNECTIONS = 20


class TooManyConnections(TooManyRequests):
    """You have {most} live connections already."""

    code = "too_many_connections"
    hint = "Close one of them, or follow all jobs over one connection."


def come(studio: Studio, connection_id: str, caller: Caller) -> None:
    """Raises PermissionDenied and TooManyConnections."""
    caller.require(Permission.JOBS_READ)
    if len(studio.listeners.of_user(caller.user_id)) >= MOST_CONNECTIONS:
        raise TooManyConnections(most=MOST_CONNECTIONS, seconds=60)
    credential = caller.key_id or caller.session_id or ""
    listener = Listener(connection_id, caller.user_id, credential, caller.requests)
    studio.listeners.add(listener, LIFE_SECONDS)


def leave(studio: Studio, connection_id: str) -> None:
    studio.listeners.remove(connection_id)


def hear(studio: Studio, connection_id: str, text: str) -> None:
    """Does what the message asks and posts the answer; a message that makes no sense is answered with what is wrong."""
    listener = studio.listeners.find(connection_id)
    if listener is None:
        studio.sockets.end(connection_id)
        raise Unauthenticated
    try:
        _count(studio, listener)
        _answer(studio, listener, read_message(text))
    except MutoscopeError as error:
        _post(studio, listener, refused(error))


def _answer(studio: Studio, listener: Listener, asked: Asked) -> None:
    if isinstance(asked, Ping):
        _post(studio, listener, Pong())
        return
    named = frozenset([EVERY_JOB] if asked.jobs == "all" else asked.jobs)
    if isinstance(asked, Subscribe):
        jobs = _unfinished(studio, listener) if asked.jobs == "all" else _own(studio, listener, asked.jobs)
        followed = listener.jobs | named
        if len(followed) > MOST_FOLLOWED:
            raise MessageInvalid(reason=f"a connection follows at most {MOST_FOLLOWED} jobs by their ids", param="jobs")
    else:
        jobs, followed = [], frozenset() if asked.jobs == "all" else listener.jobs - named
    studio.listeners.follow(listener, followed)
    shown = "all" if EVERY_JOB in followed else sorted(followed)
    _post(studio, listener, Subscribed(jobs=shown))
    for job in jobs:
        studio.sockets.post(listener.connection_id, describe(studio, job))


def _own(studio: Studio, listener: Listener, job_ids: Sequence[str]) -> list[Job]:
    found = find_jobs(studio.database, job_ids)
    for job_id in job_ids:
        if job_id not in found or found[job_id].user_id != listener.user_id:
            raise NotFound(what="job", id=job_id, param="jobs")
    return [found[job_id] for job_id in job_ids]


def _unfinished(studio: Studio, listener: Listener) -> list[Job]:
    rows = studio.database.rows("jobs_to_follow", user_id=listener.user_id, limit=MOST_FOLLOWED)
    return [job_from(row) for row in rows]


def _count(studio: Studio, listener: Listener) -> None:
    bucket = f"user#{listener.user_id}"
    standing = studio.limits.at_hand(bucket, listener.requests) or studio.limits.take(bucket, listener.requests)
    if standing.retry_after:
        raise RateLimited(limit=listener.requests, seconds=standing.retry_after)


def _post(studio: Studio, listener: Listener, message: BaseModel) -> None:
    if not studio.sockets.post(listener.connection_id, message.model_dump_json()):
        studio.listeners.remove(listener.connection_id)
