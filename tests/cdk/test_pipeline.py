import json
from collections.abc import Callable
from typing import Any

import pytest

from mutoscope.laptop.resources import MOST_RECEIVES

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
Named = Callable[[dict[str, Any], str], dict[str, Any]]
Statements = Callable[[dict[str, Any], str], list[dict[str, Any]]]


def test_a_message_that_nobody_can_deal_with_ends_among_the_dead_letters(dev: dict[str, Any], every: Every) -> None:
    queues = every(dev, "AWS::SQS::Queue")

    redriven = [each["Properties"]["RedrivePolicy"] for each in queues if "RedrivePolicy" in each["Properties"]]

    assert [each["maxReceiveCount"] for each in redriven] == [MOST_RECEIVES] * 5
    assert all("DeadLetters" in each["deadLetterTargetArn"]["Fn::GetAtt"][0] for each in redriven)


def test_dead_letters_may_go_back_to_where_they_came_from(dev: dict[str, Any], every: Every) -> None:
    [dead] = [each for each in every(dev, "AWS::SQS::Queue") if "RedriveAllowPolicy" in each["Properties"]]

    assert dead["Properties"]["RedriveAllowPolicy"] == {"redrivePermission": "allowAll"}
    assert dead["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600


@pytest.mark.parametrize(
    ("queue", "worker"),
    [
        ("Interactive", "run_stage"),
        ("Work", "run_stage"),
        ("Batch", "run_stage"),
        ("Errands", "run_errand"),
        ("Webhooks", "deliver_webhook"),
    ],
)
def test_a_message_stays_hidden_for_six_times_what_its_function_may_take(
    dev: dict[str, Any], function: Named, queue: str, worker: str
) -> None:
    found = next(each for name, each in dev["Resources"].items() if name.startswith(f"Pipeline{queue}"))

    assert found["Properties"]["VisibilityTimeout"] >= 6 * function(dev, worker)["Timeout"]


def test_a_worker_can_hold_message_and_token_by_its_heartbeats(dev: dict[str, Any], statements: Statements) -> None:
    allowed = json.dumps(statements(dev, "run_stage"))

    assert "sqs:ChangeMessageVisibility" in allowed
    assert "states:SendTaskHeartbeat" in allowed


def test_queues_refuse_what_is_not_encrypted_on_its_way(dev: dict[str, Any], every: Every) -> None:
    policies = every(dev, "AWS::SQS::QueuePolicy")

    denied = [each["Properties"]["PolicyDocument"]["Statement"][0] for each in policies]

    assert [each["Effect"] for each in denied] == ["Deny"] * 6
    assert [each["Condition"] for each in denied] == [{"Bool": {"aws:SecureTransport": "false"}}] * 6


def test_one_message_is_one_invocation_and_reports_its_own_failure(dev: dict[str, Any], every: Every) -> None:
    sources = [each["Properties"] for each in every(dev, "AWS::Lambda::EventSourceMapping")]

    assert [each["BatchSize"] for each in sources] == [1] * 5
    assert [each["FunctionResponseTypes"] for each in sources] == [["ReportBatchItemFailures"]] * 5


def test_batches_leave_room_for_what_somebody_waits_for(dev: dict[str, Any], every: Every) -> None:
    sources = [each["Properties"] for each in every(dev, "AWS::Lambda::EventSourceMapping")]

    most = {
        name: each["ScalingConfig"]["MaximumConcurrency"]
        for each in sources
        for name in ("Interactive", "Work", "Batch")
        if each["EventSourceArn"]["Fn::GetAtt"][0].startswith(f"Pipeline{name}")
    }
    assert most == {"Interactive": 20, "Work": 20, "Batch": 5}


def test_production_runs_more_stages_at_once(dev: dict[str, Any], prod: dict[str, Any], every: Every) -> None:
    sources, larger = (every(each, "AWS::Lambda::EventSourceMapping") for each in (dev, prod))

    assert {"MaximumConcurrency": 20} in [each["Properties"].get("ScalingConfig") for each in sources]
    assert {"MaximumConcurrency": 200} in [each["Properties"].get("ScalingConfig") for each in larger]


def test_the_state_machine_may_do_nothing_but_send_and_log(dev: dict[str, Any], statements: Statements) -> None:
    logging, sending = statements(dev, "film")

    assert sending["Action"] == "sqs:SendMessage"
    assert {action.partition(":")[0] for action in logging["Action"]} == {"logs", "xray"}


@pytest.mark.parametrize("worker", ["run_stage", "run_errand", "deliver_webhook"])
def test_what_sends_itself_on_is_not_ended_as_a_loop(dev: dict[str, Any], function: Named, worker: str) -> None:
    assert function(dev, worker)["RecursiveLoop"] == "Allow"
