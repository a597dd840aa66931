"""One look, end to end over the adapters: the queue's counts, the metric, the service and the memory between looks."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from moto.ec2.utils import generate_instance_identity_document

from functions.scale_fleet.handler import handler
from mutoscope import bootstrap
from mutoscope.adapters.aws import session
from mutoscope.adapters.aws.ecs_fleet import EcsFleet
from mutoscope.adapters.aws.sqs_backlog import SqsBacklog
from mutoscope.errors import Unavailable
from mutoscope.ports import Instances
from mutoscope.settings import Settings

SETTINGS = Settings(
    gpu_queue="gpu", live_table="live", fleet_cluster="gpu", fleet_service="gpu", aws_region="us-east-1"
)


@pytest.fixture(scope="module", autouse=True)
def nobodys_account() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        patch.setattr(bootstrap, "settings", lambda: SETTINGS)
        session._client.cache_clear()
        yield
    session._client.cache_clear()


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws():
        here("sqs").create_queue(QueueName="gpu")
        here("dynamodb").create_table(
            TableName="live",
            KeySchema=[{"AttributeName": "job", "KeyType": "HASH"}, {"AttributeName": "part", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("job", "part")],
            BillingMode="PAY_PER_REQUEST",
        )
        worker = {"name": "worker", "image": "worker", "memory": 1}
        here("ecs").create_cluster(clusterName="gpu")
        here("ecs").register_task_definition(family="worker", containerDefinitions=[worker])
        here("ecs").create_service(cluster="gpu", serviceName="gpu", taskDefinition="worker", desiredCount=0)
        yield


def here(service: str) -> Any:
    return session.client(service, SETTINGS)


def send(count: int) -> None:
    queue = here("sqs").get_queue_url(QueueName="gpu")["QueueUrl"]
    for number in range(count):
        here("sqs").send_message(QueueUrl=queue, MessageBody=str(number))


def note_age(seconds_ago: int, oldest: float) -> None:
    figure = {
        "MetricName": "ApproximateAgeOfOldestMessage",
        "Dimensions": [{"Name": "QueueName", "Value": "gpu"}],
        "Value": oldest,
        "Timestamp": datetime.now(UTC) - timedelta(seconds=seconds_ago),
    }
    here("cloudwatch").put_metric_data(Namespace="AWS/SQS", MetricData=[figure])


def desired() -> int:
    count: int = here("ecs").describe_services(cluster="gpu", services=["gpu"])["services"][0]["desiredCount"]
    return count


def test_orders_in_the_queue_wake_the_fleet(aws: None) -> None:
    send(9)

    handler({"detail-type": "Scheduled Event"}, None)  # type: ignore[arg-type]

    assert desired() == 3


def test_the_memory_of_one_look_reaches_the_next(aws: None) -> None:
    send(9)
    scaler = bootstrap.open_scaler()

    first = scaler.scale(1000.0)
    here("sqs").purge_queue(QueueUrl=here("sqs").get_queue_url(QueueName="gpu")["QueueUrl"])
    second = scaler.scale(1200.0)
    third = scaler.scale(1300.0)

    assert [first.wanted, second.wanted, third.wanted] == [3, 3, 0]
    assert desired() == 0


def test_a_memory_that_cannot_be_read_is_forgotten(aws: None) -> None:
    scaler = bootstrap.open_scaler()
    scaler.tickets.keep("fleet", json.dumps({"of": "another version"}), 600)

    assert scaler.scale(1000.0).memory.since == 1000.0


def test_the_age_of_the_oldest_comes_from_the_newest_figure(aws: None) -> None:
    send(2)
    note_age(150, 40.0)
    note_age(60, 95.0)

    waiting = SqsBacklog(SETTINGS, "gpu").look()

    assert (waiting.waiting, waiting.in_flight, waiting.oldest_seconds) == (2, 0, 95.0)


def test_what_somebody_works_on_is_in_flight(aws: None) -> None:
    send(3)
    queue = here("sqs").get_queue_url(QueueName="gpu")["QueueUrl"]
    here("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=1, VisibilityTimeout=60)

    waiting = SqsBacklog(SETTINGS, "gpu").look()

    assert (waiting.waiting, waiting.in_flight) == (2, 1)


def test_the_service_gets_the_size_that_is_asked_for(aws: None) -> None:
    EcsFleet(SETTINGS).resize(4)

    assert desired() == 4


def test_an_instance_that_drains_takes_no_orders_and_another_is_coming() -> None:
    with Stubber(here("ecs")) as ecs:
        ecs.add_response("describe_services", {"services": [{"desiredCount": 5, "runningCount": 4, "pendingCount": 0}]})
        ecs.add_response("list_container_instances", {"containerInstanceArns": ["arn:1"]})
        ecs.add_response("describe_container_instances", {"containerInstances": [{"runningTasksCount": 1}]})
        instances = EcsFleet(SETTINGS).look()

    assert instances == Instances(wanted=5, running=3, starting=2, draining=1)


def test_only_instances_that_drain_are_asked_for(aws: None) -> None:
    instance = here("ec2").run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    document = json.dumps(generate_instance_identity_document(boto3.resource("ec2", "us-east-1").Instance(instance)))
    registered = here("ecs").register_container_instance(cluster="gpu", instanceIdentityDocument=document)
    before = EcsFleet(SETTINGS).look().draining

    arn = registered["containerInstance"]["containerInstanceArn"]
    here("ecs").update_container_instances_state(cluster="gpu", containerInstances=[arn], status="DRAINING")

    assert (before, EcsFleet(SETTINGS).look().draining) == (0, 1)


def test_a_fleet_that_is_not_there_is_said_to_be_unavailable(aws: None) -> None:
    gone = SETTINGS.model_copy(update={"fleet_service": "another"})

    with pytest.raises(Unavailable, match="The fleet"):
        EcsFleet(gone).look()
