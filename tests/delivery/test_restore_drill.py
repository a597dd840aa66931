"""The restore drill: a copy that is whole, young enough and there in time passes; whatever happens, the copy goes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from mutoscope.adapters.postgres.examine import Examination
from scripts.restore_drill import MOST_SECONDS, copy_by_hand, find_record, restored, verdict

NOW = datetime(2026, 1, 2, tzinfo=UTC)
WHOLE = Examination(("0001_studio",), {"users": 3, "jobs": 9, "outbox": 0}, NOW, ())


def test_a_copy_that_is_whole_young_and_in_time_passes() -> None:
    younger = replace(WHOLE, rows={"users": 2, "jobs": 8, "outbox": 0}, newest=NOW - timedelta(hours=1))

    assert verdict(WHOLE, younger, 1800) == []


@pytest.mark.parametrize(
    ("copy", "seconds", "wrong"),
    [
        (replace(WHOLE, findings=("The movements of credits sum to 7 instead of zero.",)), 60, "sum to 7"),
        (WHOLE, MOST_SECONDS + 1, "four are allowed"),
        (replace(WHOLE, newest=NOW - timedelta(hours=25)), 60, "newest entry"),
        (replace(WHOLE, newest=None), 60, "newest entry"),
        (replace(WHOLE, rows={"users": 3}), 60, "The table jobs is empty"),
    ],
)
def test_what_is_wrong_with_a_copy_is_said(copy: Examination, seconds: float, wrong: str) -> None:
    (said,) = verdict(WHOLE, copy, seconds)

    assert wrong in said


class Rds:
    """moto's RDS, with the one call that moto has not."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.answering: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def enable_http_endpoint(self, ResourceArn: str) -> None:
        self.answering.append(ResourceArn.rpartition(":")[2])


@pytest.fixture
def rds(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("rds", region_name="us-east-1")
        client.create_db_cluster(
            DBClusterIdentifier="record",
            Engine="aurora-postgresql",
            MasterUsername="mutoscope",
            ManageMasterUserPassword=True,
        )
        yield Rds(client)


def clusters(rds: Any) -> list[str]:
    return [each["DBClusterIdentifier"] for each in rds.describe_db_clusters()["DBClusters"]]


def test_the_copy_stands_beside_the_original_while_it_is_looked_at_and_no_longer(rds: Any) -> None:
    with restored(rds, "record") as copy:
        during = clusters(rds)

    assert sorted(during) == ["record", "record-drill"]
    assert (copy.name, copy.arn.endswith(":cluster:record-drill")) == ("record-drill", True)
    assert clusters(rds) == ["record"]
    assert rds.answering == ["record-drill"]


def test_a_drill_that_fails_leaves_nothing_that_is_paid_for(rds: Any) -> None:
    with pytest.raises(ZeroDivisionError), restored(rds, "record"):
        raise ZeroDivisionError

    assert clusters(rds) == ["record"]
    assert rds.describe_db_instances()["DBInstances"] == []


def test_a_record_that_is_not_there_is_said(rds: Any) -> None:
    with pytest.raises(ClientError, match="nothing"), restored(rds, "nothing"):
        pass


class Stacks:
    """CloudFormation, in which the record's stack made the cluster `record`."""

    def describe_stack_resources(self, StackName: str) -> dict[str, Any]:
        cluster = {"ResourceType": "AWS::RDS::DBCluster", "PhysicalResourceId": "record"}
        return {"StackResources": [cluster] if StackName == "mutoscope-dev-data" else []}


def test_a_copy_made_by_hand_is_opened_by_the_secret_that_the_studio_knows(rds: Any) -> None:
    rds.create_db_cluster(
        DBClusterIdentifier="by-hand", Engine="aurora-postgresql", MasterUsername="m", MasterUserPassword="password"
    )

    copy = copy_by_hand(Stacks(), rds, "dev", "by-hand")

    assert copy.arn.endswith(":cluster:by-hand")
    assert copy.secret_arn == find_record(Stacks(), rds, "dev").secret_arn
