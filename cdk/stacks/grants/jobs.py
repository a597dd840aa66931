"""Jobs: ordered, shown and cancelled, followed while they run, told of when they end, and advanced in batches."""

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam

from cdk.stacks.findings import acknowledge
from cdk.stacks.grants.data import allow_live
from cdk.stacks.grants.files import allow_keeping_files
from cdk.stacks.grants.permission import allow, allow_files, allow_listing, spelled
from cdk.stacks.reach import Reach
from cdk.stacks.sockets import STAGE


def allow_ordering(role: iam.Role, reach: Reach) -> None:
    """Accepting, showing and cancelling jobs, and signing links to what they delivered."""
    allow_files(role, reach, "s3:GetObject", "outputs")
    allow_live(role, reach, "Query")
    allow_sending(role, reach)
    allow_stopping(role, reach)


def allow_quoting(role: iam.Role, reach: Reach) -> None:
    """A quote looks which stages are in the cache already, and whether an order's own files are there."""
    allow_listing(role, reach)
    allow_files(role, reach, "s3:GetObject", "inputs", "stages")


def allow_keeping_batches(role: iam.Role, reach: Reach) -> None:
    """Items of a batch are kept as a file of lines, jobs of its lines shown; to bring it forward is an errand."""
    allow_keeping_files(role, reach)
    allow_live(role, reach, "Query")
    reach.pipeline.errands.grant_send_messages(role)


def allow_advancing_batches(role: iam.Role, reach: Reach) -> None:
    """Lines are read and ordered, their jobs cancelled with their batch, and results kept as files."""
    allow_keeping_files(role, reach)
    allow_ordering(role, reach)
    allow_quoting(role, reach)
    allow_files(role, reach, "s3:PutObject", "stages")


def allow_telling(role: iam.Role, reach: Reach) -> None:
    """Where jobs end, a look is sent at what webhooks are owed for it, and at the batch that it was a line of."""
    reach.pipeline.errands.grant_send_messages(role)
    reach.pipeline.webhooks.grant_send_messages(role)


def allow_posting(role: iam.Role, reach: Reach) -> None:
    """Where jobs change, those who follow them are told; who is gone is forgotten."""
    allow_live(role, reach, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")
    stack, sockets = Stack.of(role), reach.sockets.api
    api = spelled(role, sockets, sockets.api_id)
    for method in ("POST", "DELETE"):
        name = f"{STAGE}/{method}/@connections/*"
        resource = stack.format_arn(service="execute-api", resource=sockets.api_id, resource_name=name)
        allow(role, resource, "execute-api:ManageConnections")
        wildcard = f"arn:<AWS::Partition>:execute-api:{stack.region}:<AWS::AccountId>:{api}/{name}"
        acknowledge(role, f"IAM5[Resource::{wildcard}]", "Connections come and go under ids of their own.")


def allow_sending(role: iam.Role, reach: Reach) -> None:
    """Work goes into its line, and a film's machine is started."""
    for line in reach.pipeline.lines:
        line.grant_send_messages(role)
    if reach.pipeline.gpu is not None:
        reach.pipeline.gpu.grant_send_messages(role)
    reach.pipeline.film.grant_start_execution(role)


def allow_stopping(role: iam.Role, reach: Reach) -> None:
    stack, film = Stack.of(role), reach.pipeline.film
    executions = stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{film.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    allow(role, executions, "states:StopExecution")
    name = spelled(role, film, film.state_machine_name)
    known = f"arn:<AWS::Partition>:states:{stack.region}:<AWS::AccountId>:execution:{name}:*"
    acknowledge(role, f"IAM5[Resource::{known}]", "Executions are named by the job they build.")
