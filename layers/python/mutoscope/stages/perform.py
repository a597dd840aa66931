"""Performing a stage: from the cache, or once, under a lease, with its result stored whole.

A finished stage never runs again for the same inputs; of two workers with the same stage one works, the other waits.
"""

import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mutoscope.accounts.provider_keys import own_settings
from mutoscope.credits.usage import record_usage
from mutoscope.engines.understanding import SpokenBefore
from mutoscope.errors import HandedBack, MutoscopeError, Unavailable
from mutoscope.jobs.job import Job
from mutoscope.jobs.pulse import HOLD_SECONDS, Pulse
from mutoscope.media.inputs import JOB_RESULT, fetch_input
from mutoscope.media.references import fetch_reference, is_reference
from mutoscope.media.use import fetch_result
from mutoscope.observability import logger
from mutoscope.ports import LiveView, MarkState, StageMark
from mutoscope.stages.stage import Bench, F, I, Record, Stage
from mutoscope.stages.store import content_type, find_record, prefix, read_record, save_files, save_record
from mutoscope.studio import Studio

_REPORT_EVERY = 1.0
MOST_RUNS = 6
"""Three attempts for what passes, and as many again for workers that were killed from outside."""


class StageKeepsDying(MutoscopeError):
    """The stage {stage} was begun {runs} times and its worker died each time."""

    code = "stage_keeps_dying"
    hint = "Look into the studio's log; a worker that runs out of memory leaves no error there, only its end."


class StageHeld(Unavailable):
    """Another worker is at work on this stage."""

    code = "stage_held"


@dataclass(frozen=True)
class Order:
    """Whose stage this is: the job it is made for, the scene it belongs to, and the worker's pulse."""

    studio: Studio
    job: Job
    scene: str | None
    pulse: Pulse


def shown_at(user_id: str, job_id: str, scene: str | None, name: str) -> str:
    """Where a file of a stage that is under way can be seen."""
    return f"temp/{user_id}/{job_id}/{scene or '1'}/{name}"


def perform(order: Order, stage: Stage[I, F], inputs: I) -> Record:
    key = stage.key(inputs)
    found = find_record(order.studio.media, order.job.user_id, key)
    if found is None:
        with _lease(order, key) as lease:
            found = find_record(order.studio.media, order.job.user_id, key) or _run(order, stage, inputs, key, lease)
    return _told(order, found, stage, inputs)


def recall(order: Order, stage: Stage[I, F], inputs: I) -> Record | None:
    """What `perform` would answer from the cache; nothing where it would have to work."""
    found = find_record(order.studio.media, order.job.user_id, stage.key(inputs))
    if found is not None:
        _told(order, found, stage, inputs)
    return found


def made_for(order: Order, record: Record) -> bool:
    """False for what was in the cache."""
    return record.job_id == order.job.job_id and record.scene == order.scene


def _told(order: Order, found: Record, stage: Stage[I, F], inputs: I) -> Record:
    if made_for(order, found):
        record_usage(order.studio, found, stage, inputs)
    _mark_done(order, stage.name, found)
    return found


@dataclass(frozen=True)
class _Lease:
    """One stage held by one worker. Whoever was silent for too long may have lost it, and finds out by renewing."""

    live: LiveView
    name: str
    holder: str

    def renew(self) -> None:
        """Raises StageHeld when another worker has it."""
        if not self.live.take_lease(self.name, self.holder, HOLD_SECONDS):
            raise StageHeld(what="The stage")


@contextmanager
def _lease(order: Order, key: str) -> Iterator[_Lease]:
    lease = _Lease(order.studio.live, f"{order.job.user_id}/{key}", uuid.uuid4().hex)
    lease.renew()
    try:
        with order.pulse.beating(lease.renew):
            yield lease
    finally:
        lease.live.drop_lease(lease.name, lease.holder)


