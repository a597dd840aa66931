"""What the engine cannot make is left out of templates with all that refers to it; nothing else changes unsaid."""

from pathlib import Path
from typing import Any

import pytest

from cdk.config import DEV, PROD, STAGING
from rehearsal.differences import Differences, declared

QUEUE: dict[str, Any] = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}


@pytest.fixture
def differences() -> Differences:
    return Differences(frozenset({"AWS::SQS::Queue"}), "arn:secret", "http://127.0.0.1:4566", Path("/layers"))


def test_a_type_that_the_engine_does_not_make_is_left_out_and_told(differences: Differences) -> None:
    template = {"Resources": {"Queue": QUEUE, "Sensor": {"Type": "AWS::GuardDuty::Detector"}}}

    changed = differences.apply(template)

    assert changed == {"Resources": {"Queue": QUEUE}}
    assert differences.made == {"AWS::GuardDuty::Detector"}


def test_what_refers_to_what_is_left_out_says_so(differences: Differences) -> None:
    gone = {"Type": "AWS::GuardDuty::Detector"}
    queue = {
        **QUEUE,
        "DependsOn": ["Sensor", "Other"],
        "Properties": {
            "A": {"Ref": "Sensor"},
            "B": {"Fn::GetAtt": ["Sensor", "Arn"]},
            "C": {"Fn::Sub": "x/${Sensor.Arn}"},
        },
    }
    template = {
        "Resources": {"Queue": queue, "Other": QUEUE, "Sensor": gone},
        "Outputs": {"Out": {"Value": {"Ref": "Sensor"}}},
    }

    changed = differences.apply(template)

    assert changed["Resources"]["Queue"]["DependsOn"] == ["Other"]
    assert changed["Resources"]["Queue"]["Properties"] == {
        "A": "left-out",
        "B": "left-out",
        "C": {"Fn::Sub": "x/left-out"},
    }
    assert changed["Outputs"] == {"Out": {"Value": "left-out"}}


def test_a_template_that_the_engine_can_make_stays_as_it_is(differences: Differences) -> None:
    template = {"Resources": {"Queue": {**QUEUE, "DependsOn": "Other"}, "Other": QUEUE}}

    assert differences.apply(template) == template
    assert differences.made == set()


def test_variables_lead_to_where_things_are_on_this_machine(differences: Differences) -> None:
    address = [
        "https://",
        {"Ref": "Sockets"},
        ".execute-api.",
        {"Ref": "AWS::Region"},
        ".",
        {"Ref": "AWS::URLSuffix"},
        "/live",
    ]
    variables = {"MUTOSCOPE_CATALOGUE": "/opt/catalogue.toml", "MUTOSCOPE_SOCKET_URL": {"Fn::Join": ["", address]}}
    queue = {**QUEUE, "Properties": {"Environment": {"Variables": variables}}}

    changed = differences.apply({"Resources": {"Queue": queue}})

    assert changed["Resources"]["Queue"]["Properties"]["Environment"]["Variables"] == {
        "MUTOSCOPE_CATALOGUE": "/layers/catalogue.toml",
        "MUTOSCOPE_SOCKET_URL": {
            "Fn::Join": ["", ["http://127.0.0.1:4566/_aws/execute-api/", {"Ref": "Sockets"}, "/live"]]
        },
    }
    assert differences.made == {"layer_folder", "socket_address"}


def test_a_machine_image_that_amazon_publishes_is_made_up(differences: Differences) -> None:
    published = {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": "/aws/service/ecs/image_id"}
    version = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version"}

    changed = differences.apply({"Parameters": {"Image": published, "Version": version}, "Resources": {}})

    assert changed["Parameters"] == {"Image": {"Type": "String", "Default": "ami-left-out"}, "Version": version}
    assert differences.made == {"machine_image"}


def test_an_alarm_of_a_formula_is_left_out_and_one_of_a_metric_is_not() -> None:
    known = Differences(frozenset({"AWS::CloudWatch::Alarm"}), "arn:secret", "http://127.0.0.1:4566", Path("/layers"))
    formula = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": [{"Expression": "a / b"}]}}
    metric = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors"}}

    changed = known.apply({"Resources": {"Formula": formula, "Metric": metric}})

    assert changed == {"Resources": {"Metric": metric}}
    assert known.made == {"AWS::CloudWatch::Alarm of a formula"}


def test_what_is_left_out_where_data_is_kept_or_watched_is_declared_there_alone() -> None:
    assert "AWS::Backup::BackupSelection" in declared(STAGING)
    assert "AWS::GuardDuty::Detector" not in declared(STAGING)
    assert "AWS::GuardDuty::Detector" in declared(PROD)
    assert declared(DEV).keys() < declared(STAGING).keys() < declared(PROD).keys()
