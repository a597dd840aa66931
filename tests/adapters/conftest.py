"""The same ports where nothing answers."""

import pytest

from mutoscope.adapters.aws.api_gateway_sockets import ApiGatewaySockets
from mutoscope.adapters.aws.dynamodb_credentials import DynamoDbCredentials
from mutoscope.adapters.aws.dynamodb_listeners import DynamoDbListeners
from mutoscope.adapters.aws.dynamodb_live_view import DynamoDbLiveView
from mutoscope.adapters.aws.dynamodb_rate_limits import DynamoDbRateLimits
from mutoscope.adapters.aws.dynamodb_tickets import DynamoDbTickets
from mutoscope.adapters.aws.kms_data_keys import KmsDataKeys
from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.aws.s3_media import S3Media
from mutoscope.adapters.aws.s3_uploads import S3Uploads
from mutoscope.adapters.aws.sqs_queue import SqsQueue
from mutoscope.adapters.aws.step_functions_builds import StepFunctionsBuilds
from mutoscope.adapters.background_news import BackgroundNews
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.settings import Settings
from mutoscope.studio import Studio


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A studio whose engines do not run; the AWS client gives up at once instead of trying three times."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    settings = Settings(aws_endpoint_url="http://127.0.0.1:1", socket_url="http://127.0.0.1:1")
    database = PsycopgDatabase("postgresql://127.0.0.1:1/nothing")
    database.close()
    return Studio(
        settings=settings,
        database=database,
        media=S3Media(settings),
        work=SqsQueue(settings, "nothing"),
        gpu=SqsQueue(settings, "nothing"),
        live=DynamoDbLiveView(settings),
        builds=StepFunctionsBuilds(settings),
        credentials=DynamoDbCredentials(settings),
        limits=DynamoDbRateLimits(settings),
        tickets=DynamoDbTickets(settings),
        mailer=S3Mailbox(settings),
        errands=SqsQueue(settings, "nothing"),
        webhooks=SqsQueue(settings, "nothing"),
        data_keys=KmsDataKeys(settings),
        uploads=S3Uploads(settings),
        listeners=DynamoDbListeners(settings),
        sockets=ApiGatewaySockets(settings),
        news=BackgroundNews(),
    )
