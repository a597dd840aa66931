"""One Lambda function of the studio: its own role, its own log that ends, and what it runs."""

from collections.abc import Mapping

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge
from cdk.stacks.program import Program
from cdk.stacks.shape import Shape

_PYTHON = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}
"""None is installed, and pydantic would read what is said of each library to find that out."""


class StudioFunction(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        config: Config,
        shape: Shape,
        *,
        program: Program,
        values: Mapping[str, str],
    ) -> None:
        super().__init__(scope, name)
        log = logs.LogGroup(self, "Log", retention=config.log_days, removal_policy=RemovalPolicy.DESTROY)
        # A role of our own: the managed one that CDK attaches may write to every log of the account.
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log.grant_write(self.role)
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=program.runtime,
            architecture=lambda_.Architecture.ARM_64,
            code=program.code,
            handler=program.handler,
            layers=list(program.layers) or None,
            role=self.role,
            log_group=log,
            memory_size=shape.memory,
            ephemeral_storage_size=shape.disk,
            timeout=shape.timeout,
            environment={**values, **_PYTHON},
            tracing=lambda_.Tracing.ACTIVE,
        )
        acknowledge(
            self.function,
            "L1",
            "Python 3.13 is patched by AWS for years; the layers are compiled by an interpreter of the function's own"
            " version, and of this one there is one wherever the studio is built.",
        )
        acknowledge(self.role, "IAM5[Resource::*]", "X-Ray takes traces without a resource to be narrowed to.")
