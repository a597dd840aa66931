"""Chooses the adapters of what sizes the GPU fleet: apart from the studio's, which it has no use for."""

from mutoscope.adapters.aws.asg_fleet import AsgFleet
from mutoscope.adapters.aws.dynamodb_tickets import DynamoDbTickets
from mutoscope.adapters.aws.sqs_backlog import SqsBacklog
from mutoscope.fleet.scale import Scaler
from mutoscope.fleet.sizing import Limits
from mutoscope.settings import settings


def open_scaler() -> Scaler:
    """It needs no record."""
    chosen = settings()
    limits = Limits(
        least=chosen.fleet_least,
        most=chosen.fleet_most,
        order_seconds=chosen.fleet_order_seconds,
        held_at_once=chosen.gpu_in_flight,
    )
    return Scaler(SqsBacklog(chosen, chosen.gpu_queue), AsgFleet(chosen), DynamoDbTickets(chosen), limits)
