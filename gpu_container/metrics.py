"""The card's readings as CloudWatch metrics (embedded metric format): one line of the log, no call to anybody."""

import json
import time
from collections.abc import Mapping
from typing import TextIO

NAMESPACE = "Mutoscope/Models"
_UNITS = {"percent": "Percent", "mb": "Megabytes"}


def write_metrics(stream: TextIO, card: str, values: Mapping[str, float]) -> None:
    """Specification: Amazon CloudWatch embedded metric format, `_aws.CloudWatchMetrics`."""
    names = [{"Name": name, "Unit": _UNITS.get(name.rpartition("_")[2], "None")} for name in values]
    directive = {"Namespace": NAMESPACE, "Dimensions": [["card"]], "Metrics": names}
    line = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}, "card": card, **values}
    stream.write(json.dumps(line) + "\n")
    stream.flush()
