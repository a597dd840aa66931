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
from cdk.stacks.measured import Measured, searched
from cdk.stacks.shape import STAGE
from cdk.stacks.watches import Parts, metric
from mutoscope.measures import Measure

PRICES = ROOT / "layers" / "python" / "mutoscope" / "costs" / "prices.toml"
_DAY, _HOUR = 24 * 60, 60
Graph = tuple[str, Sequence[cloudwatch.IMetric]]


class DashboardsStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, parts: Parts) -> None:
        super().__init__(scope, config, "dashboards")
        own = Measured(config.name)
        pages = {
            "business": _business(own),
            "technical": _technical(parts, own),
            "engines": _engines(own),
            "film-cost": _costs(parts, own),
        }
        for name, graphs in pages.items():
            widgets = [cloudwatch.GraphWidget(title=title, left=list(shown), width=12) for title, shown in graphs]
            page = cloudwatch.Dashboard(self, name, dashboard_name=f"mutoscope-{config.name}-{name}")
            page.add_widgets(*widgets)


def _business(own: Measured) -> Sequence[Graph]:
    return [
        (
            "Films delivered and failed, a day",
            [own.metric(Measure.FILMS_COMPLETED, _DAY), own.metric(Measure.FILMS_FAILED, _DAY)],
        ),
        ("Registrations, a day", [own.metric(Measure.REGISTRATIONS, _DAY)]),
        ("Credits used, a day", [own.metric(Measure.CREDITS_USED, _DAY)]),
        ("Jobs by how they ended, an hour", [own.metric(each, _HOUR) for each in _ENDS]),
        (
            "Seconds from a film's order to its delivery",
            [own.metric(Measure.FILM_SECONDS, 5, each) for each in ("p50", "p95")],
        ),
    ]


_ENDS = (Measure.JOBS_COMPLETED, Measure.JOBS_FAILED, Measure.JOBS_CANCELLED)


def _technical(parts: Parts, own: Measured) -> Sequence[Graph]:
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
        ("Cards: use, memory, heat", [searched(own.search_cards("Average", 300))]),
    ]


_ENDINGS = ("Started", "Succeeded", "Failed", "TimedOut")


def _engines(own: Measured) -> Sequence[Graph]:
    return [
        (
            "What engines made, an hour: characters, tokens, pictures",
            [searched(own.search(Measure.ENGINE_UNITS, ["Service", "Unit"], "Sum", 3600))],
        ),
        ("Seconds of a stage, p95", [searched(own.search(Measure.STAGE_SECONDS, ["Stage"], "p95", 300))]),
        ("Cards out of memory", [own.metric(Measure.CARD_OUT_OF_MEMORY, _HOUR)]),
    ]


def _costs(parts: Parts, own: Measured) -> Sequence[Graph]:
    """Stages on Lambda and the machine's transitions; cards, storage and letters are in `mutoscope cost`."""
    (film,) = parts["film"].values()
    prices = {name: each["dollars"] for name, each in tomllib.loads(PRICES.read_text())["prices"].items()}
    second = STAGE.memory / 1024 * prices["lambda_gb_seconds"]
    used = {
        "stages": cloudwatch.MathExpression(
            expression=f"SUM({own.search(Measure.STAGE_SECONDS, ['Stage'], 'Sum', 86400)})",
            using_metrics={},
            period=Duration.days(1),
        ),
        "films": own.metric(Measure.FILMS_COMPLETED, _DAY),
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
