"""Links to files: signed for CloudFront by whoever answers one, where the environment has keys for that."""

from aws_cdk import aws_iam as iam

from cdk.stacks.grants.permission import allow
from cdk.stacks.reach import Reach


def allow_linking(role: iam.Role, reach: Reach) -> None:
    """Links to the bucket itself need a key of nobody's: they are signed by the function's own right to read."""
    if reach.data.link_keys is not None:
        allow(role, reach.data.link_keys.secret_arn, "secretsmanager:GetSecretValue")
