"""The parts of an environment as CloudWatch knows them, for alarms and dashboards."""

from collections.abc import Mapping

from aws_cdk import aws_lambda as lambda_

from cdk.stacks.api import ApiStack
from cdk.stacks.backup import BackupStack
from cdk.stacks.data import DataStack
from cdk.stacks.fleet import FleetStack
from cdk.stacks.media import MediaStack
from cdk.stacks.pipeline import PipelineStack
from cdk.stacks.watches import Parts
from cdk.stacks.web import WebStack
from cdk.stacks.workers import WorkersStack

ANSWERING = ("films", "jobs", "users")
"""Functions that never wait for the result they answer."""
WORKING = ("run_stage", "run_errand", "deliver_webhook")


def parts_of(
    *,
    api: ApiStack,
    workers: WorkersStack,
    pipeline: PipelineStack,
    data: DataStack,
    web: WebStack,
    media: MediaStack,
    backup: BackupStack | None,
    fleet: FleetStack | None,
) -> Parts:
    queues = {
        "interactive": pipeline.interactive,
        "work": pipeline.work,
        "batch": pipeline.batch,
        "errands": pipeline.errands,
        "webhooks": pipeline.webhooks,
        "dead_letters": pipeline.dead_letters,
        "gpu": pipeline.gpu,
    }
    found: dict[str, Mapping[str, Mapping[str, str]]] = {
        "api": _one("ApiId", api.http.api.api_id),
        "distribution": _distributions(web, media),
        "answering": _functions(api.functions.by_name, ANSWERING),
        "working": _functions(workers.functions.by_name, WORKING),
        "film": _one("StateMachineArn", pipeline.film.state_machine_arn),
        "cluster": _one("DBClusterIdentifier", data.record.cluster.cluster_identifier),
        "live": _one("TableName", data.live.table_name),
    }
    found |= {name: _one("QueueName", queue.queue_name) for name, queue in queues.items() if queue}
    if fleet:
        found["scaler"] = _one("FunctionName", fleet.scaler.function_name)
    return found | ({"vault": _one("BackupVaultName", backup.vault.backup_vault_name)} if backup else {})


def _one(dimension: str, value: str) -> Mapping[str, Mapping[str, str]]:
    return {"": {dimension: value}}


def _distributions(web: WebStack, media: MediaStack) -> Mapping[str, Mapping[str, str]]:
    """Pages and answers, and files where they leave by one of their own."""
    found = {"": web.distribution} | ({"files": media.edge.distribution} if media.edge else {})
    return {name: {"DistributionId": each.distribution_id, "Region": "Global"} for name, each in found.items()}


def _functions(by_name: Mapping[str, lambda_.Function], names: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    return {name: {"FunctionName": by_name[name].function_name} for name in names}
