"""The fleet's scaler: it sees how long the queue is and who runs, and resizes one group."""

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam

from cdk.stacks.findings import acknowledge
from cdk.stacks.grants.data import allow_live
from cdk.stacks.grants.permission import allow
from cdk.stacks.reach import Reach


def allow_scaling(role: iam.Role, reach: Reach) -> None:
    """Its own memory is in the live table; the record is not its business."""
    _allow_looking(role, reach)
    _allow_resizing(role, reach)
    allow_live(role, reach, "PutItem", "DeleteItem")


def _allow_looking(role: iam.Role, reach: Reach) -> None:
    assert reach.pipeline.gpu is not None
    allow(role, reach.pipeline.gpu.queue_arn, "sqs:GetQueueAttributes", "sqs:GetQueueUrl")
    allow(role, "*", "cloudwatch:GetMetricStatistics", "autoscaling:DescribeAutoScalingGroups")
    acknowledge(role, "IAM5[Resource::*]", "Metrics and groups are read without a resource to be narrowed to.")


def _allow_resizing(role: iam.Role, reach: Reach) -> None:
    """AWS puts an id of its own into a group's ARN, before the name."""
    stack = Stack.of(role)
    name = f"*:autoScalingGroupName/{reach.config.fleet}"
    group = stack.format_arn(
        service="autoscaling",
        resource="autoScalingGroup",
        resource_name=name,
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    allow(role, group, "autoscaling:SetDesiredCapacity")
    known = f"arn:<AWS::Partition>:autoscaling:{stack.region}:<AWS::AccountId>:autoScalingGroup:{name}"
    acknowledge(role, f"IAM5[Resource::{known}]", "One group, by its name; only AWS knows its id.")
