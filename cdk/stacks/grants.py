"""What each function may touch, to the action and the folder: orders, films and their files, work.

Whoever needs more for a new stage or kind says so here, and the reader sees what the change opens.
"""

from aws_cdk import ArnFormat, CfnElement, Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import IConstruct

from cdk.config import Config
from cdk.stacks.data import Data
from cdk.stacks.findings import acknowledge
from cdk.stacks.pipeline import Pipeline
from cdk.stacks.sockets import STAGE


def allow_recording(function: lambda_.Function, data: Data) -> None:
    """Reading and writing the record, one statement at a time, by the Data API."""
    _allow(function, data.record.cluster.cluster_arn, "rds-data:ExecuteStatement")
    _allow(function, data.record.secret_arn, "secretsmanager:GetSecretValue")


def allow_recognising(function: lambda_.Function, data: Data) -> None:
    """What is known of keys and sessions for a minute, and how many requests were made."""
    known = ("GetItem", "PutItem", "UpdateItem", "Query", "ConditionCheckItem")
    _allow(function, data.live.table_arn, *(f"dynamodb:{action}" for action in known))


def allow_sealing(function: lambda_.Function, data: Data) -> None:
    """Storing the keys of other providers, without being able to open one."""
    _allow(function, data.sealing_key.key_arn, "kms:GenerateDataKey")


def allow_unsealing(function: lambda_.Function, data: Data) -> None:
    """Opening them, inside a stage."""
    _allow(function, data.sealing_key.key_arn, "kms:Decrypt")


