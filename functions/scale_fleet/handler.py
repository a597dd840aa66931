"""The Lambda that sizes the GPU fleet: it looks once a minute, and when an instance is about to be taken.

It never asks the record, which would keep the database awake.
"""

import time

from aws_lambda_powertools.utilities.typing import LambdaContext

from mutoscope.bootstrap_scaler import open_scaler

SPOT_NOTICE = "EC2 Spot Instance Interruption Warning"


def handler(event: dict[str, object], _context: LambdaContext) -> None:
    open_scaler().scale(time.time(), noticed=int(event.get("detail-type") == SPOT_NOTICE))
