"""What operators call: the record alone is within its reach, and nothing leads to it but its name."""

import json
from collections.abc import Callable
from typing import Any

Statements = Callable[[dict[str, Any], str], list[dict[str, Any]]]


def test_operators_reach_the_record_in_transactions_and_the_memory_of_callers(
    dev: dict[str, Any], statements: Statements
) -> None:
    allowed = {
        action
        for statement in statements(dev, "operateoperate")
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }

    assert allowed == {
        "dynamodb:PutItem",
        "dynamodb:Query",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "rds-data:BeginTransaction",
        "rds-data:CommitTransaction",
        "rds-data:ExecuteStatement",
        "rds-data:RollbackTransaction",
        "secretsmanager:GetSecretValue",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }


def test_no_path_and_no_queue_leads_to_it(dev: dict[str, Any]) -> None:
    leading = {"AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping", "AWS::ApiGatewayV2::Integration"}

    led = [each for each in dev["Resources"].values() if each["Type"] in leading and "Operate" in json.dumps(each)]

    assert led == []
