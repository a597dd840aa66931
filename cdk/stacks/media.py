"""Files: one bucket, a folder for each purpose. Nothing in it is public, and what can be made again goes by itself.

People fetch them by signed links: through CloudFront, where the environment has keys for that, or from the bucket.
Where data is kept, a file that is deleted or overwritten can be had back for `HAD_BACK`, and is gone for good after it.
"""

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.config import Config
from cdk.stacks.bucket import closed_bucket
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.files_edge import FilesEdge
from cdk.stacks.findings import acknowledge

KEPT = ("inputs", "outputs", "references")
HAD_BACK = Duration.days(30)


class MediaStack(EnvironmentStack):
    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        link_keys: secretsmanager.Secret | None = None,
        firewall_arn: str | None = None,
    ) -> None:
        super().__init__(scope, config, "media")
        self.bucket = closed_bucket(
            self,
            "Media",
            versioned=config.keeps_data,
            removal_policy=config.kept,
            cors=[_from_pages(config)] if config.web_url else [],
            lifecycle_rules=[
                *_going(config),
                *(_cooling(each) for each in KEPT),
            ],
        )
        why = "Only functions, and links they sign, reach it; the API's log has the requests for them."
        acknowledge(self.bucket, "S1", why)
        self.edge = (
            FilesEdge(self, config, bucket=self.bucket, link_keys=link_keys, firewall_arn=firewall_arn)
            if link_keys
            else None
        )
        if self.edge:
            CfnOutput(self, "Files", value=self.edge.distribution.distribution_domain_name)
            # All of them: functions may still import the key that signed until now.
            for key in self.edge.keys:
                self.export_value(key.public_key_id)

    @property
    def origins(self) -> str:
        """Where pages fetch files from, and send them to, as a content security policy names it."""
        bucket = f"https://{self.bucket.bucket_regional_domain_name}"
        return f"{bucket} {self.edge.url}" if self.edge else bucket


def _going(config: Config) -> list[s3.LifecycleRule]:
    """What can be made again, what was never finished, and the marks that deletions leave."""
    day = Duration.days(1)
    cached = Duration.days(config.cached_stage_days)
    return [
        s3.LifecycleRule(id="stages", prefix="stages/", expiration=cached, noncurrent_version_expiration=day),
        s3.LifecycleRule(id="temp", prefix="temp/", expiration=day, noncurrent_version_expiration=day),
        s3.LifecycleRule(id="rest", abort_incomplete_multipart_upload_after=day, expired_object_delete_marker=True),
    ]


def _cooling(folder: str) -> s3.LifecycleRule:
    """The older a file, the cheaper its keep and the dearer a look at it; both classes answer at once.

    S3 leaves what is smaller than 128 kB where it is, since it would cost more there.
    """
    return s3.LifecycleRule(
        id=folder,
        prefix=f"{folder}/",
        transitions=[
            s3.Transition(storage_class=s3.StorageClass.INFREQUENT_ACCESS, transition_after=Duration.days(30)),
            s3.Transition(storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transition_after=Duration.days(120)),
        ],
        noncurrent_version_expiration=HAD_BACK,
    )


def _from_pages(config: Config) -> s3.CorsRule:
    """Pages of the studio send files straight into the bucket, and read the tag of each part."""
    methods = [s3.HttpMethods.POST, s3.HttpMethods.PUT, s3.HttpMethods.GET]
    return s3.CorsRule(
        allowed_methods=methods, allowed_origins=[config.web_url], allowed_headers=["*"], exposed_headers=["ETag"]
    )
