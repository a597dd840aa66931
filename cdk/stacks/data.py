"""Where data lives: files in S3, the live view in DynamoDB, the record in Aurora, and the pepper of API keys.

Nothing is public, everything is encrypted, and what can be rebuilt is not backed up.
"""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge
from cdk.stacks.record import Record


class Data(Construct):
    def __init__(self, scope: Construct, config: Config, kept: RemovalPolicy) -> None:
        super().__init__(scope, "Data")
        self.media = _media(self, config, kept)
        self.live = _live_table(self)
        self.record = Record(self, config, kept)
        self.key_pepper = _key_pepper(self, kept)
        self.token_keys = _token_keys(self, kept)
        self.sealing_key = _sealing_key(self, kept)


def _media(scope: Construct, config: Config, kept: RemovalPolicy) -> s3.Bucket:
    bucket = s3.Bucket(
        scope,
        "Media",
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        removal_policy=kept,
        cors=[_from_pages(config)] if config.web_url else [],
        lifecycle_rules=[
            s3.LifecycleRule(id="stages", prefix="stages/", expiration=Duration.days(config.cached_stage_days)),
            s3.LifecycleRule(id="temp", prefix="temp/", expiration=Duration.days(1)),
            s3.LifecycleRule(id="uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
        ],
    )
    acknowledge(bucket, "S1", "Only functions, and links they sign, reach it; the API's log has the requests for them.")
    return bucket


def _from_pages(config: Config) -> s3.CorsRule:
    """Pages of the studio send files straight into the bucket, and read the tag of each part."""
    methods = [s3.HttpMethods.POST, s3.HttpMethods.PUT, s3.HttpMethods.GET]
    return s3.CorsRule(
        allowed_methods=methods, allowed_origins=[config.web_url], allowed_headers=["*"], exposed_headers=["ETag"]
    )


def _live_table(scope: Construct) -> dynamodb.Table:
    table = dynamodb.Table(
        scope,
        "Live",
        partition_key=dynamodb.Attribute(name="job", type=dynamodb.AttributeType.STRING),
        sort_key=dynamodb.Attribute(name="part", type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        time_to_live_attribute="expires",
        removal_policy=RemovalPolicy.DESTROY,
    )
    acknowledge(table, "DDB3", "The live view lasts a day and is rebuilt from the record.")
    return table


def _key_pepper(scope: Construct, kept: RemovalPolicy) -> secretsmanager.Secret:
    secret = secretsmanager.Secret(
        scope,
        "KeyPepper",
        description="Under it API keys are digested; a new one would make every key invalid.",
        generate_secret_string=secretsmanager.SecretStringGenerator(password_length=48, exclude_punctuation=True),
        removal_policy=kept,
    )
    acknowledge(secret, "SMG4", "A new pepper would make every API key invalid.")
    return secret


def _token_keys(scope: Construct, kept: RemovalPolicy) -> secretsmanager.Secret:
    secret = secretsmanager.Secret(
        scope,
        "TokenKeys",
        description="From it the key is derived that signs access tokens; put a new one before it to rotate.",
        generate_secret_string=secretsmanager.SecretStringGenerator(password_length=64, exclude_punctuation=True),
        removal_policy=kept,
    )
    acknowledge(secret, "SMG4", "Both the old and the new key must be valid for a while, which is a deployment's work.")
    return secret


def _sealing_key(scope: Construct, kept: RemovalPolicy) -> kms.Key:
    """It wraps the data keys under which the keys of other providers are sealed."""
    return kms.Key(scope, "SealingKey", enable_key_rotation=True, removal_policy=kept)
