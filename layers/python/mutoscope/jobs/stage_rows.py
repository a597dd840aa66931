"""A job's account of its stages, as the live table has it now."""

from mutoscope.jobs.job import StageRow
from mutoscope.ports import MarkState, StageMark
from mutoscope.studio import Studio


def stage_rows(studio: Studio, job_id: str) -> tuple[StageRow, ...]:
    return tuple(map(stage_row, studio.live.marks(job_id)))


def stage_row(mark: StageMark, *, is_over: bool = False) -> StageRow:
    """A stage that was under way when its job ended, without a result of its own, is stopped."""
    is_stopped = is_over and mark.state is MarkState.RUNNING
    return StageRow(
        name=mark.name,
        scene=mark.scene,
        status="stopped" if is_stopped else mark.state.value,
        runs=mark.runs,
        cached=mark.cached,
        seconds=mark.seconds,
    )
