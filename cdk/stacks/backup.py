"""Copies of what cannot be made again: the record each day, in a vault of its own, beside Aurora's continuous backup.

A copy outlives its cluster. `scripts/restore_drill.py` shows that one can be worked with.
"""

from aws_cdk import Duration
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge
from cdk.stacks.record import Record

AT_NIGHT = events.Schedule.cron(hour="3", minute="0")
_MANAGED = ("AWSBackupServiceRolePolicyForBackup",)


class BackupStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, record: Record) -> None:
        super().__init__(scope, config, "backup")
        self.vault = backup.BackupVault(self, "Vault", encryption_key=record.storage_key, removal_policy=config.kept)
        plan = backup.BackupPlan(self, "Plan", backup_vault=self.vault)
        plan.add_rule(
            backup.BackupPlanRule(
                rule_name="daily",
                schedule_expression=AT_NIGHT,
                start_window=Duration.hours(1),
                completion_window=Duration.hours(3),
                delete_after=Duration.days(config.backup_days),
            )
        )
        backup.BackupSelection(
            self,
            "Record",
            backup_plan=plan,
            resources=[backup.BackupResource.from_arn(record.cluster.cluster_arn)],
            role=_role(self),
            disable_default_backup_policy=True,
        )


def _role(scope: Construct) -> iam.Role:
    role = iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(f"service-role/{name}") for name in _MANAGED],
    )
    for name in _MANAGED:
        finding = f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/{name}]"
        acknowledge(role, finding, "AWS keeps the list of what a backup of a cluster needs.")
    return role
