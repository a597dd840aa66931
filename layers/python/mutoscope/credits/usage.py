"""What a job used, a row for each stage it ran: its end is charged from these, so each is written once, before it."""

from typing import Any

from mutoscope.credits.prices import charge_for
from mutoscope.measures import Measure, count, time_taken
from mutoscope.stages.stage import Frozen, Record, Stage
from mutoscope.studio import Studio

STUDIO = "mutoscope"
COST_MICROS: dict[str, int] = {}
"""What a unit of an engine's work costs us, in millionths of a dollar; the embedded engines cost nothing."""


def record_usage(studio: Studio, record: Record, stage: Stage[Any, Any], inputs: Frozen) -> None:
    """For a stage that its job ran itself. Writing it again changes nothing."""
    charge = charge_for(stage, inputs)
    engine = getattr(inputs, "engine", None)
    service = engine.name if engine else STUDIO
    studio.database.row(
        "add_usage",
        job_id=record.job_id,
        stage_key=record.key,
        service=service,
        operation=stage.name,
        scene=record.scene,
        units=charge.units,
        unit=charge.unit,
        credits=charge.credits,
        cost_micros=charge.units * COST_MICROS.get(service, 0),
        seconds=record.seconds,
    )
    time_taken(studio.settings, Measure.STAGE_SECONDS, record.seconds, stage=stage.name)
    count(studio.settings, Measure.ENGINE_UNITS, charge.units, service=service, unit=charge.unit)
    count(studio.settings, Measure.CREDITS_USED, charge.credits)
