"""Telling that a job is over: an event in its live view, and a line in the log. Sending it twice says the same."""

from mutoscope.jobs.job import Job
from mutoscope.observability import logger
from mutoscope.studio import Studio


def announce(studio: Studio, job: Job) -> None:
    facts = {"status": job.status.value, "code": job.error.code if job.error else ""}
    studio.live.note(job.job_id, f"job.{job.status.value}", facts)
    logger.info("job announced", job_id=job.job_id, status=facts["status"], code=facts["code"])
