"""Running a job without a state machine: its recipes through the same stage cache as a film's stages, then delivery.

What was finished of a job that is taken up again is found in the cache.
"""

from dataclasses import dataclass, replace

from mutoscope.errors import HandedBack, MutoscopeError
from mutoscope.jobs.finish import complete, job_error
from mutoscope.jobs.job import DeliveredFile, JobItem, JobOver, JobResult, JobStatus
from mutoscope.jobs.recipes import recipes_of
from mutoscope.jobs.stage_rows import stage_rows
from mutoscope.kinds.kind import Recipe, Recipes
from mutoscope.kinds.registry import require_kind
from mutoscope.notify.announce import announce
from mutoscope.stages.perform import Order, perform
from mutoscope.stages.stage import Record
from mutoscope.stages.store import content_type, prefix


@dataclass(frozen=True)
class _Made:
    """One result of a job, by its number from 1."""

    number: int
    record: Record
    files: dict[str, DeliveredFile]


def run_job(order: Order, *, is_last: bool = False) -> None:
    """Raises what a result failed of, unless each stands alone and it is final; the last time, all failures are."""
    recipes = recipes_of_job(order)
    made: list[_Made] = []
    failed: list[tuple[int, MutoscopeError]] = []
    for number, item in enumerate(recipes.items, start=1):
        try:
            made.append(_make(_order_of(order, recipes, number), number, item))
        except (HandedBack, JobOver):
            raise
        except MutoscopeError as error:
            if not recipes.each_alone:
                raise
            failed.append((number, error))
    again = next((error for _, error in failed if error.retryable and not is_last), None)
    if again is not None or not made:
        raise again or failed[0][1]
    if complete(order.studio, order.job, _result(order, recipes, made, failed)):
        announce(order.studio, replace(order.job, status=JobStatus.COMPLETED))


def recipes_of_job(order: Order) -> Recipes:
    kind = require_kind(order.job.kind)
    return recipes_of(order.studio, order.job.user_id, kind, kind.request.model_validate(order.job.parameters))


def _order_of(order: Order, recipes: Recipes, number: int) -> Order:
    """Each of several results is counted and shown by itself, as a film's scenes are."""
    return order if len(recipes.items) == 1 else replace(order, scene=str(number))


def _make(order: Order, number: int, item: Recipe | MutoscopeError) -> _Made:
    if isinstance(item, MutoscopeError):
        raise item
    for step in item.before:
        perform(order, step.stage, step.inputs)
    record = perform(order, item.stage, item.inputs)
    suffix = f"_{number}" if number > 1 else ""
    stored = {file.name for file in record.files}
    wanted = {f"{variant}{suffix}": name for variant, name in item.files.items() if name in stored}
    return _Made(number, record, {each: _deliver(order, record, name, suffix) for each, name in wanted.items()})


def _result(order: Order, recipes: Recipes, made: list[_Made], failed: list[tuple[int, MutoscopeError]]) -> JobResult:
    facts = {name: value for name, value in made[0].record.facts.items() if isinstance(value, str | int | float)}
    done = [JobItem(number=each.number, status="completed", files=tuple(each.files)) for each in made]
    lost = [JobItem(number=number, status="failed", error=job_error(error)) for number, error in failed]
    several = recipes.each_alone or len(recipes.items) > 1
    return JobResult(
        files={variant: file for each in made for variant, file in each.files.items()},
        facts=facts,
        stages=stage_rows(order.studio, order.job.job_id),
        items=tuple(sorted((*done, *lost), key=lambda item: item.number)) if several else (),
    )


def _deliver(order: Order, record: Record, name: str, suffix: str) -> DeliveredFile:
    job = order.job
    stem, _, extension = name.rpartition(".")
    target = f"outputs/{job.user_id}/{job.job_id}/{stem}{suffix}.{extension}"
    order.studio.media.copy(prefix(job.user_id, record.key) + name, target)
    filename = f"{job.kind}-{job.job_id[-8:]}{suffix.replace('_', '-')}.{extension}"
    return DeliveredFile(key=target, filename=filename, content_type=content_type(name))
