"""Telling that a job is over: an event in its live view, a line in the log, and a letter to whoever wants one.

Sending it twice says the same twice. Webhooks are owed by the record itself.
"""

from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.notices import wants_letter_of_films
from mutoscope.accounts.users import find_user
from mutoscope.jobs.job import Job, JobStatus
from mutoscope.observability import logger
from mutoscope.studio import Studio


def announce(studio: Studio, job: Job) -> None:
    facts = {"status": job.status.value, "code": job.error.code if job.error else ""}
    studio.live.note(job.job_id, f"job.{job.status.value}", facts)
    logger.info("job announced", job_id=job.job_id, status=facts["status"], code=facts["code"])
    if job.film_id is not None and job.status is JobStatus.COMPLETED:
        _write_of_film(studio, job)


def _write_of_film(studio: Studio, job: Job) -> None:
    """To an address that is proved, and if their preferences ask for it."""
    user = find_user(studio.database, job.user_id)
    if user is None or user.email is None or not user.may_log_in or not wants_letter_of_films(user):
        return
    title = str(job.result.facts.get("title", "")) if job.result else ""
    address = EmailAddress(user.email, user.email_key or "")
    request_letter(studio, LetterKind.FILM_COMPLETED, address, user=user, about=title)
