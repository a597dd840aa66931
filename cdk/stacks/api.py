"""The HTTP API: paths to functions, with a limit on requests and a log of each.

Who may call is decided in the application, which knows the API keys; /health alone is open.
"""

from aws_cdk import CfnOutput, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge
from cdk.stacks.functions import Functions
from cdk.stacks.gateway_log import access_log

_LOGGED = {
    "path": "$context.path",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
}
_DOCUMENTS = tuple(
    f"/api/{name}/{{proxy+}}"
    for name in ("analysis", "auth", "batch", "images", "photo", "scripts", "status", "tts", "veo3", "video")
)
_MEDIA = (
    "/v1/references",
    "/v1/references/{proxy+}",
    "/v1/media",
    "/v1/media/{proxy+}",
    "/v1/shared/{proxy+}",
    "/v1/public/{proxy+}",
    "/v1/history",
)


class Api(Construct):
    def __init__(self, scope: Construct, config: Config, functions: Functions) -> None:
        super().__init__(scope, "Api")
        self.http = apigatewayv2.HttpApi(self, "Http", create_default_stage=False)
        self._route("Films", functions.films, "/v1/films", "/v1/films/{proxy+}")
        self._route("Jobs", functions.jobs, "/v1/jobs", "/v1/jobs/{proxy+}", "/v1/kinds", "/health")
        self._route("Progress", functions.progress, "/v1/progress/{proxy+}")
        self._route("Media", functions.media, "/v1/inputs/{proxy+}", *_MEDIA)
        own = ("/v1/me", "/v1/api_keys", "/v1/provider_keys", "/v1/audit_log")
        self._route("Users", functions.users, "/v1/auth/{proxy+}", *own, *(f"{path}/{{proxy+}}" for path in own))
        credits = ("/v1/quotes", "/v1/credits", "/v1/credits/{proxy+}")
        self._route("Credits", functions.credits, *credits)
        work = ("/v1/projects", "/v1/scripts")
        self._route("Projects", functions.projects, *work, *(f"{path}/{{proxy+}}" for path in work))
        self._route("Files", functions.files, "/v1/files", "/v1/files/{proxy+}")
        self._route("Batches", functions.batches, "/v1/batches", "/v1/batches/{proxy+}")
        self._route("Videos", functions.videos, "/v1/videos", "/v1/videos/{proxy+}")
        self._route("Admin", functions.admin, "/v1/admin/{proxy+}")
        self._route("Webhooks", functions.webhooks, "/v1/webhooks", "/v1/webhooks/{proxy+}")
        self._route("Audio", functions.audio, "/v1/audio/{proxy+}")
        self._route("Images", functions.images, "/v1/images/{proxy+}")
        self._route("Models", functions.models, "/v1/models", "/v1/models/{proxy+}", "/v1/moderations")
        self._route("Replicate", functions.replicate, "/replicate/v1/{proxy+}")
        self._route("ElevenLabs", functions.elevenlabs, "/elevenlabs/v1/{proxy+}", "/elevenlabs/v2/{proxy+}")
        self._route("Documents", functions.documents, "/api/videos", "/api/batch", *_DOCUMENTS)
        self._open(config)

    def _route(self, name: str, function: lambda_.Function, *paths: str) -> None:
        integration = HttpLambdaIntegration(name, function)
        for path in paths:
            for route in self.http.add_routes(path=path, integration=integration):
                acknowledge(route, "APIG4", "The application checks the API key itself.")

    def _open(self, config: Config) -> None:
        log = logs.LogGroup(self, "Log", retention=config.log_days, removal_policy=RemovalPolicy.DESTROY)
        apigatewayv2.CfnStage(
            self,
            "Stage",
            api_id=self.http.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=apigatewayv2.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=config.requests_per_second, throttling_burst_limit=2 * config.requests_per_second
            ),
            access_log_settings=access_log(log, **_LOGGED),
        )
        CfnOutput(self, "Url", value=self.http.api_endpoint)
