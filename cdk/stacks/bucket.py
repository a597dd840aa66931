"""A bucket as all of the studio's are: nobody's but ours, encrypted, and reached by TLS 1.2 at least."""

from typing import Any

from aws_cdk import aws_s3 as s3
from constructs import Construct


def closed_bucket(scope: Construct, id: str, **more: Any) -> s3.Bucket:
    return s3.Bucket(
        scope,
        id,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        minimum_tls_version=1.2,
        **more,
    )
