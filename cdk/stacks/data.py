"""What is known: the record in Aurora, the live view in DynamoDB, and the secrets that keys are made and sealed with.

Everything is encrypted, and can be had back as it was at any second of the last weeks.
"""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge
from cdk.stacks.record import Record


class DataStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, vpc: ec2.IVpc) -> None:
        super().__init__(scope, config, "data")
        self.live = _live_table(self)
        self.record = Record(self, config, vpc)
        self.key_pepper = _key_pepper(self, config.kept)
        self.token_keys = _token_keys(self, config.kept)
        self.edge_secret = _edge_secret(self, config.kept)
        self.link_keys = _link_keys(self, config.kept) if config.link_keys else None
        self.sealing_key = _sealing_key(self, config.kept)


def _live_table(scope: Construct) -> dynamodb.Table:
    return dynamodb.Table(
        scope,
        "Live",
        partition_key=dynamodb.Attribute(name="job", type=dynamodb.AttributeType.STRING),
        sort_key=dynamodb.Attribute(name="part", type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        time_to_live_attribute="expires",
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        removal_policy=RemovalPolicy.DESTROY,
    )


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


def _edge_secret(scope: Construct, kept: RemovalPolicy) -> secretsmanager.Secret:
    secret = secretsmanager.Secret(
        scope,
        "EdgeSecret",
        description="What CloudFront proves itself with to the API; docs/deploy.md says how to change it.",
        generate_secret_string=secretsmanager.SecretStringGenerator(password_length=48, exclude_punctuation=True),
        removal_policy=kept,
    )
    acknowledge(secret, "SMG4", "CloudFront and the functions must change it together, which is a deployment's work.")
    return secret


def _link_keys(scope: Construct, kept: RemovalPolicy) -> secretsmanager.Secret:
    """A JSON object with nothing in it but what CloudFormation insists on; said in other words it would be emptied."""
    secret = secretsmanager.Secret(
        scope,
        "LinkKeys",
        description="Keys that links to files are signed with; docs/deploy.md says how to change them.",
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template="{}",  # noqa: S106 - nothing is in it
            generate_string_key="unused",
        ),
        removal_policy=kept,
    )
    acknowledge(secret, "SMG4", "CloudFront must know a key before a function signs with it: a deployment's work.")
    return secret


def _sealing_key(scope: Construct, kept: RemovalPolicy) -> kms.Key:
    """It wraps the data keys under which the keys of other providers are sealed."""
    return kms.Key(scope, "SealingKey", enable_key_rotation=True, removal_policy=kept)
