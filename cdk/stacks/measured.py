"""The studio's own measures in CloudWatch, those of one environment: an account may hold several.

What has further dimensions, such as stages and engines, is searched for, since nobody lists their names here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch

from cdk.stacks.watches import metric
from mutoscope.measures import ENVIRONMENT, NAMESPACE, Measure

CARDS = f"{NAMESPACE}/Models"
"""Where the workers with models write what their cards do (`gpu_container/metrics.py`)."""


@dataclass(frozen=True)
class Measured:
    environment: str

    def metric(self, measure: Measure, minutes: int, statistic: str = "Sum") -> cloudwatch.Metric:
        return metric(NAMESPACE, measure.value, statistic, {ENVIRONMENT: self.environment}, minutes=minutes)

    def search(self, measure: Measure, by: Sequence[str], statistic: str, seconds: int) -> str:
        return self._search(NAMESPACE, by, f'MetricName="{measure.value}" ', statistic, seconds)

    def search_cards(self, statistic: str, seconds: int) -> str:
        return self._search(CARDS, ["card"], "", statistic, seconds)

    def _search(self, namespace: str, by: Sequence[str], named: str, statistic: str, seconds: int) -> str:
        schema = ",".join((namespace, ENVIRONMENT, *by))
        wanted = f'{{{schema}}} {named}{ENVIRONMENT}="{self.environment}"'
        return f"SEARCH('{wanted}', '{statistic}', {seconds})"


def searched(expression: str) -> cloudwatch.MathExpression:
    return cloudwatch.MathExpression(expression=expression, using_metrics={}, label="")
