"""The film build, in the order `cdk/film.asl.json` runs it: what each step does, and what it answers.

Each step turns the build's state into the inputs of one stage (`films/plan.py`); the stage does the work (`stages/`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from mutoscope.films.plan import (
    Plan,
    master_inputs,
    picture_work,
    score_work,
    segment_inputs,
    voice_work,
    write_inputs,
)
from mutoscope.stages.master import MASTER
from mutoscope.stages.perform import Order, perform
from mutoscope.stages.segment import SEGMENT_STAGE
from mutoscope.stages.write import WRITE, WriteFacts


@dataclass(frozen=True, kw_only=True)
class Build(Plan):
    order: Order


def write(build: Build) -> dict[str, object]:
    """Answers the scenes to build, or that the film waits for its review."""
    record = perform(build.order, WRITE, write_inputs(build.studio, build.film))
    script = WriteFacts.model_validate(record.facts).script
    database, film = build.studio.database, build.film
    database.row("save_written_script", film_id=film.film_id, script=script.model_dump(mode="json"))
    waits = film.spec.review and not film.approved
    if waits:
        database.row("park_for_review", film_id=film.film_id, job_id=film.job_id)
    return {"key": record.key, "scenes": [scene.scene_id for scene in script.scenes], "awaits_review": waits}


def voice(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, *voice_work(build, build.scene())).key}


def picture(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, *picture_work(build, build.scene())).key}


def segment(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, SEGMENT_STAGE, segment_inputs(build)).key}


def score(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, *score_work(build)).key}


def master(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, MASTER, master_inputs(build)).key}


STEPS: dict[str, Callable[[Build], dict[str, object]]] = {
    "write": write,
    "voice": voice,
    "picture": picture,
    "segment": segment,
    "score": score,
    "master": master,
}
