"""What whoever runs the studio calls by name: the function that migrates the record and appoints the first admin.

It stands apart, before the API, so that the record is migrated before any function expects what is new in it.
"""

from aws_cdk import Aws, CfnOutput, Duration, Size
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.config import Config
from cdk.packaging import Packages
from cdk.stacks.data import DataStack
from cdk.stacks.environment import environment, pepper
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.grants.permission import allow
from cdk.stacks.layers import layers_of
from cdk.stacks.program import archived
from cdk.stacks.record import DATABASE
from cdk.stacks.shape import Shape
from cdk.stacks.studio_function import StudioFunction

OPERATE = Shape(memory=512, disk=Size.mebibytes(512), timeout=Duration.minutes(5))
"""A migration may take as long as its longest statement, which the Data API ends after 45 seconds."""


class OperateStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, packages: Packages, data: DataStack) -> None:
        super().__init__(scope, config, "operate")
        made = StudioFunction(
            self,
            "operate",
            config,
            OPERATE,
            program=archived("operate", packages.functions["operate"], layers_of(self, packages, "operate")),
            values=_values(data) | _link_keys(config, data),
        )
        self.function: lambda_.Function = made.function
        cluster, live = data.record.cluster.cluster_arn, data.live.table_arn
        transaction = ("BeginTransaction", "CommitTransaction", "RollbackTransaction", "ExecuteStatement")
        allow(made.role, cluster, *(f"rds-data:{action}" for action in transaction))
        allow(made.role, data.record.secret_arn, "secretsmanager:GetSecretValue")
        if data.link_keys:
            # A deployment has it make the keys that CloudFront is told next.
            allow(
                made.role, data.link_keys.secret_arn, "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"
            )
        # Whoever is appointed is forgotten by the memory of callers, so that their new role holds at once.
        allow(made.role, live, "dynamodb:Query", "dynamodb:PutItem")
        CfnOutput(self, "Function", value=self.function.function_name)


def _values(data: DataStack) -> dict[str, str]:
    return environment(
        aws_region=Aws.REGION,
        database_resource_arn=data.record.cluster.cluster_arn,
        database_secret_arn=data.record.secret_arn,
        database_name=DATABASE,
        live_table=data.live.table_name,
    ) | pepper(data)


def _link_keys(config: Config, data: DataStack) -> dict[str, str]:
    if data.link_keys is None:
        return {}
    return environment(link_keys=" ".join(config.link_keys), link_secret_arn=data.link_keys.secret_arn)
