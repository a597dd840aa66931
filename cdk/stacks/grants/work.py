"""Work: messages are taken from a line and made into results, and webhooks are delivered."""

from aws_cdk import aws_iam as iam

from cdk.stacks.grants.data import allow_live
from cdk.stacks.grants.jobs import allow_sending
from cdk.stacks.grants.permission import allow_files, allow_listing
from cdk.stacks.reach import Reach


def allow_working(role: iam.Role, reach: Reach) -> None:
    """Taking messages, making stages, delivering, and sending on what a check finds unsent."""
    for line in reach.pipeline.lines:
        line.grant_consume_messages(role)
    allow_making_stages(role, reach)


def allow_working_models(role: iam.Role, reach: Reach) -> None:
    """The same for orders of models, from the line that no function takes."""
    assert reach.pipeline.gpu is not None
    reach.pipeline.gpu.grant_consume_messages(role)
    allow_making_stages(role, reach)


def allow_making_stages(role: iam.Role, reach: Reach) -> None:
    """Results are kept and shown, the film's machine hears of them, and a job that ends sends what follows."""
    allow_listing(role, reach)
    allow_files(role, reach, "s3:GetObject", "inputs", "outputs", "references", "stages")
    allow_files(role, reach, "s3:PutObject", "outputs", "stages", "temp")
    allow_files(role, reach, "s3:AbortMultipartUpload", "outputs", "stages", "temp")
    allow_live(role, reach, "Query", "PutItem", "UpdateItem", "DeleteItem")
    reach.pipeline.film.grant_task_response(role)
    reach.pipeline.errands.grant_send_messages(role)
    allow_sending(role, reach)


def allow_delivering(role: iam.Role, reach: Reach) -> None:
    """Webhooks are sent to and come again later; the owner of one that is switched off gets a letter."""
    reach.pipeline.webhooks.grant_consume_messages(role)
    reach.pipeline.webhooks.grant_send_messages(role)
    reach.pipeline.errands.grant_send_messages(role)
