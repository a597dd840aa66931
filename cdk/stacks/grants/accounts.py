"""Accounts: letters to their owners, and a deletion that leaves no job and no file behind."""

from email.utils import parseaddr

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk.stacks.findings import acknowledge
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
    _allow_writing_letters(role, reach)


def _allow_writing_letters(role: iam.Role, reach: Reach) -> None:
    """Whoever they go to: as long as an account is in SES's sandbox, it also asks for the recipient's identity."""
    stack = Stack.of(role)
    identities = stack.format_arn(service="ses", resource="identity", resource_name="*")
    _, sender = parseaddr(reach.config.mail_from)
    only = {"StringEquals": {"ses:FromAddress": sender}}
    role.add_to_principal_policy(
        iam.PolicyStatement(actions=["ses:SendEmail"], resources=[identities], conditions=only)
    )
    known = f"arn:<AWS::Partition>:ses:{stack.region}:<AWS::AccountId>:identity/*"
    acknowledge(role, f"IAM5[Resource::{known}]", "Held by a condition to the studio's own address as the sender.")


def _allow_deleting_accounts(role: iam.Role, reach: Reach) -> None:
    allow_listing(role, reach)
    allow_files(role, reach, "s3:DeleteObject", "inputs", "outputs", "references", "stages", "temp")
    allow(role, reach.bucket.bucket_arn, "s3:ListBucketMultipartUploads")
    allow_files(role, reach, "s3:AbortMultipartUpload", "temp")
    allow_stopping(role, reach)
