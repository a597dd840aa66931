"""Running a job of one stage: the kind's recipe through the same stage cache as a film's stages, then delivery."""

from dataclasses import replace

from mutoscope.films.settle import stage_rows
from mutoscope.jobs.finish import complete
from mutoscope.jobs.job import DeliveredFile, JobResult, JobStatus
from mutoscope.jobs.recipes import recipe_of
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.notify.announce import announce
from mutoscope.stages.perform import Order, perform
from mutoscope.stages.stage import Record
from mutoscope.stages.store import content_type, prefix


def run_job(order: Order) -> None:
    recipe = _recipe(order)
    record = perform(order, recipe.stage, recipe.inputs)
    files = {variant: _deliver(order, record, name) for variant, name in recipe.files.items()}
    facts = {name: value for name, value in record.facts.items() if isinstance(value, str | int | float)}
    if complete(
        order.studio, order.job, JobResult(files=files, facts=facts, stages=stage_rows(order.studio, order.job.job_id))
    ):
        announce(order.studio, replace(order.job, status=JobStatus.COMPLETED))


def _recipe(order: Order) -> Recipe:
    kind = require_kind(order.job.kind)
    return recipe_of(order.studio, order.job.user_id, kind, kind.request.model_validate(order.job.parameters))


def _deliver(order: Order, record: Record, name: str) -> DeliveredFile:
    job = order.job
    target = f"outputs/{job.user_id}/{job.job_id}/{name}"
    order.studio.media.copy(prefix(job.user_id, record.key) + name, target)
    return DeliveredFile(
        key=target, filename=f"{job.kind}-{job.job_id[-8:]}.{name.rpartition('.')[2]}", content_type=content_type(name)
    )
