import json
from collections.abc import Callable
from typing import Any

import pytest

from cdk.config import DEV
from cdk.packaging import CONTAINED, FUNCTIONS, libraries_of
from cdk.stacks.api_functions import API_FUNCTIONS
from cdk.stacks.environment import environment
from mutoscope.settings import Settings

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
Named = Callable[[dict[str, Any], str], dict[str, Any]]
Statements = Callable[[dict[str, Any], str], list[dict[str, Any]]]

FIELDS = {f"MUTOSCOPE_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_variable_of_a_function_is_a_setting(dev: dict[str, Any], function: Named, name: str) -> None:
    variables = function(dev, name)["Environment"]["Variables"]

    assert variables.keys() - FIELDS == {"PYDANTIC_DISABLE_PLUGINS"}


def test_a_variable_that_is_no_setting_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        environment(colour="red")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "setting",
    ["BUCKET", "WORK_QUEUE", "LIVE_TABLE", "FILM_STATE_MACHINE", "DATABASE_RESOURCE_ARN", "DATABASE_SECRET_ARN"],
)
def test_a_function_is_told_what_this_stack_made(dev: dict[str, Any], function: Named, name: str, setting: str) -> None:
    value = function(dev, name)["Environment"]["Variables"][f"MUTOSCOPE_{setting}"]

    assert isinstance(value, dict)


@pytest.mark.parametrize("secret", ["KEY_PEPPER", "TOKEN_KEYS", "EDGE_SECRETS"])
def test_a_secret_is_filled_in_at_deployment_only(dev: dict[str, Any], function: Named, secret: str) -> None:
    value = function(dev, "films")["Environment"]["Variables"][f"MUTOSCOPE_{secret}"]

    assert value["Fn::Join"][1][0] == "{{resolve:secretsmanager:"


@pytest.mark.parametrize(
    ("secret", "besides"), [("KEY_PEPPER", {"run_errand"}), ("TOKEN_KEYS", set()), ("EDGE_SECRETS", set())]
)
def test_only_who_recognises_callers_or_writes_letters_knows_a_secret(
    dev: dict[str, Any], function: Named, secret: str, besides: set[str]
) -> None:
    knowing = {name for name in FUNCTIONS if f"MUTOSCOPE_{secret}" in function(dev, name)["Environment"]["Variables"]}

    assert knowing == API_FUNCTIONS.keys() | besides


def test_who_works_stages_or_delivers_is_told_nothing_secret(dev: dict[str, Any], function: Named) -> None:
    told = json.dumps([function(dev, name)["Environment"] for name in ("run_stage", "deliver_webhook")])

    assert "MUTOSCOPE_BUCKET" in told
    assert "{{resolve:" not in told


def test_letters_go_to_anybody_and_out_under_the_studios_own_address_alone(
    dev: dict[str, Any], statements: Statements
) -> None:
    sending = {name: each for name in FUNCTIONS for each in statements(dev, name) if each["Action"] == "ses:SendEmail"}

    assert sending.keys() == {"run_errand"}
    assert json.dumps(sending["run_errand"]["Resource"]).endswith(':identity/*"]]}')
    assert sending["run_errand"]["Condition"] == {"StringEquals": {"ses:FromAddress": f"studio@{DEV.domain}"}}


@pytest.mark.parametrize(
    "name",
    [
        "audio",
        "credits",
        "films",
        "images",
        "jobs",
        "media",
        "models",
        "progress",
        "projects",
        "admin",
        "users",
        "webhooks",
    ],
)
def test_an_api_function_gives_up_before_the_api_does(dev: dict[str, Any], function: Named, name: str) -> None:
    assert function(dev, name)["Timeout"] < 30


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_how_long_it_may_take(dev: dict[str, Any], function: Named, name: str) -> None:
    assert 0 < function(dev, name)["Timeout"] <= 900


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_runs_on_arm(dev: dict[str, Any], function: Named, name: str) -> None:
    assert function(dev, name)["Architectures"] == ["arm64"]


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in CONTAINED])
def test_a_function_has_our_package_and_its_libraries_as_layers(
    dev: dict[str, Any], function: Named, name: str
) -> None:
    assert len(function(dev, name)["Layers"]) == 1 + len(libraries_of(name))


@pytest.mark.parametrize("name", CONTAINED)
def test_what_takes_more_than_layers_hold_is_a_container_image(dev: dict[str, Any], function: Named, name: str) -> None:
    found = function(dev, name)

    assert found["PackageType"] == "Image"
    assert "Layers" not in found
    assert found["ImageConfig"] == {"Command": [f"functions.{name}.handler.handler"]}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_writes_to_a_log_that_ends(dev: dict[str, Any], function: Named, name: str) -> None:
    log = dev["Resources"][function(dev, name)["LoggingConfig"]["LogGroup"]["Ref"]]

    assert log["Properties"]["RetentionInDays"] == 7


def test_every_log_ends(prod: dict[str, Any], every: Every) -> None:
    assert {log["Properties"].get("RetentionInDays") for log in every(prod, "AWS::Logs::LogGroup")} == {90}


@pytest.mark.parametrize("name", [*FUNCTIONS, "film"])
def test_nobody_is_allowed_every_action_of_a_service(dev: dict[str, Any], statements: Statements, name: str) -> None:
    allowed = statements(dev, name)

    assert allowed
    assert "*" not in "".join(json.dumps(statement["Action"]) for statement in allowed)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_is_allowed_anything_on_every_resource_but_to_send_its_traces(
    dev: dict[str, Any], statements: Statements, name: str
) -> None:
    everywhere = [each["Action"] for each in statements(dev, name) if '"*"' in json.dumps(each["Resource"])]

    assert everywhere == [["xray:PutTelemetryRecords", "xray:PutTraceSegments"]]


