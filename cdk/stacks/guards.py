"""Who watches the account itself, in production: GuardDuty for what goes on in it, Config for how it is set up.

An account has one of each in a region, so an environment that shares its account with another leaves them off.
"""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_config as config_rules
from aws_cdk import aws_guardduty as guardduty
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk.config import Config
from cdk.stacks.bucket import closed_bucket
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge

_FOLDER = "AWSLogs"
RULES = (
    "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
    "RDS_STORAGE_ENCRYPTED",
    "IAM_ROOT_ACCESS_KEY_CHECK",
    "ROOT_ACCOUNT_MFA_ENABLED",
    "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
)


class GuardsStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, config, "guards")
        guardduty.CfnDetector(self, "GuardDuty", enable=True, finding_publishing_frequency="FIFTEEN_MINUTES")
        recorder = _recorder(self)
        for name in RULES:
            rule = config_rules.CfnConfigRule(
                self,
                name.title().replace("_", ""),
                source=config_rules.CfnConfigRule.SourceProperty(owner="AWS", source_identifier=name),
            )
            rule.node.add_dependency(recorder)


def _recorder(scope: Construct) -> config_rules.CfnConfigurationRecorder:
    bucket, role = _history(scope), _role(scope)
    role.add_to_policy(iam.PolicyStatement(actions=["s3:GetBucketAcl"], resources=[bucket.bucket_arn]))
    written = iam.PolicyStatement(actions=["s3:PutObject"], resources=[bucket.arn_for_objects(f"{_FOLDER}/*")])
    role.add_to_policy(written)
    finding = f"IAM5[Resource::<{Stack.of(bucket).get_logical_id(bucket.node.default_child)}.Arn>/{_FOLDER}/*]"
    acknowledge(role, finding, "Config names its files itself, below this one folder.")
    recorder = config_rules.CfnConfigurationRecorder(
        scope,
        "Recorder",
        role_arn=role.role_arn,
        recording_group=config_rules.CfnConfigurationRecorder.RecordingGroupProperty(
            all_supported=True, include_global_resource_types=True
        ),
        recording_mode=config_rules.CfnConfigurationRecorder.RecordingModeProperty(recording_frequency="DAILY"),
    )
    config_rules.CfnDeliveryChannel(scope, "Delivery", s3_bucket_name=bucket.bucket_name)
    return recorder


def _role(scope: Construct) -> iam.Role:
    managed = iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWS_ConfigRole")
    role = iam.Role(scope, "Role", assumed_by=iam.ServicePrincipal("config.amazonaws.com"), managed_policies=[managed])
    finding = "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWS_ConfigRole]"
    acknowledge(role, finding, "AWS keeps the list of what Config must read, which grows with its services.")
    return role


def _history(scope: Construct) -> s3.Bucket:
    bucket = closed_bucket(
        scope,
        "History",
        versioned=True,
        removal_policy=RemovalPolicy.RETAIN,
    )
    acknowledge(bucket, "S1", "Config alone writes to it, and CloudTrail has who read.")
    return bucket
