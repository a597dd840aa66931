"""Clients of AWS for the studio: the real one, or the embedded engine when an endpoint is set.

They are botocore's own, which boto3 only hands on, and to load boto3 as well takes a quarter longer. A client is made
with its first call: most requests speak to one or two services, and each takes its time to make.
"""

from collections.abc import Callable
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from mutoscope.settings import Settings

if TYPE_CHECKING:
    from boto3.s3.transfer import S3Transfer
    from botocore.session import Session

ENGINE_KEY = "studio"
"""The access key of the embedded engine; its secret is `Settings.aws_secret`."""
_ENGINES_NAMES = {"addressing_style": "path"}
_REGIONS_NAMES = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
"""Links would lead to S3's name of the whole world otherwise, which the policy of the studio's pages does not know, and
under which a new bucket of another region is not found for hours."""


_making = Lock()
"""A session makes clients without a look at other threads."""


class LateClient:
    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make(), name)


def client(service: str, settings: Settings, *, attempts: int = 4) -> Any:
    secret = _secret(settings)
    return LateClient(partial(_client, service, settings.aws_region, settings.aws_endpoint_url, secret, attempts))


def file_transfer(s3: Any) -> "S3Transfer":
    """Moves large files in parts, with threads of its own, which those that move none need not load."""
    from boto3.s3.transfer import S3Transfer

    return S3Transfer(s3)


def posting_client(settings: Settings) -> Any:
    """For @connections at `Settings.socket_url`. It tries once and for two seconds: the next news is newer anyhow."""
    from botocore.config import Config

    local = settings.aws_endpoint_url is not None
    return _make_client(
        "apigatewaymanagementapi",
        region_name=settings.aws_region,
        endpoint_url=settings.socket_url,
        aws_access_key_id=ENGINE_KEY if local else None,
        aws_secret_access_key=_secret(settings) if local else None,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=2),
    )


def _secret(settings: Settings) -> str:
    return settings.aws_secret.get_secret_value() or "none"


def _make_client(service: str, **options: Any) -> Any:
    with _making:
        return _session().create_client(service, **options)


@cache
def _session() -> "Session":
    # Loading botocore takes most of a tenth of a second, so it waits for the first call as well, as its parts do below.
    from botocore.session import Session

    from mutoscope.adapters.aws.service_loader import ServiceLoader

    session = Session()
    session.register_component("data_loader", ServiceLoader())
    return session


@cache
def _client(service: str, region: str, endpoint: str | None, secret: str, attempts: int) -> Any:
    from botocore.config import Config

    local = endpoint is not None
    return _make_client(
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
            s3=_ENGINES_NAMES if local else _REGIONS_NAMES,
            # Otherwise put together anew for each call, a tenth of what it costs; no engine here reads it.
            user_agent=__name__ if local else None,
        ),
    )
