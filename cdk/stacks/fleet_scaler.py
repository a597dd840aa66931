"""What sizes the GPU fleet: a function that looks once a minute, and at every Spot notice.

It reaches the queue, the fleet's service and its own memory in the live table; the record is not its business.
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
    _allow(function, "*", "cloudwatch:GetMetricStatistics")
    assert function.role is not None
    acknowledge(function.role, "IAM5[Resource::*]", "Reading metrics has no resource to be narrowed to.")


def _allow_resizing(function: lambda_.Function, config: Config) -> None:
    stack, name = Stack.of(function), config.fleet
    cluster = stack.format_arn(service="ecs", resource="cluster", resource_name=name)
    _allow(function, cluster, "ecs:ListContainerInstances")
    service = stack.format_arn(service="ecs", resource="service", resource_name=f"{name}/{name}")
    _allow(function, service, "ecs:DescribeServices", "ecs:UpdateService")
    instances = stack.format_arn(
        service="ecs",
        resource="container-instance",
        resource_name=f"{name}/*",
        arn_format=ArnFormat.SLASH_RESOURCE_NAME,
    )
    _allow(function, instances, "ecs:DescribeContainerInstances")
    known = f"arn:<AWS::Partition>:ecs:{stack.region}:<AWS::AccountId>:container-instance/{name}/*"
    assert function.role is not None
    acknowledge(function.role, f"IAM5[Resource::{known}]", "Instances of the one cluster, whose names AWS makes up.")


def _allow(function: lambda_.Function, resource: str, *actions: str) -> None:
    function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=[resource]))
