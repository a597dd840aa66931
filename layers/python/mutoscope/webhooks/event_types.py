"""What webhooks can tell of. The record makes the events, in the commit of what they tell of (migration 0013)."""

from enum import StrEnum


class EventType(StrEnum):
    """Every event that can be asked for; `data` is the resource as it was at that moment."""

    JOB_COMPLETED = "job.completed"  # delivered; `data.files` says where
    JOB_FAILED = "job.failed"  # ended with `data.error`, and cost nothing
    JOB_CANCELLED = "job.cancelled"  # ended by its owner, or by a newer edit of its film
    FILM_COMPLETED = "film.completed"  # can be watched
    FILM_FAILED = "film.failed"  # its latest build ended with `data.error`
    FILM_CANCELLED = "film.cancelled"  # its latest build was ended by its owner
    FILM_AWAITING_REVIEW = "film.awaiting_review"  # its script waits for POST /v1/films/{film_id}/approval


ALL = "*"
"""Asked for in place of a list: every event there is, and every one that is added."""
TEST = "webhook.test"
"""Sent by POST /v1/webhooks/{webhook_id}/test alone; nobody needs to ask for it."""
