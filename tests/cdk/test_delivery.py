"""How new code comes to people: by one repository's workflows, a tenth first, with a copy of the record behind it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template

from cdk.config import PROD
from cdk.stacks.delivery import AccountStack, DeliveryStack
from cdk.stacks.routes import ROUTES

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
OPERATE = "arn:aws:lambda:us-east-1:000000000000:function:operate"


@pytest.fixture(scope="module")
def delivery() -> dict[str, Any]:
    app = App()
    operate = lambda_.Function.from_function_arn(Stack(app, "other"), "Operate", OPERATE)
    stack = DeliveryStack(app, replace(PROD, repository="people/mutoscope"), operate)
    found: dict[str, Any] = Template.from_stack(stack).to_json()
    return found


def test_only_workflows_of_the_environment_of_the_repository_may_deploy(delivery: dict[str, Any], every: Every) -> None:
    (role,) = every(delivery, "AWS::IAM::Role")

    (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]

    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert statement["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:people/mutoscope:environment:prod",
        }
    }
    assert role["Properties"]["MaxSessionDuration"] == 3600


def test_the_deployer_may_do_nothing_by_itself_but_call_the_operators_function_and_note_the_release(
    delivery: dict[str, Any], every: Every
) -> None:
    (policy,) = every(delivery, "AWS::IAM::Policy")
    statements = policy["Properties"]["PolicyDocument"]["Statement"]

    actions = {json.dumps(each["Action"]): each["Resource"] for each in statements}

    assert set(actions) == {
        '"sts:AssumeRole"',
        '"lambda:InvokeFunction"',
        '"cloudformation:DescribeStacks"',
        '["ssm:GetParameter", "ssm:PutParameter"]',
    }
    assert actions['"lambda:InvokeFunction"'] == OPERATE
    roles = json.dumps(actions['"sts:AssumeRole"'])
    assert all(f"role/cdk-hnb659fds-{name}-role-" in roles for name in ("deploy", "file-publishing", "lookup"))
    wide = [each["Action"] for each in statements if "*" in json.dumps(each["Resource"])]
    assert wide == ["cloudformation:DescribeStacks"]


def test_a_deployer_elsewhere_may_also_deploy_the_firewall_that_stands_in_us_east_1(every: Every) -> None:
    app = App()
    operate = lambda_.Function.from_function_arn(Stack(app, "other"), "Operate", OPERATE)
    config = replace(PROD, repository="people/mutoscope", region="eu-west-1")

    template: dict[str, Any] = Template.from_stack(DeliveryStack(app, config, operate)).to_json()

    said = json.dumps(every(template, "AWS::IAM::Policy"))
    assert all(f"-{region}" in said for region in ("eu-west-1", "us-east-1"))
    assert said.count(":role/cdk-hnb659fds-deploy-role-") == 2


def test_an_account_takes_githubs_word_once(every: Every) -> None:
    template: dict[str, Any] = Template.from_stack(AccountStack(App(), "us-east-1")).to_json()

    (provider,) = every(template, "AWS::IAM::OIDCProvider")

    assert provider["Properties"]["Url"] == "https://token.actions.githubusercontent.com"
    assert provider["Properties"]["ClientIdList"] == ["sts.amazonaws.com"]


def test_new_code_of_every_function_behind_the_api_gets_a_tenth_first(prod: dict[str, Any], every: Every) -> None:
    groups = [each["Properties"] for each in every(prod, "AWS::CodeDeploy::DeploymentGroup")]

    assert len(groups) == len(ROUTES)
    for group in groups:
        assert group["DeploymentConfigName"] == "CodeDeployDefault.LambdaCanary10Percent5Minutes"
        assert group["AlarmConfiguration"]["Enabled"] is True
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_both_apis_lead_to_what_the_canary_moves(prod: dict[str, Any], every: Every) -> None:
    targets = [
        json.dumps(each["Properties"]["IntegrationUri"]) for each in every(prod, "AWS::ApiGatewayV2::Integration")
    ]

    sockets = [each for each in targets if "2015-03-31/functions" in each]

    assert len(sockets) == 3
    assert all("progressLive" in each for each in sockets)
    assert len(targets) == len(ROUTES) + len(sockets)
    assert all("Live" in each for each in targets)


def test_failures_of_live_connections_bring_their_old_code_back(prod: dict[str, Any], every: Every) -> None:
    alarms = {
        name: each["Properties"] for name, each in prod["Resources"].items() if each["Type"] == "AWS::CloudWatch::Alarm"
    }

    stopped = [
        {alarms[alarm["Name"]["Ref"]]["MetricName"] for alarm in group["AlarmConfiguration"]["Alarms"]}
        for group in (each["Properties"] for each in every(prod, "AWS::CodeDeploy::DeploymentGroup"))
    ]

    assert sorted(map(sorted, stopped), key=len) == [["5xx"]] * (len(ROUTES) - 1) + [["5xx", "Errors"]]
    (failures,) = [each for name, each in alarms.items() if "progressFailures" in name]
    of = {each["Name"]: each["Value"] for each in failures["Dimensions"]}
    assert of["Resource"]["Fn::Join"] == ["", [of["FunctionName"], ":live"]]


def test_what_is_made_to_be_taken_down_is_deployed_at_once(dev: dict[str, Any], every: Every) -> None:
    assert every(dev, "AWS::CodeDeploy::DeploymentGroup") == every(dev, "AWS::Lambda::Alias") == []


def test_the_record_is_copied_each_day_and_the_copy_is_kept(prod: dict[str, Any], every: Every) -> None:
    (plan,), (vault,), (selection,) = (
        every(prod, f"AWS::Backup::Backup{part}") for part in ("Plan", "Vault", "Selection")
    )

    (rule,) = plan["Properties"]["BackupPlan"]["BackupPlanRule"]

    assert rule["ScheduleExpression"] == "cron(0 3 * * ? *)"
    assert rule["Lifecycle"] == {"DeleteAfterDays": 35}
    assert vault["DeletionPolicy"] == "Retain"
    assert "EncryptionKeyArn" in vault["Properties"]
    assert "DataRecordCluster" in json.dumps(selection["Properties"]["BackupSelection"]["Resources"])


def test_the_record_can_be_had_back_from_any_moment_of_its_retention(
    templates: dict[str, dict[str, Any]], every: Every
) -> None:
    days = {
        name: every(each, "AWS::RDS::DBCluster")[0]["Properties"]["BackupRetentionPeriod"]
        for name, each in templates.items()
    }

    assert days == {"dev": 1, "test": 1, "staging": 7, "prod": 35}
