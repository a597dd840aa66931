"""The `Fleet` port over an EC2 Auto Scaling group, each of whose instances runs one worker.

Which instance goes is the group's choice: a worker that is told to go hands back what it holds within a second.
"""

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.errors import Unavailable
from mutoscope.ports import Instances
from mutoscope.settings import Settings

_WHAT = "The fleet"
_LEAVING = ("Terminating", "Terminated", "Detaching", "Detached")


class AsgFleet:
    def __init__(self, settings: Settings) -> None:
        self._autoscaling = client("autoscaling", settings)
        self._name = settings.fleet_group

    def look(self) -> Instances:
        with translated(_WHAT):
            answer = self._autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[self._name])
        if not answer["AutoScalingGroups"]:
            raise Unavailable(what=_WHAT)
        [group] = answer["AutoScalingGroups"]
        states = [instance["LifecycleState"] for instance in group["Instances"]]
        wanted = group["DesiredCapacity"]
        running = sum(state == "InService" for state in states)
        draining = sum(state.startswith(_LEAVING) for state in states)
        return Instances(wanted, running, starting=max(0, wanted - running), draining=draining)

    def resize(self, wanted: int) -> None:
        with translated(_WHAT):
            self._autoscaling.set_desired_capacity(
                AutoScalingGroupName=self._name, DesiredCapacity=wanted, HonorCooldown=False
            )
