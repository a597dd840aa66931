"""Who is told of what: every row of the table is an alarm that reaches people, over topics that may be written to."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from cdk.config import PROD
from cdk.stacks.alarms import AlarmsStack
from cdk.stacks.guards import GuardsStack
from cdk.stacks.watches import Tier, rows
from mutoscope.measures import NAMESPACE, Measure
from mutoscope.webhooks.deliver import LONGEST_DELAY_SECONDS

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
OWN = {each.value for each in Measure}


@pytest.fixture
def alarms(prod: dict[str, Any], every: Every) -> dict[str, dict[str, Any]]:
    """By name, without the environment's."""
    found = [each["Properties"] for each in every(prod, "AWS::CloudWatch::Alarm")]
    return {each["AlarmName"].removeprefix("mutoscope-prod-"): each for each in found if "AlarmName" in each}


def test_every_row_is_an_alarm_in_production(alarms: dict[str, dict[str, Any]]) -> None:
    wanted = {row.name for row in rows()}

    missing = {name for name in wanted if not any(each == name or each.startswith(f"{name}-") for each in alarms)}

    assert missing == set()
    assert len({row.name for row in rows()}) == len(rows())


@pytest.mark.parametrize(
    "named",
    ["api-errors", "database-away", "database-connections", "database-temporary-disk", "backlog-films", "jobs-failing"],
)
def test_what_the_requirements_ask_for_is_watched(alarms: dict[str, dict[str, Any]], named: str) -> None:
    assert named in alarms


