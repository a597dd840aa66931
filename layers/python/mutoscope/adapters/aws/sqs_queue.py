"""The `Queue` port over SQS."""

from functools import cached_property

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import Received
from mutoscope.settings import Settings

_WHAT = "The queue"


class SqsQueue:
    def __init__(self, settings: Settings, name: str) -> None:
        self._sqs = client("sqs", settings)
        self._name = name

    @cached_property
    def url(self) -> str:
        with translated(_WHAT):
            found: str = self._sqs.get_queue_url(QueueName=self._name)["QueueUrl"]
        return found

    def send(self, body: str, *, delay: int = 0) -> None:
        with translated(_WHAT):
            self._sqs.send_message(QueueUrl=self.url, MessageBody=body, DelaySeconds=delay)

    def receive(self, *, wait: int) -> Received | None:
        with translated(_WHAT):
            answer = self._sqs.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=1,
                WaitTimeSeconds=wait,
                AttributeNames=["ApproximateReceiveCount"],
            )
        for message in answer.get("Messages", []):
            receives = int(message.get("Attributes", {}).get("ApproximateReceiveCount", 1))
            return Received(body=message["Body"], handle=message["ReceiptHandle"], receives=receives)
        return None

    def extend(self, handle: str, seconds: int) -> None:
        with translated(_WHAT):
            try:
                self._sqs.change_message_visibility(QueueUrl=self.url, ReceiptHandle=handle, VisibilityTimeout=seconds)
            except ClientError:
                # The message is gone or somebody else's by now; its lease, not its visibility, fences the work.
                return

    def delete(self, handle: str) -> None:
        with translated(_WHAT):
            try:
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=handle)
            except ClientError:
                # The same as above: a lost handle means that the message is no longer ours.
                return

    def give_back(self, received: Received) -> None:
        self.send(received.body)
        self.delete(received.handle)
