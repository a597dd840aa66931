"""How workflows at GitHub come to deploy: by a role that one repository's environment may take for an hour, and no key.

The role may take the roles that bootstrapping made, call the operators' function, and note which commit is deployed.
"""

from aws_cdk import ArnFormat, CfnOutput, Duration, Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import GLOBAL, EnvironmentStack
from cdk.stacks.findings import acknowledge

GITHUB = "token.actions.githubusercontent.com"
BOOTSTRAP_ROLES = ("deploy", "file-publishing", "image-publishing", "lookup")
"""What `cdk bootstrap` makes; they, and not this role, may change resources."""
_QUALIFIER = "hnb659fds"
NEVER = "none"


class AccountStack(Stack):
    """Once for an account, whatever environments it holds: that GitHub's word is taken for who its workflows are.

    It belongs to no region, and is deployed from one that is bootstrapped.
    """

    def __init__(self, scope: Construct, region: str) -> None:
        super().__init__(scope, "mutoscope-account", env=Environment(region=region))
        iam.CfnOIDCProvider(self, "GitHub", url=f"https://{GITHUB}", client_id_list=["sts.amazonaws.com"])


class DeliveryStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, operate: lambda_.IFunction) -> None:
        super().__init__(scope, config, "delivery")
        release = ssm.StringParameter(
            self,
            "Release",
            parameter_name=f"/mutoscope/{config.name}/release",
            string_value=NEVER,
            description="The commit that was deployed last and found well",
        )
        role = iam.Role(
            self,
            "Deployer",
            role_name=f"mutoscope-{config.name}-deployer",
            assumed_by=_workflows(self, config),
            max_session_duration=Duration.hours(1),
            description=f"Workflows of {config.repository} deploy {config.name}",
        )
        self._allow_bootstrapped(role, {config.region, GLOBAL} if config.has_firewall else {config.region})
        role.add_to_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[operate.function_arn]))
        stacks = self.format_arn(service="cloudformation", resource="stack", resource_name=f"mutoscope-{config.name}-*")
        role.add_to_policy(iam.PolicyStatement(actions=["cloudformation:DescribeStacks"], resources=[stacks]))
        known = f"arn:<AWS::Partition>:cloudformation:{self.region}:<AWS::AccountId>:stack/mutoscope-{config.name}-*"
        acknowledge(role, f"IAM5[Resource::{known}]", "The environment's own stacks; AWS puts ids behind their names.")
        role.add_to_policy(
            iam.PolicyStatement(actions=["ssm:GetParameter", "ssm:PutParameter"], resources=[release.parameter_arn])
        )
        CfnOutput(self, "Role", value=role.role_arn)

    def _allow_bootstrapped(self, role: iam.Role, regions: set[str]) -> None:
        roles = [
            f"cdk-{_QUALIFIER}-{name}-role-{self.account}-{region}"
            for region in sorted(regions)
            for name in BOOTSTRAP_ROLES
        ]
        arns = [self.format_arn(service="iam", region="", resource="role", resource_name=name) for name in roles]
        role.add_to_policy(iam.PolicyStatement(actions=["sts:AssumeRole"], resources=arns))


def _workflows(stack: Stack, config: Config) -> iam.WebIdentityPrincipal:
    """GitHub signs for which repository and which of its environments a workflow runs."""
    provider = stack.format_arn(
        service="iam",
        region="",
        resource="oidc-provider",
        resource_name=GITHUB,
        arn_format=ArnFormat.SLASH_RESOURCE_NAME,
    )
    conditions = {
        "StringEquals": {
            f"{GITHUB}:aud": "sts.amazonaws.com",
            f"{GITHUB}:sub": f"repo:{config.repository}:environment:{config.name}",
        }
    }
    return iam.WebIdentityPrincipal(provider, conditions)
