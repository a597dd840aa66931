"""The `Backlog` port over SQS: how many messages there are, and from CloudWatch how old the oldest is.

SQS itself does not tell the age. The metric lags by minutes, and a queue that was idle for hours has none.
"""

from datetime import UTC, datetime, timedelta

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.adapters.aws.sqs_queue import SqsQueue
from mutoscope.ports import Waiting
from mutoscope.settings import Settings

_WHAT = "The queue"
_WAITING, _HELD = "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"
_RECENT = timedelta(minutes=3)


class SqsBacklog:
    def __init__(self, settings: Settings, name: str) -> None:
        self._sqs = client("sqs", settings)
        self._cloudwatch = client("cloudwatch", settings)
        self._queue = SqsQueue(settings, name)
        self._name = name

    def look(self) -> Waiting:
        with translated(_WHAT):
            answer = self._sqs.get_queue_attributes(QueueUrl=self._queue.url, AttributeNames=[_WAITING, _HELD])
        counts = answer["Attributes"]
        waiting = int(counts[_WAITING])
        return Waiting(waiting, int(counts[_HELD]), self._oldest_seconds() if waiting else 0.0)

    def _oldest_seconds(self) -> float:
        now = datetime.now(UTC)
        with translated(_WHAT):
            answer = self._cloudwatch.get_metric_statistics(
                Namespace="AWS/SQS",
                MetricName="ApproximateAgeOfOldestMessage",
                Dimensions=[{"Name": "QueueName", "Value": self._name}],
                StartTime=now - _RECENT,
                EndTime=now,
                Period=60,
                Statistics=["Maximum"],
            )
        newest = max(answer["Datapoints"], key=lambda point: point["Timestamp"], default=None)
        return float(newest["Maximum"]) if newest else 0.0
