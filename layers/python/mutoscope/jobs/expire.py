"""Ending jobs whose holds ran out: by the database's clock, when a check or the owner comes by; nothing is charged."""

from mutoscope.credits.refusals import HoldExpired
from mutoscope.jobs.finish import job_error
from mutoscope.observability import logger
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import telling


def expire_holds(studio: Studio, user_id: str, *, only: str | None = None) -> int:
    """Ends the user's jobs whose holds ran out, or that one; answers how many it ended."""
    if studio.database.row("late_hold", owner=user_id, job_id=only) is None:
        return 0
    late = job_error(HoldExpired()).model_dump(mode="json")
    with telling(studio, user_id):
        rows = studio.database.rows("expire_holds", owner=user_id, job_id=only, late=late)
    for row in rows:
        logger.info("hold expired", job_id=row["job_id"])
        studio.news.changed(user_id, row["job_id"])
    return len(rows)
