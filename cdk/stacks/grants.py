"""What each side may touch: an API function orders, cancels and shows; the worker reads, makes and delivers.

Neither may list what is not its own, delete the bucket's other folders, or change the resources themselves.
"""

from collections.abc import Sequence

from aws_cdk import Acknowledgment, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from cdk.stacks.data import Data
from cdk.stacks.pipeline import Pipeline

_FOLDERS = "A folder of the bucket, or the executions of one state machine, are named by a pattern."


def allow_ordering(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    _allow(function, ["s3:PutObject"], _folders(data, "inputs", "stages"))
    _allow(function, ["s3:GetObject"], _folders(data, "outputs", "stages"))
    _allow(function, ["s3:DeleteObject"], _folders(data, "inputs", "outputs"))
    _allow(function, ["dynamodb:Query"], [data.live.table_arn])
    _allow_both(function, data, pipeline)


def allow_working(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    _allow(function, ["s3:GetObject"], _folders(data, "inputs", "references", "stages", "temp"))
    _allow(function, ["s3:PutObject"], _folders(data, "outputs", "stages", "temp"))
    actions = ["Query", "PutItem", "UpdateItem", "DeleteItem"]
    _allow(function, [f"dynamodb:{action}" for action in actions], [data.live.table_arn])
    pipeline.work.grant_consume_messages(function)
    pipeline.film.grant_task_response(function)
    _allow_both(function, data, pipeline)


def _allow_both(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    # Without the right to list, S3 answers 403 for what is not there, and "not made yet" would look like a failure.
    _allow(function, ["s3:ListBucket"], [data.media.bucket_arn])
    pipeline.work.grant_send_messages(function)
    pipeline.film.grant_start_execution(function)
    _allow(function, ["states:DescribeExecution", "states:StopExecution"], [pipeline.executions])
    assert function.role is not None
    Validations.of(function.role).acknowledge(Acknowledgment(id="AwsSolutions-IAM5", reason=_FOLDERS))


def _allow(function: lambda_.Function, actions: Sequence[str], resources: Sequence[str]) -> None:
    function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))


def _folders(data: Data, *names: str) -> list[str]:
    return [data.media.arn_for_objects(f"{name}/*") for name in names]
