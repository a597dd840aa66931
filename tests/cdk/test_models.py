"""Models of our own in the cloud: the catalogue is where orders are checked, and the queue is there once a fleet is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config import ENVIRONMENTS
from cdk.packaging import FUNCTIONS, ROOT, Packages
from mutoscope.engines.models import read_catalogue

Named = Callable[[dict[str, Any], str], dict[str, Any]]
Statements = Callable[[dict[str, Any], str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def with_models(prod: dict[str, Any]) -> dict[str, Any]:
    return prod


def queue_of(template: dict[str, Any]) -> str:
    [name] = [name for name in template["Resources"] if name.startswith("PipelineGpu") and "Policy" not in name]
    return name


def test_the_layer_holds_the_catalogue_where_the_functions_are_told_to_read_it(
    packages: Packages, dev: dict[str, Any], function: Named
) -> None:
    told = Path(function(dev, "jobs")["Environment"]["Variables"]["MUTOSCOPE_CATALOGUE"])

    packed = packages.layer / told.relative_to("/opt")

    assert read_catalogue(packed) == read_catalogue(ROOT / "gpu_container" / "catalogue.toml")


@pytest.mark.parametrize("name", [config.name for config in ENVIRONMENTS if not config.has_models])
def test_where_no_fleet_takes_orders_of_models_no_function_accepts_any(
    templates: dict[str, dict[str, Any]], function: Named, name: str
) -> None:
    assert function(templates[name], "jobs")["Environment"]["Variables"]["MUTOSCOPE_GPU_QUEUE"] == ""
    assert not any(each.startswith("PipelineGpu") for each in templates[name]["Resources"])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_with_a_fleet_every_function_knows_its_queue(with_models: dict[str, Any], function: Named, name: str) -> None:
    variables = function(with_models, name)["Environment"]["Variables"]

    assert variables["MUTOSCOPE_GPU_QUEUE"] == {"Fn::GetAtt": [queue_of(with_models), "QueueName"]}


def test_only_who_orders_or_sees_to_jobs_sends_to_it_and_no_function_takes_from_it(
    with_models: dict[str, Any], statements: Statements
) -> None:
    def about(name: str) -> str:
        queue = json.dumps({"Fn::GetAtt": [queue_of(with_models), "Arn"]})
        return json.dumps([each for each in statements(with_models, name) if queue in json.dumps(each)])

    assert [name for name in FUNCTIONS if "sqs:SendMessage" in about(name)] == [
        "audio",
        "documents",
        "elevenlabs",
        "films",
        "images",
        "jobs",
        "projects",
        "replicate",
        "run_errand",
        "run_stage",
        "videos",
    ]
    assert [name for name in FUNCTIONS if "sqs:ReceiveMessage" in about(name)] == []


def test_its_messages_are_encrypted_and_end_among_the_dead_letters(with_models: dict[str, Any]) -> None:
    queue = with_models["Resources"][queue_of(with_models)]["Properties"]

    assert queue["SqsManagedSseEnabled"] is True
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 30


def test_the_fleets_scaler_is_there_with_the_fleet_and_nowhere_else(
    dev: dict[str, Any], with_models: dict[str, Any], function: Named
) -> None:
    variables = function(with_models, "scale_fleet")["Environment"]["Variables"]

    assert variables["MUTOSCOPE_FLEET_GROUP"] == "mutoscope-prod-gpu"
    assert variables["MUTOSCOPE_FLEET_MOST"] == "20"
    assert "scale_fleet" not in json.dumps(dev)


def test_the_scaler_looks_every_minute_and_at_a_spot_notice(with_models: dict[str, Any]) -> None:
    rules = [
        each["Properties"]
        for each in with_models["Resources"].values()
        if each["Type"] == "AWS::Events::Rule" and "scalefleet" in json.dumps(each["Properties"]["Targets"])
    ]

    assert [rule.get("ScheduleExpression") for rule in rules] == ["rate(1 minute)", None]
    assert rules[1]["EventPattern"]["detail-type"] == ["EC2 Spot Instance Interruption Warning"]


def test_the_scaler_is_told_no_secret(with_models: dict[str, Any], function: Named) -> None:
    told = json.dumps(function(with_models, "scale_fleet")["Environment"])

    assert "MUTOSCOPE_GPU_QUEUE" in told
    assert "resolve:secretsmanager" not in told


def test_the_scaler_cannot_wake_the_database_or_touch_a_file(
    with_models: dict[str, Any], statements: Statements
) -> None:
    allowed = json.dumps(statements(with_models, "scale_fleet"))

    assert "autoscaling:SetDesiredCapacity" in allowed
    assert "sqs:GetQueueAttributes" in allowed
    assert "rds-data" not in allowed
    assert "secretsmanager" not in allowed
    assert "s3:" not in allowed
