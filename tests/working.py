"""A studio's queue, worked off in the process of the test."""

import time

from mutoscope.adapters.aws.session import client
from mutoscope.adapters.aws.step_functions_builds import state_machine_arn
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio

MOST_SECONDS = 5.0
"""A build whose message the test itself has taken is not waited for longer."""
LOOK_SECONDS = 0.05


def work_off(studio: Studio) -> int:
    """Until the queue stays empty; answers how many messages that were.

    A build that is on its way to its next stage is waited for, however slow the machine is.
    """
    done = 0
    until = time.monotonic() + MOST_SECONDS
    while True:
        received = studio.work.receive(wait=0)
        if received is not None:
            take(studio, received)
            done, until = done + 1, time.monotonic() + MOST_SECONDS
        elif time.monotonic() > until or not _is_building(studio):
            return done
        else:
            time.sleep(LOOK_SECONDS)


def _is_building(studio: Studio) -> bool:
    steps = client("stepfunctions", studio.settings)
    arn = state_machine_arn(steps, studio.settings.film_state_machine)
    return bool(steps.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"])
