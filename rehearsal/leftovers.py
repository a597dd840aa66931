"""What stacks may have left: what there is in the account by name, of the kinds that can be listed here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rehearsal.engine import Engine

_Found = Callable[[Any], Iterable[str]]
_LISTS: Mapping[str, tuple[str, _Found]] = {
    "buckets": ("s3", lambda s3: (each["Name"] for each in s3.list_buckets()["Buckets"])),
    "queues": ("sqs", lambda sqs: sqs.list_queues().get("QueueUrls", [])),
    "tables": ("dynamodb", lambda dynamodb: dynamodb.list_tables()["TableNames"]),
    "functions": (
        "lambda",
        lambda functions: (each["FunctionName"] for each in functions.list_functions()["Functions"]),
    ),
    "layers": ("lambda", lambda functions: (each["LayerName"] for each in functions.list_layers()["Layers"])),
    "event sources": (
        "lambda",
        lambda functions: (each["UUID"] for each in functions.list_event_source_mappings()["EventSourceMappings"]),
    ),
    "state machines": (
        "stepfunctions",
        lambda steps: (each["name"] for each in steps.list_state_machines()["stateMachines"]),
    ),
    "APIs": ("apigatewayv2", lambda gateway: (each["ApiId"] for each in gateway.get_apis()["Items"])),
    "clusters": ("rds", lambda rds: (each["DBClusterIdentifier"] for each in rds.describe_db_clusters()["DBClusters"])),
    "clusters of tasks": ("ecs", lambda ecs: ecs.list_clusters()["clusterArns"]),
    "tasks": ("ecs", lambda ecs: ecs.list_task_definitions()["taskDefinitionArns"]),
    "groups of instances": (
        "autoscaling",
        lambda groups: (
            each["AutoScalingGroupName"] for each in groups.describe_auto_scaling_groups()["AutoScalingGroups"]
        ),
    ),
    "launch templates": (
        "ec2",
        lambda ec2: (each["LaunchTemplateName"] for each in ec2.describe_launch_templates()["LaunchTemplates"]),
    ),
    "rules": ("events", lambda events: (each["Name"] for each in events.list_rules()["Rules"])),
    "alarms": (
        "cloudwatch",
        lambda watch: (each["AlarmName"] for each in watch.describe_alarms()["MetricAlarms"]),
    ),
    "dashboards": (
        "cloudwatch",
        lambda watch: (each["DashboardName"] for each in watch.list_dashboards()["DashboardEntries"]),
    ),
    "topics": ("sns", lambda sns: (each["TopicArn"] for each in sns.list_topics()["Topics"])),
    "firewalls": ("wafv2", lambda waf: (each["Name"] for each in waf.list_web_acls(Scope="CLOUDFRONT")["WebACLs"])),
    "vaults": (
        "backup",
        lambda backup: (each["BackupVaultName"] for each in backup.list_backup_vaults()["BackupVaultList"]),
    ),
    "keys": ("kms", lambda kms: _living_keys(kms)),
    "secrets": ("secretsmanager", lambda secrets: (each["Name"] for each in secrets.list_secrets()["SecretList"])),
    "logs": ("logs", lambda logs: (each["logGroupName"] for each in logs.describe_log_groups()["logGroups"])),
    "roles": ("iam", lambda iam: (each["RoleName"] for each in iam.list_roles()["Roles"])),
}


def _living_keys(kms: Any) -> Iterable[str]:
    """KMS lists a key for as long as its deletion can be taken back."""
    keys = (kms.describe_key(KeyId=each["KeyId"])["KeyMetadata"] for each in kms.list_keys()["Keys"])
    return [key["KeyId"] for key in keys if key["KeyState"] != "PendingDeletion"]


def names(engine: Engine) -> dict[str, set[str]]:
    """By what they are."""
    return {what: set(found(engine.client(service))) for what, (service, found) in _LISTS.items()}


def empty_buckets(engine: Engine, kept: Iterable[str]) -> None:
    """CloudFormation deletes no bucket that holds something: emptying it is the operator's part."""
    s3 = engine.client("s3")
    for bucket in names(engine)["buckets"] - set(kept):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])