def test_no_role_carries_a_policy_of_amazons(dev: dict[str, Any], every: Every) -> None:
    assert [role for role in every(dev, "AWS::IAM::Role") if "ManagedPolicyArns" in role["Properties"]] == []


def test_the_function_behind_jobs_cannot_change_a_file(dev: dict[str, Any], statements: Statements) -> None:
    allowed = json.dumps(statements(dev, "jobs"))

    assert "s3:GetObject" in allowed
    assert "s3:PutObject" not in allowed
    assert "s3:DeleteObject" not in allowed


def test_only_stages_and_deliveries_can_open_what_is_sealed(dev: dict[str, Any], statements: Statements) -> None:
    able = [name for name in FUNCTIONS if "kms:Decrypt" in json.dumps(statements(dev, name))]

    assert able == ["deliver_webhook", "run_stage"]


@pytest.mark.parametrize(
    "name",
    [
        "credits",
        "films",
        "jobs",
        "projects",
        "replicate",
        "run_errand",
        "run_stage",
        "users",
        "webhooks",
        "deliver_webhook",
    ],
)
def test_whoever_ends_a_job_can_have_webhooks_told(dev: dict[str, Any], statements: Statements, name: str) -> None:
    sending = [each for each in statements(dev, name) if "sqs:SendMessage" in each["Action"]]

    assert any("PipelineWebhooks" in json.dumps(each["Resource"]) for each in sending)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_whoever_orders_can_send_into_every_line(dev: dict[str, Any], statements: Statements, name: str) -> None:
    sending = json.dumps([each for each in statements(dev, name) if "sqs:SendMessage" in each["Action"]])
    lines = {line for line in ("PipelineInteractive", "PipelineWork", "PipelineBatch") if line in sending}

    assert len(lines) in (0, 3)


def test_whoever_orders_or_ends_jobs_can_tell_those_who_follow_them(
    dev: dict[str, Any], statements: Statements
) -> None:
    changing = {
        name
        for name in FUNCTIONS
        for each in statements(dev, name)
        if "sqs:SendMessage" in each["Action"]
        and ("PipelineWork" in json.dumps(each["Resource"]) or "PipelineWebhooks" in json.dumps(each["Resource"]))
    } - {"deliver_webhook"}
    posting = {name for name in FUNCTIONS if "execute-api:ManageConnections" in json.dumps(statements(dev, name))}

    assert changing <= posting


@pytest.mark.parametrize(
    "name", ["credits", "films", "jobs", "progress", "projects", "run_errand", "run_stage", "users", "webhooks"]
)
def test_whoever_changes_a_job_can_tell_those_who_follow_it(
    dev: dict[str, Any], statements: Statements, function: Named, name: str
) -> None:
    (posting,) = [each for each in statements(dev, name) if each["Action"] == "execute-api:ManageConnections"]

    assert "/live/POST/@connections/*" in json.dumps(posting["Resource"])
    assert "execute-api" in json.dumps(function(dev, name)["Environment"]["Variables"]["MUTOSCOPE_SOCKET_URL"])


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if not name.startswith(("run_", "deliver_"))])
def test_an_api_function_may_recognise_its_callers(dev: dict[str, Any], statements: Statements, name: str) -> None:
    allowed = json.dumps(statements(dev, name))

    assert "dynamodb:GetItem" in allowed
    assert "dynamodb:ConditionCheckItem" in allowed


def test_the_function_that_takes_files_reads_results_and_touches_no_stage(
    dev: dict[str, Any], statements: Statements
) -> None:
    allowed = statements(dev, "media")
    on_outputs = [each["Action"] for each in allowed if "/outputs/*" in json.dumps(each["Resource"])]

    assert "/inputs/*" in json.dumps(allowed)
    assert "/stages/*" not in json.dumps(allowed)
    assert set(json.dumps(on_outputs).replace('"', "").strip("[]").split(", ")) == {"s3:GetObject"}
    assert "/references/*" in json.dumps(allowed)


@pytest.mark.parametrize("folder", ["inputs", "outputs", "references", "stages"])
def test_the_worker_can_fetch_whatever_an_order_may_name(
    dev: dict[str, Any], statements: Statements, folder: str
) -> None:
    [fetching] = [each for each in statements(dev, "run_stage") if each["Action"] == "s3:GetObject"]

    assert f"/{folder}/*" in json.dumps(fetching["Resource"])


def test_the_worker_cannot_delete_a_file(dev: dict[str, Any], statements: Statements) -> None:
    allowed = json.dumps(statements(dev, "run_stage"))

    assert "s3:PutObject" in allowed
    assert "s3:DeleteObject" not in allowed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_reaches_the_record_and_no_other_database(
    dev: dict[str, Any], statements: Statements, function: Named, name: str
) -> None:
    allowed = {
        statement["Action"]: statement["Resource"]
        for statement in statements(dev, name)
        if isinstance(statement["Action"], str)
    }
    variables = function(dev, name)["Environment"]["Variables"]

    assert allowed["rds-data:ExecuteStatement"] == variables["MUTOSCOPE_DATABASE_RESOURCE_ARN"]
    assert allowed["secretsmanager:GetSecretValue"] == variables["MUTOSCOPE_DATABASE_SECRET_ARN"]
    assert variables["MUTOSCOPE_DATABASE_NAME"] == "mutoscope"
