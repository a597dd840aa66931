"""Accounts: letters to their owners, and a deletion that leaves no job and no file behind."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk.stacks.grants.data import allow_live
from cdk.stacks.grants.files import allow_looking_into_files
from cdk.stacks.grants.jobs import allow_stopping
from cdk.stacks.grants.permission import allow, allow_files, allow_listing
from cdk.stacks.reach import Reach


def allow_keeping_accounts(role: iam.Role, reach: Reach) -> None:
    """Log-ins elsewhere are waited for once, letters asked for; a deleted account takes jobs and files along."""
    allow_live(role, reach, "DeleteItem")
    reach.pipeline.errands.grant_send_messages(role)
    _allow_deleting_accounts(role, reach)


def allow_errands(role: iam.Role, reach: Reach) -> None:
    """Letters go out under the studio's own address, files are looked into, a deletion is seen to its end."""
    reach.pipeline.errands.grant_consume_messages(role)
    reach.pipeline.errands.grant_send_messages(role)
    allow_looking_into_files(role, reach)
    allow_live(role, reach, "UpdateItem", "PutItem", "DeleteItem")
    _allow_deleting_accounts(role, reach)
    domain = reach.config.mail_from.rpartition("@")[2].rstrip(">")
    identity = Stack.of(role).format_arn(service="ses", resource="identity", resource_name=domain)
    allow(role, identity, "ses:SendEmail")


def _allow_deleting_accounts(role: iam.Role, reach: Reach) -> None:
    allow_listing(role, reach)
    allow_files(role, reach, "s3:DeleteObject", "inputs", "outputs", "references", "stages", "temp")
    allow(role, reach.bucket.bucket_arn, "s3:ListBucketMultipartUploads")
    allow_files(role, reach, "s3:AbortMultipartUpload", "temp")
    allow_stopping(role, reach)
