"""The shorter way to a client of AWS leads to the same client."""

import pytest
from botocore.config import Config
from botocore.session import Session

from mutoscope.adapters.aws.service_loader import ServiceLoader

SERVICES = [
    "apigatewaymanagementapi",
    "autoscaling",
    "cloudwatch",
    "dynamodb",
    "kms",
    "rds-data",
    "s3",
    "secretsmanager",
    "sesv2",
    "sqs",
    "stepfunctions",
]

REGIONS = ["us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1"]


def session(loader: ServiceLoader | None) -> Session:
    made = Session()
    if loader:
        made.register_component("data_loader", loader)
    return made


@pytest.fixture(scope="module")
def sessions() -> tuple[Session, Session]:
    return session(ServiceLoader()), session(None)


@pytest.mark.parametrize("region", REGIONS)
def test_every_service_is_reached_and_signed_for_as_botocore_alone_does(
    sessions: tuple[Session, Session], region: str
) -> None:
    ours, plain = ([_facts(each, service, region) for service in SERVICES] for each in sessions)

    assert ours == plain


def _facts(made: Session, service: str, region: str) -> tuple[str, str, str, str]:
    signature = "s3v4" if service == "s3" else None
    client = made.create_client(
        service,
        region_name=region,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(signature_version=signature),
    )
    signer = client._request_signer
    return client.meta.endpoint_url, client.meta.partition, signer.signing_name, signer.region_name
