"""What is said of a file that is asked for before its job is over, or of a job that came to nothing.

Both are 404, which clients do not send again by themselves.
"""

from mutoscope.errors import NotFound
from mutoscope.jobs.job import Job


class NotFinished(NotFound):
    """The {what} {id} is not finished yet, so it has no {file}."""

    code = "not_finished"
    hint = "Ask for the {what} until its status is completed, or register a webhook; then fetch the {file} again."


class NotMade(NotFound):
    """The {what} {id} has no {file}."""

    code = "not_made"
    hint = "Look at the {what}: its status and error say why, and its files what there is."


def lacking(job: Job | None, *, what: str, id: str, file: str) -> NotFound:
    """The refusal that fits how the job stands."""
    refusal = NotMade if job is None or job.status.is_over else NotFinished
    return refusal(what=what, id=id, file=file)
