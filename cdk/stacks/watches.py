"""The table of alarms (`cdk/alarms.toml`) over the parts of one environment: a row may stand for several alarms."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from mutoscope.measures import ENVIRONMENT, NAMESPACE

TABLE = Path(__file__).parent.parent / "alarms.toml"
PERIOD_MINUTES = 5
Parts = Mapping[str, Mapping[str, Mapping[str, str]]]
"""For each `of` its parts by name, with the dimensions CloudWatch knows them by: `{"api": {"": {"ApiId": ...}}}`."""


class Tier(StrEnum):
    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Row:
    name: str
    tier: str
    says: str
    metric: tuple[str, str, str]
    """Namespace, name and statistic."""
    above: float | None = None
    below: float | None = None
    periods: int = 1
    of: str = ""
    needs: str = ""
    per: str = ""
    share_of: str = ""


@dataclass(frozen=True)
class Watch:
    name: str
    tier: Tier
    says: str
    metric: cloudwatch.IMetric
    bound: float
    is_above: bool
    periods: int


def rows() -> list[Row]:
    return [Row(**{**each, "metric": tuple(each["metric"])}) for each in tomllib.loads(TABLE.read_text())["watch"]]


def watches(parts: Parts, environment: str) -> Iterator[Watch]:
    """A row whose part is not there, such as the queue of a fleet that is off, watches nothing."""
    own = {ENVIRONMENT: environment}
    for row in rows():
        if row.needs and row.needs not in parts:
            continue
        for part, dimensions in parts.get(row.of, {}).items() if row.of else [("", {})]:
            told = own if row.metric[0] == NAMESPACE else dict(dimensions)
            yield _watch(row, f"{row.name}-{part}" if part else row.name, told)


def _watch(row: Row, name: str, dimensions: dict[str, str]) -> Watch:
    bound = row.above if row.above is not None else row.below
    assert bound is not None, row.name
    return Watch(name, Tier(row.tier), row.says, _metric(row, dimensions), bound, row.above is not None, row.periods)


def _metric(row: Row, dimensions: dict[str, str]) -> cloudwatch.IMetric:
    namespace, name, statistic = row.metric
    part = metric(namespace, name, statistic, dimensions)
    if not row.per and not row.share_of:
        return part
    other = metric(namespace, row.per or row.share_of, statistic, dimensions)
    whole = "(FILL(part,0)+FILL(other,0))" if row.per else "FILL(other,0)"
    return cloudwatch.MathExpression(
        expression=f"IF({whole}>=10, 100*FILL(part,0)/{whole}, 0)",
        using_metrics={"part": part, "other": other},
        label=f"{name}, per cent",
        period=Duration.minutes(PERIOD_MINUTES),
    )


def metric(
    namespace: str,
    name: str,
    statistic: str,
    dimensions: Mapping[str, str] | None = None,
    *,
    minutes: int = PERIOD_MINUTES,
) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        statistic=statistic,
        period=Duration.minutes(minutes),
        dimensions_map=dict(dimensions or {}),
    )
