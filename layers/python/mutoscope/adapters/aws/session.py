"""boto3 clients for the studio: real AWS, or the embedded engine when an endpoint is set."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from mutoscope.settings import Settings

ENGINE_KEY = "studio"
"""The access key of the embedded engine; its secret is `Settings.aws_secret`."""


def client(service: str, settings: Settings, *, attempts: int = 4) -> Any:
    return _client(service, settings.aws_region, settings.aws_endpoint_url, _secret(settings), attempts)


def posting_client(settings: Settings) -> Any:
    """For @connections at `Settings.socket_url`. It tries once and for two seconds: the next news is newer anyhow."""
    local = settings.aws_endpoint_url is not None
    return boto3.client(
        "apigatewaymanagementapi",
        region_name=settings.aws_region,
        endpoint_url=settings.socket_url,
        aws_access_key_id=ENGINE_KEY if local else None,
        aws_secret_access_key=_secret(settings) if local else None,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=2),
    )


def _secret(settings: Settings) -> str:
    return settings.aws_secret.get_secret_value() or "none"


@cache
def _client(service: str, region: str, endpoint: str | None, secret: str, attempts: int) -> Any:
    local = endpoint is not None
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        # Real credentials must never travel to an engine of this machine.
        aws_access_key_id=ENGINE_KEY if local else None,
        aws_secret_access_key=secret if local else None,
        config=Config(
            retries={"mode": "standard", "total_max_attempts": attempts},
            connect_timeout=3,
            read_timeout=30,
            max_pool_connections=20,
            # Presigned links are signed by version 2 otherwise, which new regions and encrypted files refuse.
            signature_version="s3v4" if service == "s3" else None,
            s3={"addressing_style": "path"} if local else None,
        ),
    )
