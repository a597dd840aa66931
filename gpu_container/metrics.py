"""The card's readings as CloudWatch metrics (embedded metric format): one line of the log, no call to anybody.

They are told apart by card, and in the cloud by environment first, since an account may hold several.
"""

import json
import time
from collections.abc import Mapping
from typing import TextIO

from mutoscope.measures import ENVIRONMENT

NAMESPACE = "Mutoscope/Models"
_UNITS = {"percent": "Percent", "mb": "Megabytes"}


def write_metrics(stream: TextIO, environment: str, card: str, values: Mapping[str, float]) -> None:
    """Specification: Amazon CloudWatch embedded metric format, `_aws.CloudWatchMetrics`."""
    names = [{"Name": name, "Unit": _UNITS.get(name.rpartition("_")[2], "None")} for name in values]
    of = ({ENVIRONMENT: environment} if environment else {}) | {"card": card}
    directive = {"Namespace": NAMESPACE, "Dimensions": [[*of]], "Metrics": names}
    line = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}, **of, **values}
    stream.write(json.dumps(line) + "\n")
    stream.flush()
