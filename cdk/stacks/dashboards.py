"""Four pages to look at: the business, the machinery, the engines, and what a film costs.

They show AWS's own metrics and those that the studio writes to its log (`mutoscope.measures`).
"""

import tomllib
from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk.config import Config
from cdk.packaging import ROOT
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.shape import STAGE
from cdk.stacks.watches import Parts, metric
from mutoscope.measures import NAMESPACE, Measure

PRICES = ROOT / "layers" / "python" / "mutoscope" / "costs" / "prices.toml"
_DAY, _HOUR = 24 * 60, 60
_STAGES = "SEARCH('{Mutoscope,Stage} MetricName=\"StageSeconds\"', 'p95', 300)"
_ENGINES = "SEARCH('{Mutoscope,Service,Unit} MetricName=\"EngineUnits\"', 'Sum', 3600)"
_CARDS = "SEARCH('{Mutoscope/Models,card}', 'Average', 300)"
Graph = tuple[str, Sequence[cloudwatch.IMetric]]


class DashboardsStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, parts: Parts) -> None:
        super().__init__(scope, config, "dashboards")
        pages = {
            "business": _business(),
            "technical": _technical(parts),
            "engines": _engines(),
            "film-cost": _costs(parts),
        }
        for name, graphs in pages.items():
            widgets = [cloudwatch.GraphWidget(title=title, left=list(shown), width=12) for title, shown in graphs]
            page = cloudwatch.Dashboard(self, name, dashboard_name=f"mutoscope-{config.name}-{name}")
            page.add_widgets(*widgets)


def _business() -> Sequence[Graph]:
    return [
        ("Films delivered and failed, a day", [_own(Measure.FILMS_COMPLETED, _DAY), _own(Measure.FILMS_FAILED, _DAY)]),
        ("Registrations, a day", [_own(Measure.REGISTRATIONS, _DAY)]),
        ("Credits used, a day", [_own(Measure.CREDITS_USED, _DAY)]),
        ("Jobs by how they ended, an hour", [_own(each, _HOUR) for each in _ENDS]),
        (
            "Seconds from a film's order to its delivery",
            [_own(Measure.FILM_SECONDS, 5, each) for each in ("p50", "p95")],
        ),
    ]


_ENDS = (Measure.JOBS_COMPLETED, Measure.JOBS_FAILED, Measure.JOBS_CANCELLED)


def _technical(parts: Parts) -> Sequence[Graph]:
    (api,), (cluster,), (film,) = (parts[each].values() for each in ("api", "cluster", "film"))
    lines = [
        dimensions for name in ("interactive", "work", "batch", "gpu") for dimensions in parts.get(name, {}).values()
    ]
    answering = [metric("AWS/Lambda", "Duration", "p95", each) for each in parts["answering"].values()]
    return [
        ("Requests and errors", [metric("AWS/ApiGateway", name, "Sum", api) for name in ("Count", "4xx", "5xx")]),
        ("Milliseconds of the API", [metric("AWS/ApiGateway", "Latency", each, api) for each in ("p50", "p95", "p99")]),
        ("Milliseconds of functions that never wait, p95", answering),
        (
            "Waiting in each line",
            [metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", of) for of in lines],
        ),
        ("Database size in use, per cent", [metric("AWS/RDS", "ACUUtilization", "Average", cluster)]),
        ("Database connections", [metric("AWS/RDS", "DatabaseConnections", "Maximum", cluster)]),
        ("Films' machines", [metric("AWS/States", f"Executions{each}", "Sum", film) for each in _ENDINGS]),
        ("Cards: use, memory, heat", [_searched(_CARDS, "")]),
    ]


_ENDINGS = ("Started", "Succeeded", "Failed", "TimedOut")


def _engines() -> Sequence[Graph]:
    return [
        ("What engines made, an hour: characters, tokens, pictures", [_searched(_ENGINES, "")]),
        ("Seconds of a stage, p95", [_searched(_STAGES, "")]),
        ("Cards out of memory", [_own(Measure.CARD_OUT_OF_MEMORY, _HOUR)]),
    ]


def _costs(parts: Parts) -> Sequence[Graph]:
    """Stages on Lambda and the machine's transitions; cards, storage and letters are in `mutoscope cost`."""
    (film,) = parts["film"].values()
    prices = {name: each["dollars"] for name, each in tomllib.loads(PRICES.read_text())["prices"].items()}
    second = STAGE.memory / 1024 * prices["lambda_gb_seconds"]
    used = {
        "stages": cloudwatch.MathExpression(
            expression="SUM(SEARCH('{Mutoscope,Stage} MetricName=\"StageSeconds\"', 'Sum', 86400))",
            using_metrics={},
            period=Duration.days(1),
        ),
        "films": _own(Measure.FILMS_COMPLETED, _DAY),
        "builds": metric("AWS/States", "ExecutionsStarted", "Sum", film, minutes=_DAY),
    }
    cost = f"(FILL(stages,0)*{second:.10f} + FILL(builds,0)*110*{prices['step_transitions']:.7f})"
    a_film = cloudwatch.MathExpression(
        expression=f"IF(films>0, {cost}/films)", using_metrics=used, label="dollars a film", period=Duration.days(1)
    )
    all_films = cloudwatch.MathExpression(
        expression=f"{cost} + 0*FILL(films,0)", using_metrics=used, label="dollars a day", period=Duration.days(1)
    )
    return [("What a delivered film costs to build, dollars", [a_film]), ("All of them, dollars a day", [all_films])]


def _own(measure: Measure, minutes: int, statistic: str = "Sum") -> cloudwatch.Metric:
    return metric(NAMESPACE, measure.value, statistic, minutes=minutes)


def _searched(expression: str, label: str) -> cloudwatch.MathExpression:
    return cloudwatch.MathExpression(expression=expression, using_metrics={}, label=label)
