"""Files: one bucket, a folder for each purpose. Nothing in it is public, and what can be made again goes by itself."""

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge


class MediaStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, config, "media")
        self.bucket = s3.Bucket(
            self,
            "Media",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            removal_policy=config.kept,
            cors=[_from_pages(config)] if config.web_url else [],
            lifecycle_rules=[
                s3.LifecycleRule(id="stages", prefix="stages/", expiration=Duration.days(config.cached_stage_days)),
                s3.LifecycleRule(id="temp", prefix="temp/", expiration=Duration.days(1)),
                s3.LifecycleRule(id="uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
        )
        why = "Only functions, and links they sign, reach it; the API's log has the requests for them."
        acknowledge(self.bucket, "S1", why)


def _from_pages(config: Config) -> s3.CorsRule:
    """Pages of the studio send files straight into the bucket, and read the tag of each part."""
    methods = [s3.HttpMethods.POST, s3.HttpMethods.PUT, s3.HttpMethods.GET]
    return s3.CorsRule(
        allowed_methods=methods, allowed_origins=[config.web_url], allowed_headers=["*"], exposed_headers=["ETag"]
    )
