"""The shape of a permission: a role, what it may do, and to which resource; folders of the bucket are resources too.

Permissions stand with the role, never with the resource, so that a stack is not changed by a later one.
"""

from collections.abc import Callable

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import IConstruct

from cdk.stacks.findings import acknowledge
from cdk.stacks.reach import Reach

Ability = Callable[[iam.Role, Reach], None]


def allow(role: iam.Role, resource: str, *actions: str) -> None:
    role.add_to_principal_policy(iam.PolicyStatement(actions=list(actions), resources=[resource]))


def allow_listing(role: iam.Role, reach: Reach) -> None:
    # Without the right to list, S3 answers 403 for what is not there, and "not made yet" would look like a failure.
    allow(role, reach.bucket.bucket_arn, "s3:ListBucket")


def allow_files(role: iam.Role, reach: Reach, action: str, *folders: str) -> None:
    for folder in folders:
        allow(role, reach.bucket.arn_for_objects(f"{folder}/*"), action)
        finding = f"IAM5[Resource::{spelled(role, reach.bucket, reach.bucket.bucket_arn)}/{folder}/*]"
        acknowledge(role, finding, "One folder of the bucket, whose files are named by user and job.")


def spelled(reader: IConstruct, owner: IConstruct, attribute: str) -> str:
    """How the AWS Solutions rules write down an attribute: as a reference inside a stack, as an export between two."""
    stack = Stack.of(owner)
    if Stack.of(reader) is not stack:
        return str(stack.resolve(stack.export_value(attribute))["Fn::ImportValue"])
    reference = stack.resolve(attribute)
    return f"<{reference['Ref']}>" if "Ref" in reference else f"<{'.'.join(reference['Fn::GetAtt'])}>"
