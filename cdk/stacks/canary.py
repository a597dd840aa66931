"""New code answers a tenth of the requests for five minutes, then all; errors meanwhile bring the old code back.

Both APIs lead to each function's alias `live`, which CodeDeploy moves from one version to the next.
"""

from collections.abc import Collection, Mapping

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.stacks.findings import acknowledge
from cdk.stacks.watches import metric

ALIAS = "live"
MOST_ERRORS = 3
"""Answers 5xx, or failed calls, in a minute: a tenth of little is little, so a few are enough."""
_POLICY = "service-role/AWSCodeDeployRoleForLambdaLimited"


class Canaries(Construct):
    def __init__(self, scope: Construct, api_id: str) -> None:
        super().__init__(scope, "Canary")
        self._application = codedeploy.LambdaApplication(self, "Application")
        self._role = _role(self)
        self._alarm = _errors(self, api_id)

    def before(
        self, functions: Mapping[str, lambda_.Function], live: Collection[str] = ()
    ) -> dict[str, lambda_.IFunction]:
        """The alias of each function, in its place. Those behind `live` connections are watched for failed calls."""
        return {name: self._alias(name, function, name in live) for name, function in functions.items()}

    def _alias(self, name: str, function: lambda_.Function, is_live: bool) -> lambda_.Alias:
        alias = lambda_.Alias(self, f"{name}Live", alias_name=ALIAS, version=function.current_version)
        alarms = [self._alarm, _failures(self, name, alias)] if is_live else [self._alarm]
        codedeploy.LambdaDeploymentGroup(
            self,
            f"{name}Deployment",
            application=self._application,
            alias=alias,
            role=self._role,
            deployment_config=codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
            alarms=alarms,
            auto_rollback=codedeploy.AutoRollbackConfig(
                deployment_in_alarm=True, failed_deployment=True, stopped_deployment=True
            ),
        )
        return alias


def _errors(scope: Construct, api_id: str) -> cloudwatch.Alarm:
    why = "The API answers with errors while new code is tried: the old code comes back."
    return _alarm(scope, "Errors", why, metric("AWS/ApiGateway", "5xx", "Sum", {"ApiId": api_id}, minutes=1))


def _failures(scope: Construct, name: str, alias: lambda_.Alias) -> cloudwatch.Alarm:
    """A WebSocket API counts refused keys among its errors, so the function itself is asked, in both its versions."""
    why = "Live connections meet failures while new code is tried: the old code comes back."
    of = {"FunctionName": alias.lambda_.function_name, "Resource": f"{alias.lambda_.function_name}:{ALIAS}"}
    return _alarm(scope, f"{name}Failures", why, metric("AWS/Lambda", "Errors", "Sum", of, minutes=1))


def _alarm(scope: Construct, id: str, why: str, watched: cloudwatch.IMetric) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        scope,
        id,
        alarm_description=why,
        metric=watched,
        threshold=MOST_ERRORS,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluation_periods=1,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def _role(scope: Construct) -> iam.Role:
    role = iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal("codedeploy.amazonaws.com"),
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(_POLICY)],
    )
    finding = f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{_POLICY}]"
    acknowledge(role, finding, "AWS keeps the list of what moving an alias needs; it reaches Lambda and alarms alone.")
    return role
