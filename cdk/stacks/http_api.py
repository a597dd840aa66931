"""The HTTP API: paths to functions, with a limit on requests and a log of each.

Who may call is decided in the application, which knows the API keys; /health alone is open.
"""

from collections.abc import Mapping

from aws_cdk import CfnOutput, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from cdk.config import Config
from cdk.stacks.canary import Canaries
from cdk.stacks.findings import acknowledge
from cdk.stacks.gateway_log import access_log
from cdk.stacks.routes import LOG_INS, ROUTES

LIVE = "progress"
"""The function that live connections lead to as well."""
_LOGGED = {
    "path": "$context.path",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
}


class StudioHttpApi(Construct):
    def __init__(self, scope: Construct, config: Config, functions: Mapping[str, lambda_.Function]) -> None:
        super().__init__(scope, "Http")
        self.api = apigatewayv2.HttpApi(self, "Api", create_default_stage=False)
        self.answering = self._before(functions) if config.has_canary else functions
        """What the paths lead to, by the function's name: the function, or what leads to its old and its new code."""
        for name, paths in ROUTES.items():
            self._route(name.capitalize(), self.answering[name], paths)
        self.log = logs.LogGroup(self, "Log", retention=config.log_days, removal_policy=RemovalPolicy.DESTROY)
        self._open(config)

    def _before(self, functions: Mapping[str, lambda_.Function]) -> Mapping[str, lambda_.IFunction]:
        return Canaries(self, self.api.api_id).before(functions, live=(LIVE,))

    def _route(self, name: str, function: lambda_.IFunction, paths: tuple[str, ...]) -> None:
        integration = HttpLambdaIntegration(name, function)
        for path in paths:
            for route in self.api.add_routes(path=path, integration=integration):
                acknowledge(route, "APIG4", "The application checks the API key itself.")

    def _open(self, config: Config) -> None:
        stage = apigatewayv2.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=apigatewayv2.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=config.requests_per_second, throttling_burst_limit=2 * config.requests_per_second
            ),
            route_settings={f"ANY {path}": _limit(config.log_ins_per_second) for path in LOG_INS},
            access_log_settings=access_log(self.log, **_LOGGED),
        )
        # A limit is refused for a route that is not there yet.
        stage.node.add_dependency(self.api)
        CfnOutput(self, "Url", value=self.api.api_endpoint)


def _limit(per_second: int) -> dict[str, int]:
    """In CloudFormation's own words, since they lie in a map that CDK hands on as it is."""
    return {"ThrottlingRateLimit": per_second, "ThrottlingBurstLimit": 2 * per_second}
