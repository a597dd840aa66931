"""The GPU fleet: a function sizes it, which looks once a minute and at every Spot notice.

It reaches the queue, the fleet's group and its own memory in the live table; the record is not its business.
"""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from cdk.packaging import Packages
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.functions import Functions
from cdk.stacks.grants.fleet import allow_scaling
from cdk.stacks.reach import Reach
from cdk.stacks.shape import LOOK

EVERY = Duration.minutes(1)
"""The shortest that a schedule knows."""


class FleetStack(EnvironmentStack):
    def __init__(self, scope: Construct, packages: Packages, reach: Reach) -> None:
        super().__init__(scope, reach.config, "fleet")
        self.functions = Functions(self, packages, reach)
        self.scaler = self.functions.add("scale_fleet", LOOK, allow_scaling)
        target = targets.LambdaFunction(self.scaler)
        events.Rule(self, "EveryMinute", schedule=events.Schedule.rate(EVERY), targets=[target])
        notice = events.EventPattern(source=["aws.ec2"], detail_type=["EC2 Spot Instance Interruption Warning"])
        events.Rule(self, "SpotNotice", event_pattern=notice, targets=[target])
