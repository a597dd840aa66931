"""What the cloud's stacks create, created in the embedded AWS engine: bucket, queues, table and state machine."""

import json
import re
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code
from mutoscope.adapters.aws.session import client
from mutoscope.adapters.aws.step_functions_builds import state_machine_arn
from mutoscope.jobs.pulse import HOLD_SECONDS
from mutoscope.ports import Line
from mutoscope.settings import Settings

MOST_RECEIVES = 30
FILM_ASL = Path(__file__).parents[4] / "cdk" / "film.asl.json"
_ROLE = "arn:aws:iam::000000000000:role/laptop"


def create_resources(settings: Settings) -> None:
    """Creating what is there already changes nothing."""
    _create_bucket(settings)
    _create_table(settings)
    _create_queue(settings, settings.errand_queue)
    _create_queue(settings, settings.webhook_queue)
    lines = {line: _create_queue(settings, settings.line_queue(line)) for line in Line}
    _create_state_machine(settings, lines[Line.FILM])
    if settings.gpu_queue:
        _create_queue(settings, settings.gpu_queue)


def film_definition(work_queue_url: str) -> str:
    """The film's state machine with the queue's address filled in; `$$` is Step Functions' own."""
    return re.sub(r"\$\{WorkQueueUrl\}", work_queue_url, FILM_ASL.read_text())


def _create_bucket(settings: Settings) -> None:
    try:
        client("s3", settings).create_bucket(Bucket=settings.bucket)
    except ClientError as error:
        if code(error) not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
            raise


def _create_queue(settings: Settings, name: str) -> str:
    sqs = client("sqs", settings)
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    attributes = {
        "VisibilityTimeout": str(HOLD_SECONDS),
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": MOST_RECEIVES}),
    }
    url: str = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url


def _create_table(settings: Settings) -> None:
    names = ("job", "part")
    dynamodb = client("dynamodb", settings)
    try:
        dynamodb.create_table(
            TableName=settings.live_table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            KeySchema=[
                {"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=True)
            ],
        )
    except ClientError as error:
        if code(error) != "ResourceInUseException":
            raise
        return
    expiry = {"AttributeName": "expires", "Enabled": True}
    dynamodb.update_time_to_live(TableName=settings.live_table, TimeToLiveSpecification=expiry)


def _create_state_machine(settings: Settings, queue_url: str) -> None:
    steps: Any = client("stepfunctions", settings)
    definition = film_definition(queue_url)
    try:
        steps.create_state_machine(name=settings.film_state_machine, definition=definition, roleArn=_ROLE)
    except ClientError as error:
        if code(error) != "StateMachineAlreadyExists":
            raise
        arn = state_machine_arn(steps, settings.film_state_machine)
        steps.update_state_machine(stateMachineArn=arn, definition=definition)
