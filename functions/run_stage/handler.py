"""The Lambda that works the queue: one message is one stage or one small job; what comes again is reported back."""

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from mutoscope.adapters.aws.sqs_batch import work_batch
from mutoscope.bootstrap import open_studio
from mutoscope.jobs.worker import take


def handler(event: dict[str, object], context: LambdaContext) -> PartialItemFailureResponse:
    studio = open_studio()
    return work_batch(event, context, lambda received: take(studio, received), handle=studio.work.handle)
