"""What API Gateway writes down of each request, and nothing of what was sent."""

import json

from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_logs as logs

_FIELDS = {
    "request_id": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "route": "$context.routeKey",
    "status": "$context.status",
}


def access_log(log: logs.LogGroup, **more: str) -> apigatewayv2.CfnStage.AccessLogSettingsProperty:
    return apigatewayv2.CfnStage.AccessLogSettingsProperty(
        destination_arn=log.log_group_arn, format=json.dumps(_FIELDS | more)
    )
