"""Deleting a video: a job that is under way is cancelled first, then everything that was made goes."""

from mutoscope.audit.actor import Actor
from mutoscope.films.film import find_film
from mutoscope.films.removal import cancel_or_delete
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import find_job
from mutoscope.studio import Studio
from mutoscope.videos.video import Video


def delete_video(studio: Studio, actor: Actor, video: Video) -> None:
    """The record goes last: a deletion that was cut off can be asked for again. The job stays in the history."""
    job = find_job(studio.database, video.job_id)
    film = find_film(studio.database, job.film_id) if job and job.film_id else None
    if job is not None and not job.status.is_over:
        cancel(studio, job, actor=actor)
    if film is not None and cancel_or_delete(studio, film, actor=actor) is not None:
        # A newer build of it was under way, and is not any more.
        cancel_or_delete(studio, film, actor=actor)
    studio.media.delete_prefix(f"outputs/{video.user_id}/{video.job_id}/")
    values = {"video_id": video.video_id, "user_id": video.user_id}
    studio.database.row("delete_video", actor=actor.values(), **values)
