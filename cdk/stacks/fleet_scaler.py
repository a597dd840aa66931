"""What sizes the GPU fleet: a function that looks once a minute, and at every Spot notice.

It reaches the queue, the fleet's group and its own memory in the live table; the record is not its business.
"""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import ArnFormat, Duration, Size, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.config import Config
from cdk.stacks.data import Data
from cdk.stacks.findings import acknowledge
from cdk.stacks.studio_function import Shape, StudioFunction

LOOK = Shape(memory=256, disk=Size.mebibytes(512), timeout=Duration.seconds(30))
EVERY = Duration.minutes(1)
"""The shortest that a schedule knows."""


class FleetScaler(Construct):
    def __init__(
        self,
        scope: Construct,
        config: Config,
        data: Data,
        queue: sqs.Queue,
        *,
        source: Path,
        layer: lambda_.ILayerVersion,
        values: Mapping[str, str],
    ) -> None:
        super().__init__(scope, "FleetScaler")
        made = StudioFunction(self, "scale_fleet", config, LOOK, source=source, layer=layer, values=values)
        self.function = made.function
        _allow_looking(self.function, queue)
        _allow_resizing(self.function, config)
        _allow(self.function, data.live.table_arn, "dynamodb:PutItem", "dynamodb:DeleteItem")
        target = targets.LambdaFunction(self.function)
        events.Rule(self, "EveryMinute", schedule=events.Schedule.rate(EVERY), targets=[target])
        notice = events.EventPattern(source=["aws.ec2"], detail_type=["EC2 Spot Instance Interruption Warning"])
        events.Rule(self, "SpotNotice", event_pattern=notice, targets=[target])


def _allow_looking(function: lambda_.Function, queue: sqs.Queue) -> None:
    _allow(function, queue.queue_arn, "sqs:GetQueueAttributes", "sqs:GetQueueUrl")
    _allow(function, "*", "cloudwatch:GetMetricStatistics", "autoscaling:DescribeAutoScalingGroups")
    assert function.role is not None
    acknowledge(function.role, "IAM5[Resource::*]", "Metrics and groups are read without a resource to be narrowed to.")


def _allow_resizing(function: lambda_.Function, config: Config) -> None:
    """AWS puts an id of its own into a group's ARN, before the name."""
    stack = Stack.of(function)
    name = f"*:autoScalingGroupName/{config.fleet}"
    group = stack.format_arn(
        service="autoscaling",
        resource="autoScalingGroup",
        resource_name=name,
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    _allow(function, group, "autoscaling:SetDesiredCapacity")
    known = f"arn:<AWS::Partition>:autoscaling:{stack.region}:<AWS::AccountId>:autoScalingGroup:{name}"
    assert function.role is not None
    acknowledge(function.role, f"IAM5[Resource::{known}]", "One group, by its name; only AWS knows its id.")


def _allow(function: lambda_.Function, resource: str, *actions: str) -> None:
    function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=[resource]))
