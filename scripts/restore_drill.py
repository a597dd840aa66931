"""Restores the record beside itself from its backup, looks at the copy, and removes it: `restore_drill.py staging`.

The clock runs until the copy is found whole: four hours are allowed, and a day's worth of new entries may be lost. With
`--copy NAME` it looks at a cluster that somebody restored in earnest, and leaves it.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import boto3

from cdk.config import ENVIRONMENTS, Config
from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.adapters.postgres.examine import Examination, examine
from mutoscope.adapters.postgres.migrate import Migrated
from mutoscope.errors import MutoscopeError
from mutoscope.settings import Settings
from scripts.account import NotDeployed, complain, in_plain_words
from scripts.stacks import made_by

MOST_SECONDS = 4 * 3600
MOST_LOST = timedelta(hours=24)
LARGEST = 4.0
_WAIT = {"Delay": 30, "MaxAttempts": 400}


@dataclass(frozen=True)
class Record:
    """A cluster, and the secret that opens it."""

    name: str
    arn: str
    secret_arn: str

    def database(self, region: str) -> Migrated:
        return DataApiDatabase(
            Settings(database_resource_arn=self.arn, database_secret_arn=self.secret_arn, aws_region=region)
        )


def verdict(original: Examination, copy: Examination, seconds: float) -> list[str]:
    """What is wrong with the restored copy, and with how long it took; nothing, when the drill is passed."""
    wrong = list(copy.findings)
    if seconds > MOST_SECONDS:
        wrong.append(f"It took {seconds / 3600:.1f} hours, and four are allowed.")
    if original.newest and (copy.newest is None or original.newest - copy.newest > MOST_LOST):
        wrong.append(f"Its newest entry is of {copy.newest}, and the original's of {original.newest}.")
    gone = [table for table, count in original.rows.items() if count and not copy.rows.get(table)]
    wrong += [f"The table {table} is empty, or is not there." for table in gone]
    return wrong


def _clients(config: Config) -> tuple[Any, Any]:
    return boto3.client("rds", region_name=config.region), boto3.client("cloudformation", region_name=config.region)


def find_record(stacks: Any, rds: Any, environment: str) -> Record:
    """Raises NotDeployed."""
    names = made_by(stacks, f"mutoscope-{environment}-data", "AWS::RDS::DBCluster")
    if not names:
        raise NotDeployed(what=f"record of {environment}", environment=environment)
    return _record(rds, names[0])


def copy_by_hand(stacks: Any, rds: Any, environment: str, name: str) -> Record:
    """A cluster that is opened by the secret of the environment's record. Raises NotDeployed."""
    return Record(name, _described(rds, name)["DBClusterArn"], find_record(stacks, rds, environment).secret_arn)


@contextmanager
def restored(rds: Any, original: str) -> Iterator[Record]:
    """A copy of the cluster as it was a few minutes ago, in the same subnets, for as long as it is looked at."""
    source = rds.describe_db_clusters(DBClusterIdentifier=original)["DBClusters"][0]
    name = f"{original}-drill"[:63]
    try:
        rds.restore_db_cluster_to_point_in_time(
            DBClusterIdentifier=name,
            SourceDBClusterIdentifier=original,
            UseLatestRestorableTime=True,
            DBSubnetGroupName=source["DBSubnetGroup"],
            VpcSecurityGroupIds=[each["VpcSecurityGroupId"] for each in source["VpcSecurityGroups"]],
            ServerlessV2ScalingConfiguration={"MinCapacity": 0.5, "MaxCapacity": LARGEST},
            DeletionProtection=False,
        )
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBClusterIdentifier=name,
            DBInstanceClass="db.serverless",
            Engine=source["Engine"],
        )
        rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name, WaiterConfig=_WAIT)
        # A restored cluster has neither the password that RDS keeps nor the Data API of its original.
        rds.modify_db_cluster(DBClusterIdentifier=name, ManageMasterUserPassword=True, ApplyImmediately=True)
        rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier=name, WaiterConfig=_WAIT)
        rds.enable_http_endpoint(ResourceArn=_described(rds, name)["DBClusterArn"])
        yield _record(rds, name)
    finally:
        _remove(rds, name)


def _described(rds: Any, name: str) -> dict[str, Any]:
    cluster: dict[str, Any] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    return cluster


def _record(rds: Any, name: str) -> Record:
    cluster = _described(rds, name)
    return Record(name, cluster["DBClusterArn"], cluster["MasterUserSecret"]["SecretArn"])


def _remove(rds: Any, name: str) -> None:
    """Whatever there is of the copy; a drill that failed halfway leaves nothing that is paid for."""
    for delete, identifier in (
        (rds.delete_db_instance, "DBInstanceIdentifier"),
        (rds.delete_db_cluster, "DBClusterIdentifier"),
    ):
        try:
            delete(**{identifier: name}, SkipFinalSnapshot=True)
        except (rds.exceptions.DBInstanceNotFoundFault, rds.exceptions.DBClusterNotFoundFault):
            continue


def main() -> int:
    parser = argparse.ArgumentParser(description="Restores the record beside itself and looks at the copy.")
    parser.add_argument("environment", choices=[config.name for config in ENVIRONMENTS])
    parser.add_argument("--copy", help="look at this cluster, which has the password of the original's secret")
    asked = parser.parse_args()
    config = next(each for each in ENVIRONMENTS if each.name == asked.environment)
    try:
        with in_plain_words():
            wrong = look(config, asked.copy) if asked.copy else drill(config)
    except MutoscopeError as error:
        return complain(error)
    for each in wrong:
        print(f"Error: {each}", file=sys.stderr)
    return 1 if wrong else 0


def look(config: Config, name: str) -> list[str]:
    """What is wrong with a cluster that was restored by hand, whatever became of the original."""
    rds, stacks = _clients(config)
    found = examine(copy_by_hand(stacks, rds, config.name, name).database(config.region))
    print(f"{name}: {sum(found.rows.values()):,} rows, newest {found.newest}.")
    return list(found.findings)


def drill(config: Config) -> list[str]:
    """What is wrong with a copy of the environment's record, made for it and removed again."""
    rds, stacks = _clients(config)
    record = find_record(stacks, rds, config.name)
    original = examine(record.database(config.region))
    started = time.monotonic()
    with restored(rds, record.name) as copied:
        copy = examine(copied.database(config.region), original.migrations)
        seconds = time.monotonic() - started
    rows = sum(copy.rows.values())
    print(f"Restored and looked at in {seconds / 60:.0f} minutes: {rows:,} rows, newest {copy.newest}.")
    return verdict(original, copy, seconds)


if __name__ == "__main__":
    sys.exit(main())
