"""The end of a build: a finished film's files move to outputs/ and its job is delivered; a failed one says why.

Settling again changes nothing: `jobs.attempt` is the fence, and the copies are the same bytes.
"""

import unicodedata

from mutoscope.errors import MutoscopeError
from mutoscope.films.film import Film
from mutoscope.films.times import measured_times
from mutoscope.films.variants import VARIANTS
from mutoscope.jobs.finish import complete, fail
from mutoscope.jobs.job import DeliveredFile, Job, JobError, JobResult, SceneTime
from mutoscope.jobs.messages import BuildState, Parts
from mutoscope.jobs.stage_rows import stage_rows
from mutoscope.stages.contracts.master import MANIFEST, SUBRIP, THUMBNAIL, VIDEO, WEBVTT, MasterFacts
from mutoscope.stages.contracts.score import MIDI
from mutoscope.stages.contracts.sound import AAC
from mutoscope.stages.contracts.voice import VoiceFacts
from mutoscope.stages.store import content_type, prefix, read_record
from mutoscope.studio import Studio

_NAMES = dict(zip(VARIANTS, (VIDEO, AAC, THUMBNAIL, SUBRIP, WEBVTT, MANIFEST), strict=True))
SCORE_NOTES = "midi"
"""The notes of the music that was composed for it; a film without music, or with music of one's own, has none."""


class BuildFailed(MutoscopeError):
    """The build stopped at {where}: {reason}."""

    code = "build_failed"
    hint = "Order the film again; its finished stages are kept. If it stays so, look into the studio's log."


def settle(studio: Studio, job: Job, film: Film, state: BuildState) -> None:
    """Delivers the film at this attempt, if it is not delivered yet."""
    assert state.master is not None
    assert state.parts is not None
    record = read_record(studio.media, film.user_id, state.master.key)
    facts = MasterFacts.model_validate(record.facts)
    made_by = dict.fromkeys(_NAMES.values(), record.key) | {AAC: state.parts.sound.key}
    files = {variant: _deliver(studio, job, film, made_by[name], facts.title, name) for variant, name in _NAMES.items()}
    score = read_record(studio.media, film.user_id, state.parts.score.key)
    if any(file.name == MIDI for file in score.files):
        files[SCORE_NOTES] = _deliver(studio, job, film, score.key, facts.title, MIDI)
    result = JobResult(
        files=files,
        facts=facts.model_dump(),
        scenes=_scene_times(studio, film, state.parts),
        stages=stage_rows(studio, job.job_id),
    )
    complete(studio, job, result)


def _scene_times(studio: Studio, film: Film, parts: Parts) -> tuple[SceneTime, ...]:
    assert film.script is not None, "a film that is built was written"
    voices = {scene.scene_id: scene.voice.key for scene in parts.scenes}
    keys = [voices[scene.scene_id] for scene in film.script.scenes]
    records = [read_record(studio.media, film.user_id, key) for key in keys]
    return measured_times([VoiceFacts.model_validate(record.facts) for record in records])


def settle_failed(studio: Studio, job: Job, state: BuildState) -> None:
    """Ends the job as failed, with the typed failure that a stage gave, or what Step Functions says of it."""
    fail(studio, job, failure_of(state.error or {}))


def failure_of(error: dict[str, str]) -> JobError:
    try:
        return JobError.model_validate_json(error.get("Cause", ""))
    except ValueError:
        reason = {"States.Timeout": "a stage took longer than it may"}.get(error.get("Error", ""), "it was stopped")
        failed = BuildFailed(where="a stage", reason=reason)
        return JobError(code=failed.code, message=failed.message, hint=failed.advice)


def slug(title: str) -> str:
    """The title as a file name: words of letters and digits of any script, at most 60 characters."""
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in title.lower())
    return "-".join("".join(kept).split())[:60].strip("-") or "film"


def _deliver(studio: Studio, job: Job, film: Film, key: str, title: str, name: str) -> DeliveredFile:
    target = f"outputs/{film.user_id}/{job.job_id}/{name}"
    studio.media.copy(prefix(film.user_id, key) + name, target)
    suffix = name.rpartition(".")[2]
    return DeliveredFile(key=target, filename=f"{slug(title)}.{suffix}", content_type=content_type(name))
