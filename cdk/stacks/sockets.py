"""The WebSocket API of live progress: three routes to one function, and the address that connections are posted to.

It is made before the functions, which are told its address, and gets its routes after them.
"""

from aws_cdk import Aws, CfnOutput
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import WebSocketLambdaIntegration
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge

STAGE = "live"
_ROUTES = ("$connect", "$disconnect", "$default")


class Sockets(Construct):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "Sockets")
        self.api = apigatewayv2.WebSocketApi(self, "Api")
        self._stage(config)

    @property
    def posting_url(self) -> str:
        return f"https://{self.api.api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}/{STAGE}"

    def lead_to(self, function: lambda_.IFunction) -> None:
        for name in _ROUTES:
            integration = WebSocketLambdaIntegration(f"On{name[1:].capitalize()}", function)
            route = self.api.add_route(name, integration=integration)
            acknowledge(
                route, "APIG4", "The function checks key or ticket at $connect; later events are of who passed."
            )

    def _stage(self, config: Config) -> None:
        stage = apigatewayv2.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name=STAGE,
            auto_deploy=True,
            default_route_settings=apigatewayv2.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=config.requests_per_second, throttling_burst_limit=2 * config.requests_per_second
            ),
        )
        why = "API Gateway logs these by a role of the whole account; the function logs who is let in."
        acknowledge(stage, "APIG1", why)
        CfnOutput(self, "Url", value=self.posting_url.replace("https", "wss", 1))
