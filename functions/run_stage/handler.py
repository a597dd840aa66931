"""The Lambda that works the queue: one message is one stage or one small job; what comes again is reported back."""

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from mutoscope.bootstrap import open_studio
from mutoscope.errors import MutoscopeError
from mutoscope.jobs.work import Disposition
from mutoscope.jobs.worker import take
from mutoscope.ports import Received

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


class ComesAgain(MutoscopeError):
    """The message is not dealt with yet."""

    code = "comes_again"
    hint = "Nothing needs to be done; the queue delivers it again."
    retryable = True


def handler(event: dict[str, object], context: LambdaContext) -> PartialItemFailureResponse:
    return process_partial_response(event=event, record_handler=_record, processor=_processor, context=context)


def _record(record: SQSRecord) -> None:
    received = Received(
        body=record.body,
        handle=record.receipt_handle,
        receives=int(record.attributes.approximate_receive_count),
    )
    if take(open_studio(), received) is Disposition.AGAIN:
        raise ComesAgain