def _run(order: Order, stage: Stage[I, F], inputs: I, key: str, lease: _Lease) -> Record:
    studio, job = order.studio, order.job
    runs = studio.live.count_run(job.job_id, stage.name, order.scene)
    if runs > MOST_RUNS:
        raise StageKeepsDying(stage=stage.name, runs=runs - 1)
    _mark(order, StageMark(stage.name, order.scene, MarkState.RUNNING, runs, False, 0.0, 0.0))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        bench = _bench(order, stage.name, runs, Path(folder))
        facts = _made(order, stage, inputs, bench)
        # A worker that was silent for longer than its lease, frozen or cut off, may come after another one's result.
        lease.renew()
        finished = find_record(studio.media, job.user_id, key)
        if finished is not None:
            return finished
        files = save_files(studio.media, job.user_id, key, bench.folder)
    record = Record(
        stage=stage.name,
        key=key,
        job_id=job.job_id,
        scene=order.scene,
        runs=runs,
        seconds=round(time.monotonic() - started, 3),
        files=files,
        facts=facts.model_dump(mode="json"),
    )
    save_record(studio.media, job.user_id, record)
    logger.info(
        "stage finished", stage=stage.name, scene=order.scene, job_id=job.job_id, key=key, seconds=record.seconds
    )
    return record


def _made(order: Order, stage: Stage[I, F], inputs: I, bench: Bench) -> F:
    try:
        return stage.run(inputs, bench)
    except HandedBack:
        order.studio.live.forgive_run(order.job.job_id, stage.name, order.scene)
        raise


def _bench(order: Order, name: str, runs: int, root: Path) -> Bench:
    studio, user_id = order.studio, order.job.user_id
    folder, scratch = root / "result", root / "scratch"
    folder.mkdir()
    scratch.mkdir()
    told = time.monotonic()

    def fetch(key: str, file: str) -> Path:
        target = scratch / f"{key}-{file}"
        if not target.exists():
            studio.media.fetch(prefix(user_id, key) + file, target)
        return target

    def bring(key: str) -> Path:
        target = scratch / f"input-{key.replace('/', '-')}"
        if not target.exists():
            _bring(studio, user_id, key, target)
        return target

    def report(share: float) -> None:
        nonlocal told
        order.pulse.check()
        if time.monotonic() - told >= _REPORT_EVERY:
            told = time.monotonic()
            _mark(order, StageMark(name, order.scene, MarkState.RUNNING, runs, False, 0.0, share))

    def show(path: Path) -> None:
        studio.media.put_file(
            shown_at(user_id, order.job.job_id, order.scene, path.name), path, content_type(path.name)
        )

    return Bench(
        settings=studio.settings,
        own_settings=lambda: own_settings(studio, user_id),
        folder=folder,
        scratch=scratch,
        fetch=fetch,
        bring=bring,
        spoken=partial(_spoken_before, studio, user_id),
        read=lambda key: read_record(studio.media, user_id, key),
        report=report,
        show=show,
    )


def _spoken_before(studio: Studio, user_id: str, samples: int) -> Sequence[SpokenBefore]:
    # Comparing sounds takes numpy, and only a transcription asks for it.
    from mutoscope.stages.spoken_before import spoken_before

    return spoken_before(studio, user_id, samples)


def _bring(studio: Studio, user_id: str, key: str, target: Path) -> None:
    if JOB_RESULT.fullmatch(key):
        fetch_result(studio, user_id, key, target)
    else:
        (fetch_reference if is_reference(key) else fetch_input)(studio.media, user_id, key, target)


def _mark_done(order: Order, name: str, record: Record) -> None:
    made_here = made_for(order, record)
    _mark(
        order,
        StageMark(
            name=name,
            scene=order.scene,
            state=MarkState.DONE,
            runs=record.runs if made_here else 0,
            cached=not made_here,
            seconds=record.seconds if made_here else 0.0,
            progress=1.0,
        ),
    )


def _mark(order: Order, mark: StageMark) -> None:
    order.studio.live.mark(order.job.job_id, mark)
    order.studio.news.changed(order.job.user_id, order.job.job_id)
