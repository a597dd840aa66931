"""What Lambda hands over from a queue: each message is taken, and one that is not dealt with yet is reported back."""

from collections.abc import Callable

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from mutoscope.errors import MutoscopeError
from mutoscope.jobs.work import Disposition
from mutoscope.ports import Received

_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


class ComesAgain(MutoscopeError):
    """The message is not dealt with yet."""

    code = "comes_again"
    hint = "Nothing needs to be done; the queue delivers it again."
    retryable = True


def work_batch(
    event: dict[str, object],
    context: LambdaContext,
    take: Callable[[Received], Disposition],
    *,
    handle: Callable[[str, str], str] | None = None,
) -> PartialItemFailureResponse:
    """`handle(queue, own)` is what the taker knows a message by that came with its own handle from the queue named."""

    def one(record: SQSRecord) -> None:
        receives = int(record.attributes.approximate_receive_count)
        own = record.receipt_handle
        known = handle(record.event_source_arn.rpartition(":")[2], own) if handle else own
        if take(Received(record.body, known, receives)) is Disposition.AGAIN:
            raise ComesAgain

    return process_partial_response(event=event, record_handler=one, processor=_processor, context=context)
