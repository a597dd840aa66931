"""One look, end to end over the adapters: the queue's counts, the metric, the group and the memory between looks."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.stub import Stubber
from moto import mock_aws

from functions.scale_fleet.handler import handler
from mutoscope import bootstrap_scaler
from mutoscope.adapters.aws import session
from mutoscope.adapters.aws.asg_fleet import AsgFleet
from mutoscope.adapters.aws.sqs_backlog import SqsBacklog
from mutoscope.errors import Unavailable
from mutoscope.ports import Instances
from mutoscope.settings import Settings

SETTINGS = Settings(gpu_queue="gpu", live_table="live", fleet_group="gpu", aws_region="us-east-1")


@pytest.fixture(scope="module", autouse=True)
def nobodys_account() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        patch.setattr(bootstrap_scaler, "settings", lambda: SETTINGS)
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
        here("autoscaling").create_launch_configuration(
            LaunchConfigurationName="worker", ImageId="ami-1", InstanceType="g6.xlarge"
        )
        here("autoscaling").create_auto_scaling_group(
            AutoScalingGroupName="gpu",
            LaunchConfigurationName="worker",
            MinSize=0,
            MaxSize=20,
            AvailabilityZones=["us-east-1a"],
        )
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
    groups = here("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=["gpu"])["AutoScalingGroups"]
    count: int = groups[0]["DesiredCapacity"]
    return count


def test_orders_in_the_queue_wake_the_fleet(aws: None) -> None:
    send(25)

    handler({"detail-type": "Scheduled Event"}, None)  # type: ignore[arg-type]

    assert desired() == 3


def test_the_memory_of_one_look_reaches_the_next(aws: None) -> None:
    send(25)
    scaler = bootstrap_scaler.open_scaler()

    first = scaler.scale(1000.0)
    here("sqs").purge_queue(QueueUrl=here("sqs").get_queue_url(QueueName="gpu")["QueueUrl"])
    second = scaler.scale(1200.0)
    third = scaler.scale(1300.0)

    assert [first.wanted, second.wanted, third.wanted] == [3, 3, 0]
    assert desired() == 0


def test_a_memory_that_cannot_be_read_is_forgotten(aws: None) -> None:
    scaler = bootstrap_scaler.open_scaler()
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


def test_the_group_gets_the_size_that_is_asked_for(aws: None) -> None:
    fleet = AsgFleet(SETTINGS)

    fleet.resize(2)

    assert fleet.look() == Instances(wanted=2, running=2, starting=0, draining=0)


def test_only_instances_in_service_take_orders() -> None:
    states = ["InService", "InService", "InService", "Pending", "Terminating:Wait"]
    instance = {"InstanceId": "i", "AvailabilityZone": "z", "HealthStatus": "Healthy", "ProtectedFromScaleIn": False}
    group = {
        "AutoScalingGroupName": "gpu",
        "MinSize": 0,
        "MaxSize": 20,
        "DesiredCapacity": 5,
        "DefaultCooldown": 0,
        "AvailabilityZones": ["z"],
        "HealthCheckType": "EC2",
        "CreatedTime": datetime.now(UTC),
        "Instances": [instance | {"LifecycleState": state} for state in states],
    }
    with Stubber(here("autoscaling")) as answers:
        answers.add_response("describe_auto_scaling_groups", {"AutoScalingGroups": [group]})
        instances = AsgFleet(SETTINGS).look()

    assert instances == Instances(wanted=5, running=3, starting=2, draining=1)


def test_a_fleet_that_is_not_there_is_said_to_be_unavailable(aws: None) -> None:
    gone = SETTINGS.model_copy(update={"fleet_group": "another"})

    with pytest.raises(Unavailable, match="The fleet"):
        AsgFleet(gone).look()