def test_every_queue_is_watched_and_what_it_gives_up_on_wakes_somebody(
    prod: dict[str, Any], every: Every, alarms: dict[str, dict[str, Any]]
) -> None:
    queues = {name: each["Properties"] for name, each in prod["Resources"].items() if each["Type"] == "AWS::SQS::Queue"}
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]: alarm
        for alarm in alarms.values()
        for dimension in alarm.get("Dimensions", [])
        if dimension["Name"] == "QueueName"
    }

    given_up_to = {
        each["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for each in queues.values()
        if "RedrivePolicy" in each
    }

    assert watched.keys() == queues.keys()
    assert sum("RedrivePolicy" in each for each in queues.values()) == len(queues) - len(given_up_to)
    assert all(watched[name]["AlarmDescription"].startswith("CRITICAL") for name in given_up_to)


@pytest.mark.parametrize("row", ["edge-errors", "refused"])
def test_pages_and_files_are_watched_where_they_leave(
    alarms: dict[str, dict[str, Any]], prod: dict[str, Any], row: str
) -> None:
    watched = {
        dimension["Value"]["Ref"]
        for name in (row, f"{row}-files")
        for dimension in alarms[name]["Dimensions"]
        if dimension["Name"] == "DistributionId"
    }

    standing = {name for name, each in prod["Resources"].items() if each["Type"] == "AWS::CloudFront::Distribution"}

    assert watched == standing
    assert len(standing) == 2


def test_a_webhooks_turn_may_wait_as_long_as_it_was_meant_to(alarms: dict[str, dict[str, Any]]) -> None:
    alarm = alarms["backlog-webhooks"]

    assert alarm["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert alarm["Threshold"] > LONGEST_DELAY_SECONDS


def test_failures_of_the_fleets_scaler_are_told(
    alarms: dict[str, dict[str, Any]], prod: dict[str, Any], every: Every
) -> None:
    alarm = alarms["scaler-failing"]

    (of,) = alarm["Dimensions"]

    assert (alarm["Namespace"], alarm["MetricName"], of["Name"]) == ("AWS/Lambda", "Errors", "FunctionName")
    scaler = prod["Resources"][of["Value"]["Ref"]]["Properties"]
    assert scaler["Handler"] == "functions.scale_fleet.handler.handler"


def test_each_tier_tells_its_own_topic_and_what_wakes_people_also_says_when_it_is_over(
    alarms: dict[str, dict[str, Any]],
) -> None:
    tiers = {row.name: row.tier for row in rows()}

    for name, alarm in alarms.items():
        tier = next(tier for row, tier in tiers.items() if name == row or name.startswith(f"{row}-"))
        (action,) = alarm["AlarmActions"]
        assert action["Ref"].startswith(f"Alarms{tier.capitalize()}"), name
        assert alarm["AlarmDescription"].startswith(f"{tier.upper()}: ")
        assert ("OKActions" in alarm) == (tier != "info")


def test_no_alarm_wakes_anybody_because_nothing_happens(alarms: dict[str, dict[str, Any]]) -> None:
    assert {each["TreatMissingData"] for each in alarms.values()} == {"notBreaching"}


@pytest.mark.parametrize("row", [row for row in rows() if row.metric[0] == NAMESPACE], ids=lambda row: row.name)
def test_a_measure_of_the_studios_own_is_one_that_it_writes(row: Any) -> None:
    assert {row.metric[1], row.per or row.metric[1]} <= OWN


def test_two_environments_of_one_account_see_each_their_own_measures(
    templates: dict[str, dict[str, Any]], every: Every
) -> None:
    for name in ("staging", "prod"):
        alarms = [each["Properties"] for each in every(templates[name], "AWS::CloudWatch::Alarm")]
        stats = [
            each["MetricStat"]["Metric"]
            for alarm in alarms
            for each in alarm.get("Metrics", [])
            if "MetricStat" in each
        ]
        own = [each for each in (*alarms, *stats) if each.get("Namespace", "").startswith(NAMESPACE)]
        pages = json.dumps(every(templates[name], "AWS::CloudWatch::Dashboard"))
        shown = re.findall(r"SEARCH\(.*?'(\{.*?)'", pages.replace("\\", "")) + re.findall(
            r'\["Mutoscope.*?\]', pages.replace("\\", "")
        )

        assert len(own) >= 6
        assert {json.dumps(each["Dimensions"]) for each in own} == {
            json.dumps([{"Name": "Environment", "Value": name}])
        }
        assert len(shown) >= 15
        assert [each for each in shown if not re.search(rf'Environment"?[=,]"{name}"', each)] == []


def test_every_function_that_measures_knows_its_environment(templates: dict[str, dict[str, Any]], every: Every) -> None:
    for name, template in templates.items():
        told = [
            each["Properties"]["Environment"]["Variables"]
            for each in every(template, "AWS::Lambda::Function")
            if "Environment" in each["Properties"]
        ]
        measuring = [each for each in told if each.get("MUTOSCOPE_EMITS_METRICS") == "true"]

        assert measuring
        assert {each["MUTOSCOPE_ENVIRONMENT"] for each in measuring} == {name}


def test_what_is_told_is_encrypted_under_a_key_that_its_senders_may_use(prod: dict[str, Any], every: Every) -> None:
    topics = every(prod, "AWS::SNS::Topic")
    (key,) = [
        each["Properties"]["KeyPolicy"]["Statement"]
        for name, each in prod["Resources"].items()
        if each["Type"] == "AWS::KMS::Key" and name.startswith("AlarmsKey")
    ]

    (users,) = [
        statement["Principal"]["Service"]
        for statement in key
        if "Service" in statement["Principal"] and statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    ]

    assert len(topics) == len(Tier)
    assert all("KmsMasterKeyId" in each["Properties"] for each in topics)
    assert users == ["cloudwatch.amazonaws.com", "events.amazonaws.com"]


def test_failovers_deployments_and_scaling_are_told(prod: dict[str, Any], every: Every) -> None:
    found = [each["Properties"] for each in every(prod, "AWS::Events::Rule")]
    rules = [each for each in found if "EventPattern" in each]

    told = {
        source: rule["Targets"][0]["Arn"]["Ref"]
        for rule in rules
        for source in rule["EventPattern"]["source"]
        if "Ref" in rule["Targets"][0]["Arn"]
    }

    assert told["aws.rds"].startswith("AlarmsCritical")
    assert told["aws.codedeploy"].startswith("AlarmsInfo")
    assert told["aws.autoscaling"].startswith("AlarmsInfo")


def test_addresses_are_called_or_get_letters() -> None:
    config = replace(PROD, pagers=("https://pager.test/mutoscope",), mailboxes=("people@studio.test",))

    template = Template.from_stack(AlarmsStack(App(), config, {}, "studio.test"))

    told = {each["Properties"]["Protocol"] for each in template.find_resources("AWS::SNS::Subscription").values()}
    assert told == {"https", "email"}


def test_the_world_is_asked_whether_the_studio_is_there(prod: dict[str, Any], every: Every) -> None:
    (check,) = every(prod, "AWS::Route53::HealthCheck")

    assert check["Properties"]["HealthCheckConfig"]["ResourcePath"] == "/health"
    assert check["Properties"]["HealthCheckConfig"]["Type"] == "HTTPS"


def test_developers_environments_have_no_alarms_and_pay_for_none(dev: dict[str, Any], every: Every) -> None:
    assert every(dev, "AWS::CloudWatch::Alarm") == every(dev, "AWS::SNS::Topic") == []


def test_the_pages_show_every_measure_of_the_studios_own(prod: dict[str, Any], every: Every) -> None:
    pages = every(prod, "AWS::CloudWatch::Dashboard")
    shown = json.dumps(pages)

    assert len(pages) == 4
    assert {each for each in OWN - {"DatabaseFailures"} if each not in shown} == set()


def test_production_alone_watches_its_account(templates: dict[str, dict[str, Any]], every: Every) -> None:
    found = {name: len(every(each, "AWS::GuardDuty::Detector")) for name, each in templates.items()}

    assert found == {"dev": 0, "test": 0, "staging": 0, "prod": 1}
    Template.from_stack(GuardsStack(App(), PROD)).resource_count_is("AWS::Config::ConfigurationRecorder", 1)


def test_every_function_is_traced(prod: dict[str, Any], every: Every) -> None:
    functions = [each["Properties"] for each in every(prod, "AWS::Lambda::Function")]

    ours = [each for each in functions if "functions." in json.dumps(each)]

    assert ours
    assert {each["TracingConfig"]["Mode"] for each in ours} == {"Active"}
