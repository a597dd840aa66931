"""The record: Aurora PostgreSQL Serverless v2, reached by the RDS Data API, alone in subnets without a way out.

Nothing connects to it over the network, so no security group lets anything in.
"""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge
from cdk.stacks.network import RECORD_SUBNETS

# The version that the laptop embeds, so that SQL means the same in both.
POSTGRES = rds.AuroraPostgresEngineVersion.VER_18_4
DATABASE = "mutoscope"
PAUSE_AFTER = Duration.minutes(5)


class Record(Construct):
    def __init__(self, scope: Construct, config: Config, vpc: ec2.IVpc) -> None:
        super().__init__(scope, "Record")
        self.storage_key = _storage_key(self, config)
        self.cluster = _cluster(self, config, vpc, self.storage_key)
        made = self.cluster.node.default_child
        assert isinstance(made, rds.CfnDBCluster)
        self.secret_arn = made.attr_master_user_secret_secret_arn
        """The secret that RDS keeps the password in; the Data API reads it in the name of whoever calls."""


def _instance(name: str, vpc: ec2.IVpc, zone: int) -> rds.IClusterInstance:
    return rds.ClusterInstance.serverless_v2(
        name, scale_with_writer=True, availability_zone=vpc.availability_zones[zone]
    )


def _storage_key(scope: Construct, config: Config) -> kms.IKey | None:
    """Where data is kept, a key of our own: a copy of a snapshot can then be given to another account.

    Elsewhere it is Amazon's own for RDS, which costs nothing.
    """
    if not config.keeps_data:
        return None
    return kms.Key(scope, "StorageKey", enable_key_rotation=True, removal_policy=config.kept)


def _cluster(scope: Construct, config: Config, vpc: ec2.IVpc, key: kms.IKey | None) -> rds.DatabaseCluster:
    pauses = config.least_acu == 0
    cluster = rds.DatabaseCluster(
        scope,
        "Cluster",
        engine=rds.DatabaseClusterEngine.aurora_postgres(version=POSTGRES),
        writer=_instance("writer", vpc, 0),
        # It takes over by itself when the writer fails, being as large as the writer at every moment.
        readers=[_instance("reader", vpc, 1)] if config.has_reader else None,
        serverless_v2_min_capacity=config.least_acu,
        serverless_v2_max_capacity=config.most_acu,
        serverless_v2_auto_pause_duration=PAUSE_AFTER if pauses else None,
        enable_data_api=True,
        default_database_name=DATABASE,
        # RDS keeps the password in a secret of its own and changes it every week; nobody of ours ever sees it.
        manage_master_user_password=True,
        credentials=rds.Credentials.from_username(DATABASE),
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_group_name=RECORD_SUBNETS),
        iam_authentication=True,
        storage_encrypted=True,
        storage_encryption_key=key,
        backup=rds.BackupProps(retention=Duration.days(config.backup_days)),
        copy_tags_to_snapshot=True,
        deletion_protection=config.keeps_data,
        removal_policy=RemovalPolicy.SNAPSHOT if config.keeps_data else config.kept,
    )
    if not config.keeps_data:
        acknowledge(cluster, "RDS10", "This environment is made to be taken down.")
    return cluster
