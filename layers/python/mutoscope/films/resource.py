"""A film as the API shows it."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel
from ulid import ULID

from mutoscope.films.deliveries import delivered_before
from mutoscope.films.film import Film, FilmStatus
from mutoscope.films.progress import progress_of
from mutoscope.films.script import Script
from mutoscope.films.variants import VARIANTS
from mutoscope.jobs.job import Job, JobError, JobStatus, SceneTime, StageRow, find_jobs
from mutoscope.jobs.stage_rows import stage_row
from mutoscope.studio import Studio


class Timing(StrEnum):
    ESTIMATED = "estimated"  # from the words, as a calm narrator says them
    MEASURED = "measured"  # from the voices of the finished film


class SceneResource(BaseModel):
    """`start_time` and `end_time` are seconds from the beginning of the film."""

    id: str
    order: int
    start_time: float
    end_time: float
    timing: Timing
    role: str
    narration: str
    picture: str
    keywords: tuple[str, ...]
    picture_file: str
    voice_file: str
    status: str


class CreditsResource(BaseModel):
    """Of the job that is or was the latest: `held` is its quote, `returned` what came back when it was over."""

    held: int
    charged: int = 0
    returned: int = 0


class FilmResource(BaseModel):
    """`seconds` is the length that was asked for, `duration` the finished film's in seconds."""

    id: str
    object: Literal["film"] = "film"
    created_at: int
    status: FilmStatus
    progress: int
    stage: str | None
    estimated_seconds: int | None
    title: str
    project_id: str | None
    job_id: str | None
    """Of its latest build; null for a draft."""
    aspect: str
    language: str
    seconds: int
    duration: float | None
    voice: str
    style: str
    music: str
    music_file: str
    captions: str
    seed: int
    review: bool
    scenes: tuple[SceneResource, ...]
    stages: tuple[StageRow, ...]
    files: dict[str, str]
    """Variant to the path it is fetched from; while a finished film is built again, what it was before."""
    credits: CreditsResource
    error: JobError | None


def show_film(studio: Studio, film: Film) -> FilmResource:
    return show_films(studio, [film])[0]


def show_films(studio: Studio, films: Sequence[Film]) -> list[FilmResource]:
    """However many films there are, their jobs are one query."""
    jobs = find_jobs(studio.database, [film.job_id for film in films if not film.is_draft])
    unmade = [film for film in films if (job := jobs.get(film.job_id)) is None or job.result is None]
    made_before = delivered_before(studio, unmade)
    return [_show(studio, film, jobs.get(film.job_id), film.film_id in made_before) for film in films]


def new_film(film: Film, held: int) -> FilmResource:
    """A film as it is answered when it is accepted: queued, nothing begun."""
    return _resource(film, status=FilmStatus.QUEUED, scenes={}, stages=(), credits=CreditsResource(held=held))


@lru_cache(maxsize=4096)
def created_at(identifier: str) -> int:
    """Unix seconds from the ULID in the id. What is polled is asked again and again."""
    return int(ULID.from_str(identifier.partition("_")[2].upper()).timestamp)


def show_credits(job: Job) -> CreditsResource:
    credits = job.credits
    return CreditsResource(held=credits.held, charged=credits.charged, returned=credits.returned)


def _show(studio: Studio, film: Film, job: Job | None, made_before: bool) -> FilmResource:
    if film.is_draft:
        return _resource(film, status=FilmStatus.DRAFT, scenes={}, stages=(), credits=CreditsResource(held=0))
    if job is None or not job.status.is_over:
        credits = show_credits(job) if job else CreditsResource(held=0)
        return _running(studio, film, job.status if job else JobStatus.QUEUED, credits, made_before)
    return _over(studio, film, job, made_before)


def _running(
    studio: Studio, film: Film, status: JobStatus, credits: CreditsResource, made_before: bool
) -> FilmResource:
    marks = studio.live.marks(film.job_id)
    progress = progress_of(film, marks, workers=studio.settings.workers)
    waits = film.awaiting_review
    return _resource(
        film,
        status=film.status(status),
        progress=progress.percent,
        stage="review" if waits else progress.stage,
        estimated_seconds=None if waits else progress.estimated_seconds,
        scenes=progress.scenes,
        stages=tuple(map(stage_row, marks)),
        variants=tuple(VARIANTS) if made_before else (),
        credits=credits,
    )


def _over(studio: Studio, film: Film, job: Job, made_before: bool) -> FilmResource:
    result = job.result
    marks = studio.live.marks(job.job_id) if result is None else ()
    progress = progress_of(film, marks, workers=1, is_over=True) if result is None else None
    finished = dict.fromkeys((scene.scene_id for scene in film.script.scenes), "completed") if film.script else {}
    return _resource(
        film,
        status=film.status(job.status),
        progress=progress.percent if progress else 100,
        stage=job.error.stage if job.error else None,
        scenes=progress.scenes if progress else finished,
        times=result.scenes if result else (),
        stages=result.stages if result else tuple(stage_row(mark, is_over=True) for mark in marks),
        duration=float(result.facts["seconds"]) if result else None,
        variants=tuple(result.files) if result else tuple(VARIANTS) if made_before else (),
        credits=show_credits(job),
        error=job.error,
    )


def _resource(
    film: Film,
    *,
    status: FilmStatus,
    scenes: dict[str, str],
    stages: tuple[StageRow, ...],
    credits: CreditsResource,
    times: Sequence[SceneTime] = (),
    progress: int = 0,
    stage: str | None = None,
    estimated_seconds: int | None = None,
    duration: float | None = None,
    variants: Sequence[str] = (),
    error: JobError | None = None,
) -> FilmResource:
    spec = film.spec
    return FilmResource(
        id=film.film_id,
        created_at=created_at(film.film_id),
        status=status,
        progress=progress,
        stage=stage,
        estimated_seconds=estimated_seconds,
        title=film.title or _own_title(film),
        project_id=film.project_id,
        job_id=film.job_id or None,
        aspect=spec.aspect.value,
        language=spec.language,
        seconds=spec.seconds,
        duration=duration,
        voice=spec.voice,
        style=spec.style,
        music=spec.music,
        music_file=spec.music_file,
        captions=spec.captions.value,
        seed=spec.seed,
        review=spec.review,
        scenes=_scenes(film.script, scenes, times) if film.script else (),
        stages=stages,
        files={name: f"/v1/films/{film.film_id}/content?variant={name}" for name in variants},
        credits=credits,
        error=error,
    )


def _own_title(film: Film) -> str:
    spec = film.spec
    return film.script.title if film.script else spec.title or (spec.topic or "Untitled")[:200]


def _scenes(script: Script, states: dict[str, str], measured: Sequence[SceneTime]) -> tuple[SceneResource, ...]:
    # Times are reckoned with half of what makes a film, and asked for by films that have a script.
    from mutoscope.films.times import estimated_times

    is_measured = len(measured) == len(script.scenes)
    times = measured if is_measured else estimated_times(script)
    return tuple(
        SceneResource(
            id=scene.scene_id,
            order=order,
            start_time=time.start,
            end_time=time.end,
            timing=Timing.MEASURED if is_measured else Timing.ESTIMATED,
            role=scene.role.value,
            narration=scene.narration,
            picture=scene.picture,
            keywords=scene.keywords,
            picture_file=scene.picture_file,
            voice_file=scene.voice_file,
            status=states.get(scene.scene_id, "queued"),
        )
        for order, (scene, time) in enumerate(zip(script.scenes, times, strict=True), start=1)
    )
