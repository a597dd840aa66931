"""Telling live connections how a job stands: always the whole of it as it is now, to those that may still know.

A connection that is gone is forgotten, and one whose key or session is no longer good is ended.
"""

from collections.abc import Sequence

from mutoscope.errors import MutoscopeError
from mutoscope.jobs.job import Job, find_job
from mutoscope.jobs.resource import show_job
from mutoscope.observability import logger
from mutoscope.ports import Listener
from mutoscope.progress.messages import JobChanged
from mutoscope.studio import Studio


def tell(studio: Studio, user_id: str, job_id: str) -> None:
    """Never raises what the studio names: who missed this is told by the next change, or asks."""
    try:
        listeners = [each for each in studio.listeners.of_user(user_id) if each.follows(job_id)]
        if listeners:
            _tell_listeners(studio, user_id, job_id, listeners)
    except MutoscopeError as error:
        logger.warning("progress not told", job_id=job_id, code=error.code)


def describe(studio: Studio, job: Job) -> str:
    """The job as it is told. The version is taken before the job is looked at, so a higher one is never older."""
    version = studio.listeners.next_version(job.job_id)
    current = find_job(studio.database, job.job_id) or job
    return JobChanged(version=version, job=show_job(studio, current)).model_dump_json()


def _tell_listeners(studio: Studio, user_id: str, job_id: str, listeners: Sequence[Listener]) -> None:
    job = find_job(studio.database, job_id)
    if job is None or job.user_id != user_id:
        return
    text, good = describe(studio, job), _good_credentials(studio, user_id)
    for each in listeners:
        if each.credential not in good:
            studio.sockets.end(each.connection_id)
            studio.listeners.remove(each.connection_id)
        elif not studio.sockets.post(each.connection_id, text):
            studio.listeners.remove(each.connection_id)


def _good_credentials(studio: Studio, user_id: str) -> set[str]:
    return {row["credential"] for row in studio.database.rows("credentials_that_follow", user_id=user_id)}
