"""The `Fleet` port over ECS: one task on each instance, so a service's size is the fleet's.

The capacity provider brings and ends instances as tasks need them. Which task goes is ECS's choice: a worker that is
told to go hands back what it holds.
"""

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.errors import Unavailable
from mutoscope.ports import Instances
from mutoscope.settings import Settings

_WHAT = "The fleet"
_MOST_DESCRIBED = 100


class EcsFleet:
    def __init__(self, settings: Settings) -> None:
        self._ecs = client("ecs", settings)
        self._cluster = settings.fleet_cluster
        self._service = settings.fleet_service

    def look(self) -> Instances:
        with translated(_WHAT):
            services = self._ecs.describe_services(cluster=self._cluster, services=[self._service])["services"]
        if not services:
            raise Unavailable(what=_WHAT)
        [service] = services
        leaving = self._leaving()
        # ECS counts a task until it has stopped, also where its instance takes no more orders.
        running = max(0, service["runningCount"] - sum(leaving))
        wanted = service["desiredCount"]
        return Instances(wanted, running, starting=max(0, wanted - running), draining=len(leaving))

    def resize(self, wanted: int) -> None:
        with translated(_WHAT):
            self._ecs.update_service(cluster=self._cluster, service=self._service, desiredCount=wanted)

    def _leaving(self) -> list[int]:
        """How many tasks run on each instance that drains, for a Spot notice or because it is to go."""
        with translated(_WHAT):
            found = self._ecs.list_container_instances(
                cluster=self._cluster, status="DRAINING", maxResults=_MOST_DESCRIBED
            )["containerInstanceArns"]
            if not found:
                return []
            described = self._ecs.describe_container_instances(cluster=self._cluster, containerInstances=found)
        return [instance["runningTasksCount"] for instance in described["containerInstances"]]