def allow_ordering(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Accepting, showing and cancelling jobs, and signing links to what they delivered."""
    _allow_files(function, data, "s3:GetObject", "outputs")
    _allow(function, data.live.table_arn, "dynamodb:Query")
    _allow_sending(function, pipeline)
    _allow_stopping(function, pipeline)


def allow_quoting(function: lambda_.Function, data: Data) -> None:
    """A quote looks which stages are in the cache already, and whether an order's own files are there."""
    _allow_listing(function, data)
    _allow_files(function, data, "s3:GetObject", "inputs", "stages")


def allow_keeping_films(function: lambda_.Function, data: Data) -> None:
    """A film's document comes in, its edited script is kept as a stage, and a deleted film takes its files along."""
    _allow_listing(function, data)
    _allow_files(function, data, "s3:GetObject", "stages")
    _allow_files(function, data, "s3:PutObject", "inputs", "stages")
    _allow_files(function, data, "s3:DeleteObject", "inputs", "outputs")


def allow_taking_files(function: lambda_.Function, data: Data) -> None:
    """A file of one's own is checked, then stored, unless it is there already; references can be deleted as well."""
    _allow_listing(function, data)
    _allow_files(function, data, "s3:GetObject", "inputs", "references")
    _allow_files(function, data, "s3:PutObject", "inputs", "references")
    _allow_files(function, data, "s3:AbortMultipartUpload", "inputs", "references")
    _allow_files(function, data, "s3:DeleteObject", "references")


def allow_watching(function: lambda_.Function, data: Data) -> None:
    """What a stage shows of its result before the rest is there."""
    _allow_files(function, data, "s3:GetObject", "temp")


def allow_keeping_files(function: lambda_.Function, data: Data) -> None:
    """A file is looked into, stored under its id, signed to be fetched, and goes with its folder."""
    _allow_listing(function, data)
    for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"):
        _allow_files(function, data, action, "inputs")


def allow_keeping_batches(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Items of a batch are kept as a file of lines, jobs of its lines shown; to bring it forward is an errand."""
    allow_keeping_files(function, data)
    _allow(function, data.live.table_arn, "dynamodb:Query")
    pipeline.errands.grant_send_messages(function)


def allow_advancing_batches(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Lines are read and ordered, their jobs cancelled with their batch, and results kept as files."""
    allow_keeping_files(function, data)
    allow_ordering(function, data, pipeline)
    allow_quoting(function, data)
    _allow_files(function, data, "s3:PutObject", "stages")


def allow_keeping_videos(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Clips and films are ordered, the picture that they begin with is kept, films get their sheets; all is deleted."""
    allow_ordering(function, data, pipeline)
    allow_quoting(function, data)
    allow_keeping_films(function, data)
    allow_taking_files(function, data)
    _allow_files(function, data, "s3:PutObject", "outputs")
    _allow_files(function, data, "s3:AbortMultipartUpload", "outputs")


def allow_keeping_inputs(function: lambda_.Function, data: Data) -> None:
    """A file that comes with an order is checked and kept as an input."""
    _allow_files(function, data, "s3:PutObject", "inputs")
    _allow_files(function, data, "s3:AbortMultipartUpload", "inputs")


def allow_keeping_media(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Uploads are signed and joined, kept files fetched and deleted; looking into them is an errand."""
    pipeline.errands.grant_send_messages(function)
    _allow(function, data.media.bucket_arn, "s3:ListBucketMultipartUploads")
    _allow_files(function, data, "s3:GetObject", "outputs", "temp")
    _allow_files(function, data, "s3:PutObject", "temp")
    _allow_files(function, data, "s3:DeleteObject", "inputs", "temp")
    _allow_files(function, data, "s3:AbortMultipartUpload", "temp")
    _allow_files(function, data, "s3:ListMultipartUploadParts", "temp")


def allow_keeping_accounts(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Log-ins elsewhere are waited for once, letters asked for; a deleted account takes jobs and files along."""
    _allow(function, data.live.table_arn, "dynamodb:DeleteItem")
    pipeline.errands.grant_send_messages(function)
    _allow_deleting_accounts(function, data, pipeline)


def allow_errands(function: lambda_.Function, data: Data, pipeline: Pipeline, config: Config) -> None:
    """Letters go out under the studio's own address, and a deletion is seen to its end."""
    pipeline.errands.grant_consume_messages(function)
    pipeline.errands.grant_send_messages(function)
    _allow_looking_into_files(function, data)
    _allow_deleting_accounts(function, data, pipeline)
    domain = config.mail_from.rpartition("@")[2].rstrip(">")
    identity = Stack.of(function).format_arn(service="ses", resource="identity", resource_name=domain)
    _allow(function, identity, "ses:SendEmail")


def allow_telling(function: lambda_.Function, pipeline: Pipeline) -> None:
    """Where jobs end, a look is sent at what webhooks are owed for it, and at the batch that it was a line of."""
    pipeline.errands.grant_send_messages(function)
    pipeline.webhooks.grant_send_messages(function)


def allow_posting(function: lambda_.Function, data: Data, sockets: apigatewayv2.WebSocketApi) -> None:
    """Where jobs change, those who follow them are told; who is gone is forgotten."""
    known = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")
    _allow(function, data.live.table_arn, *(f"dynamodb:{action}" for action in known))
    stack = Stack.of(function)
    for method in ("POST", "DELETE"):
        name = f"{STAGE}/{method}/@connections/*"
        resource = stack.format_arn(service="execute-api", resource=sockets.api_id, resource_name=name)
        _allow(function, resource, "execute-api:ManageConnections")
        wildcard = f"arn:<AWS::Partition>:execute-api:{stack.region}:<AWS::AccountId>:<{_logical(sockets)}>/{name}"
        acknowledge(_role(function), f"IAM5[Resource::{wildcard}]", "Connections come and go under ids of their own.")


def allow_delivering(function: lambda_.Function, pipeline: Pipeline) -> None:
    """Webhooks are sent to and come again later; the owner of one that is switched off gets a letter."""
    pipeline.webhooks.grant_consume_messages(function)
    pipeline.webhooks.grant_send_messages(function)
    pipeline.errands.grant_send_messages(function)


def _allow_deleting_accounts(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    _allow_listing(function, data)
    _allow_files(function, data, "s3:DeleteObject", "inputs", "outputs", "references", "stages", "temp")
    _allow(function, data.media.bucket_arn, "s3:ListBucketMultipartUploads")
    _allow_files(function, data, "s3:AbortMultipartUpload", "temp")
    _allow_stopping(function, pipeline)


def _allow_looking_into_files(function: lambda_.Function, data: Data) -> None:
    """What has arrived is read, and kept where it belongs; one at a time looks into a file."""
    _allow_files(function, data, "s3:GetObject", "temp")
    _allow_files(function, data, "s3:PutObject", "inputs")
    _allow_files(function, data, "s3:AbortMultipartUpload", "inputs")
    _allow(function, data.live.table_arn, "dynamodb:UpdateItem", "dynamodb:PutItem", "dynamodb:DeleteItem")


def allow_working(function: lambda_.Function, data: Data, pipeline: Pipeline) -> None:
    """Taking messages, making stages, delivering, and sending on what a check finds unsent."""
    _allow_listing(function, data)
    _allow_files(function, data, "s3:GetObject", "inputs", "outputs", "stages")
    _allow_files(function, data, "s3:PutObject", "outputs", "stages", "temp")
    _allow_files(function, data, "s3:AbortMultipartUpload", "outputs", "stages", "temp")
    live = ("Query", "PutItem", "UpdateItem", "DeleteItem")
    _allow(function, data.live.table_arn, *(f"dynamodb:{action}" for action in live))
    for line in pipeline.lines:
        line.grant_consume_messages(function)
    pipeline.film.grant_task_response(function)
    pipeline.errands.grant_send_messages(function)
    _allow_sending(function, pipeline)


def _allow_sending(function: lambda_.Function, pipeline: Pipeline) -> None:
    for line in pipeline.lines:
        line.grant_send_messages(function)
    if pipeline.gpu is not None:
        pipeline.gpu.grant_send_messages(function)
    pipeline.film.grant_start_execution(function)


def _allow_stopping(function: lambda_.Function, pipeline: Pipeline) -> None:
    stack, name = Stack.of(function), pipeline.film.state_machine_name
    executions = stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    _allow(function, executions, "states:StopExecution")
    known = f"arn:<AWS::Partition>:states:{stack.region}:<AWS::AccountId>:execution:<{_logical(pipeline.film)}.Name>:*"
    acknowledge(_role(function), f"IAM5[Resource::{known}]", "Executions are named by the job they build.")


def _allow_listing(function: lambda_.Function, data: Data) -> None:
    # Without the right to list, S3 answers 403 for what is not there, and "not made yet" would look like a failure.
    _allow(function, data.media.bucket_arn, "s3:ListBucket")


def _allow_files(function: lambda_.Function, data: Data, action: str, *folders: str) -> None:
    for folder in folders:
        _allow(function, data.media.arn_for_objects(f"{folder}/*"), action)
        finding = f"IAM5[Resource::<{_logical(data.media)}.Arn>/{folder}/*]"
        acknowledge(_role(function), finding, "One folder of the bucket, whose files are named by user and job.")


def _allow(function: lambda_.Function, resource: str, *actions: str) -> None:
    function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=[resource]))


def _role(function: lambda_.Function) -> iam.IRole:
    assert function.role is not None
    return function.role


def _logical(construct: IConstruct) -> str:
    element = construct.node.default_child
    assert isinstance(element, CfnElement)
    return Stack.of(construct).get_logical_id(element)
