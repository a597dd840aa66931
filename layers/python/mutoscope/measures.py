"""What the studio counts of itself, by name: one line of JSON in CloudWatch's embedded format, which costs no request.

The code, the alarms and the dashboards know a measure by this one name and its environment, since an account may hold
several. On a laptop nothing is written.
"""

from enum import StrEnum
from typing import Any

from mutoscope.settings import Settings

NAMESPACE = "Mutoscope"
ENVIRONMENT = "Environment"
"""The dimension that every measure has."""


class Measure(StrEnum):
    JOBS_COMPLETED = "JobsCompleted"
    JOBS_FAILED = "JobsFailed"
    JOBS_CANCELLED = "JobsCancelled"
    FILMS_COMPLETED = "FilmsCompleted"
    FILMS_FAILED = "FilmsFailed"
    FILM_SECONDS = "FilmSeconds"
    """From the order to the delivery, of films that were delivered."""
    STAGE_SECONDS = "StageSeconds"
    """Of a stage that ran, by its name: what a film costs follows from their sum."""
    ENGINE_UNITS = "EngineUnits"
    """What an engine made, by its name and unit: characters spoken, tokens written, pictures drawn."""
    CREDITS_USED = "CreditsUsed"
    REGISTRATIONS = "Registrations"
    DATABASE_FAILURES = "DatabaseFailures"
    """Requests that the database did not answer; one that wakes is none."""
    CARD_OUT_OF_MEMORY = "CardOutOfMemory"


def count(settings: Settings, measure: Measure, value: float = 1, **dimensions: str) -> None:
    _write(settings, measure, "Count", value, dimensions)


def time_taken(settings: Settings, measure: Measure, seconds: float, **dimensions: str) -> None:
    _write(settings, measure, "Seconds", seconds, dimensions)


def _write(settings: Settings, measure: Measure, unit: Any, value: float, dimensions: dict[str, str]) -> None:
    if not settings.emits_metrics:
        return
    # Imported here, since most functions behind the API never count anything.
    from aws_lambda_powertools.metrics import single_metric

    with single_metric(name=measure.value, unit=unit, value=value, namespace=NAMESPACE) as metric:
        metric.add_dimension(ENVIRONMENT, settings.environment)
        for name, of in dimensions.items():
            metric.add_dimension(name.capitalize(), of)
