"""The film build, in the order `cdk/film.asl.json` runs it: what each step does, and what it answers.

Each step turns the build's state into the inputs of one stage (`films/plan.py`); the stage does the work (`stages/`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mutoscope.films.joining import make_seams, make_seams_of
from mutoscope.films.plan import (
    Plan,
    master_inputs,
    picture_work,
    score_work,
    segment_inputs,
    sound_inputs,
    voice_work,
    write_inputs,
)
from mutoscope.films.script import Script
from mutoscope.jobs.messages import Ref
from mutoscope.stages.contracts.master import MASTER
from mutoscope.stages.contracts.segment import SEGMENT_STAGE
from mutoscope.stages.contracts.sound import SOUND
from mutoscope.stages.contracts.write import WRITE, WriteFacts
from mutoscope.stages.perform import Order, made_for, perform, recall
from mutoscope.stages.stage import Record
from mutoscope.webhooks.telling import telling


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
        with telling(build.studio, film.user_id):
            database.row("park_for_review", film_id=film.film_id, job_id=film.job_id)
    return {"key": record.key, "scenes": _longest_first(script), "awaits_review": waits}


def _longest_first(script: Script) -> list[str]:
    """The scenes as they are built: a long one begun last would keep one worker busy while the others have nothing left
    to do. The film's last scene waits for the music's end, so it takes longer than its words.
    """
    *others, last = script.scenes
    in_order = sorted(others, key=lambda scene: len(scene.narration), reverse=True)
    return [scene.scene_id for scene in (last, *in_order)]


def voice(build: Build) -> dict[str, object]:
    """Answers as well what is filmed of the scene, if all of it is there: it takes no further step."""
    record = perform(build.order, *voice_work(build, build.scene()))
    filmed = None if made_for(build.order, record) else _filmed_before(build, record)
    return {"key": record.key, "filmed": filmed} if filmed else {"key": record.key}


def _filmed_before(build: Build, voiced: Record) -> dict[str, object] | None:
    picture = recall(build.order, *picture_work(build, build.scene()))
    if picture is None:
        return None
    build.records[voiced.key] = voiced
    state = build.state.model_copy(update={"voice": Ref(key=voiced.key), "picture": Ref(key=picture.key)})
    segment = recall(build.order, SEGMENT_STAGE, segment_inputs(replace(build, state=state)))
    return {"picture": {"key": picture.key}, "segment": {"key": segment.key}} if segment else None


def picture(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, *picture_work(build, build.scene())).key}


def segment(build: Build) -> dict[str, object]:
    record = perform(build.order, SEGMENT_STAGE, segment_inputs(build))
    if made_for(build.order, record):
        make_seams_of(build, build.order)
    return {"key": record.key}


def score(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, *score_work(build)).key}


def sound(build: Build) -> dict[str, object]:
    return {"key": perform(build.order, SOUND, sound_inputs(build)).key}


def master(build: Build) -> dict[str, object]:
    inputs = master_inputs(build)
    make_seams(build.order, inputs.scenes)
    return {"key": perform(build.order, MASTER, inputs).key}


STEPS: dict[str, Callable[[Build], dict[str, object]]] = {
    "write": write,
    "voice": voice,
    "score": score,
    "sound": sound,
    "picture": picture,
    "segment": segment,
    "master": master,
}
