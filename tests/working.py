"""A studio's queue, worked off in the process of the test."""

from mutoscope.adapters.aws.session import client
from mutoscope.adapters.aws.step_functions_builds import state_machine_arn
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio

MOST_WAITS = 5
"""Seconds. A build whose message the test itself has taken is not waited for longer."""


def work_off(studio: Studio) -> int:
    """Until the queue stays empty; answers how many messages that were.

    A build that is on its way to its next stage is waited for, however slow the machine is.
    """
    done = waited = 0
    while waited == 0 or (waited < MOST_WAITS and _is_building(studio)):
        received = studio.work.receive(wait=1)
        waited += 1
        if received is not None:
            take(studio, received)
            done, waited = done + 1, 0
    return done


def _is_building(studio: Studio) -> bool:
    steps = client("stepfunctions", studio.settings)
    arn = state_machine_arn(steps, studio.settings.film_state_machine)
    return bool(steps.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"])
