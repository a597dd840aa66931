"""The GPU fleet: workers with models on instances with a card, and the function that sizes it.

The function looks once a minute and at every Spot notice. It reaches the queue, the fleet's group and its own memory in
the live table; the record is not its business. Why the group is sized so: docs/decisions/0007.
"""

from aws_cdk import Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from cdk.packaging import Packages
from cdk.stacks.environment import studio_environment
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge
from cdk.stacks.fleet_group import FleetGroup
from cdk.stacks.fleet_worker import FleetWorker, drained
from cdk.stacks.functions import Functions
from cdk.stacks.grants.fleet import allow_scaling
from cdk.stacks.reach import Reach
from cdk.stacks.shape import LOOK

EVERY = Duration.minutes(1)
"""The shortest that a schedule knows."""


class FleetStack(EnvironmentStack):
    def __init__(self, scope: Construct, packages: Packages, reach: Reach, vpc: ec2.IVpc) -> None:
        super().__init__(scope, reach.config, "fleet")
        self.functions = Functions(self, packages, reach, studio_environment(reach))
        self.scaler = self.functions.add("scale_fleet", LOOK, allow_scaling)
        self.cluster = ecs.Cluster(self, "Cluster", vpc=vpc, container_insights_v2=ecs.ContainerInsights.DISABLED)
        why = "Some twenty metrics at 30 cents each, which tell less than worker and group tell of themselves."
        acknowledge(self.cluster, "ECS4", why)
        self.group = FleetGroup(self, reach.config, vpc, self.cluster).group
        drained(self, self.cluster, self.group)
        self.worker = FleetWorker(self, self.cluster, reach, packages.models)
        target = targets.LambdaFunction(self.scaler)
        events.Rule(self, "EveryMinute", schedule=events.Schedule.rate(EVERY), targets=[target])
        notice = events.EventPattern(source=["aws.ec2"], detail_type=["EC2 Spot Instance Interruption Warning"])
        events.Rule(self, "SpotNotice", event_pattern=notice, targets=[target])
