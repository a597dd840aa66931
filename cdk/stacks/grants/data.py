"""The record, what is known of callers, and the keys of other providers."""

from aws_cdk import aws_iam as iam

from cdk.stacks.grants.permission import allow
from cdk.stacks.reach import Reach


def allow_recording(role: iam.Role, reach: Reach) -> None:
    """Reading and writing the record, one statement at a time, by the Data API."""
    allow(role, reach.data.record.cluster.cluster_arn, "rds-data:ExecuteStatement")
    allow(role, reach.data.record.secret_arn, "secretsmanager:GetSecretValue")


def allow_recognising(role: iam.Role, reach: Reach) -> None:
    """What is known of keys and sessions for a minute, and how many requests were made."""
    allow_live(role, reach, "GetItem", "PutItem", "UpdateItem", "Query", "ConditionCheckItem")


def allow_sealing(role: iam.Role, reach: Reach) -> None:
    """Storing the keys of other providers, without being able to open one."""
    allow(role, reach.data.sealing_key.key_arn, "kms:GenerateDataKey")


def allow_unsealing(role: iam.Role, reach: Reach) -> None:
    """Opening them, inside a stage."""
    allow(role, reach.data.sealing_key.key_arn, "kms:Decrypt")


def allow_live(role: iam.Role, reach: Reach, *actions: str) -> None:
    allow(role, reach.data.live.table_arn, *(f"dynamodb:{action}" for action in actions))
