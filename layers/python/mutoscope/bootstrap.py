"""Chooses the adapters once; everything else sees only ports."""

from functools import cache, partial

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
from mutoscope.adapters.aws.ses_mailer import SesMailer
from mutoscope.adapters.aws.sqs_lines import SqsLines
from mutoscope.adapters.aws.sqs_queue import SqsQueue
from mutoscope.adapters.aws.step_functions_builds import StepFunctionsBuilds
from mutoscope.adapters.background_news import BackgroundNews
from mutoscope.adapters.master_key_data_keys import MasterKeyDataKeys
from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.ports import Database, VirusScanner
from mutoscope.settings import Settings, settings
from mutoscope.studio import Studio


def connect(chosen: Settings) -> Studio:
    news = BackgroundNews(at_once=chosen.tells_at_once)
    studio = Studio(
        settings=chosen,
        database=_database(chosen),
        media=S3Media(chosen),
        work=SqsLines(chosen),
        gpu=SqsQueue(chosen, chosen.gpu_queue),
        live=DynamoDbLiveView(chosen),
        builds=StepFunctionsBuilds(chosen),
        credentials=DynamoDbCredentials(chosen),
        limits=DynamoDbRateLimits(chosen),
        tickets=DynamoDbTickets(chosen),
        mailer=SesMailer(chosen) if chosen.mail_delivery == "ses" else S3Mailbox(chosen),
        errands=SqsQueue(chosen, chosen.errand_queue),
        webhooks=SqsQueue(chosen, chosen.webhook_queue),
        uploads=S3Uploads(chosen),
        listeners=DynamoDbListeners(chosen),
        sockets=ApiGatewaySockets(chosen),
        news=news,
        scanner=_scanner(chosen),
        data_keys=KmsDataKeys(chosen) if chosen.kms_key else MasterKeyDataKeys(chosen),
    )
    if chosen.socket_url:
        news.open(partial(_tell, studio))
    return studio


def _tell(studio: Studio, user_id: str, job_id: str) -> None:
    # What is told of a job takes most of the domain with it, and most processes begin without news.
    from mutoscope.progress.tell import tell

    tell(studio, user_id, job_id)


def _database(chosen: Settings) -> Database:
    if chosen.database_resource_arn:
        return DataApiDatabase(chosen)
    # In the cloud nobody speaks to PostgreSQL itself, so its driver is not even there.
    from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase

    return PsycopgDatabase(chosen.database_url)


def _scanner(chosen: Settings) -> VirusScanner | None:
    if not chosen.clamd:
        return None
    from mutoscope.adapters.clamd_scanner import ClamdScanner

    return ClamdScanner(chosen.clamd)


@cache
def open_studio() -> Studio:
    """The studio of this process, as its environment says."""
    return connect(settings())
