"""The worker with models on each instance: one task with the instance's card, as a daemon of the cluster.

Told to stop it has two minutes, and hands its orders back within a second. Where an instance goes, ECS stops the worker
first and the group waits for it (managed draining); at a Spot notice the worker hears of it by itself as well.
"""

from pathlib import Path

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.images import MODELS_DOCKERFILE
from cdk.stacks.environment import studio_environment
from cdk.stacks.findings import acknowledge
from cdk.stacks.grants.data import allow_recording
from cdk.stacks.grants.jobs import allow_posting, allow_telling
from cdk.stacks.grants.work import allow_working_models
from cdk.stacks.reach import Reach

STOP_TIMEOUT = Duration.seconds(120)
MEMORY_MB = 12_000
"""Of the 16 GB of the smallest instance; the system and ECS's agent have the rest."""
WEIGHTS = "weights"


class FleetWorker(Construct):
    def __init__(self, scope: Construct, cluster: ecs.Cluster, reach: Reach, image: Path) -> None:
        super().__init__(scope, "Worker")
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        for allow in (allow_recording, allow_working_models, allow_telling, allow_posting):
            allow(self.role, reach)
        self.log = logs.LogGroup(self, "Log", retention=reach.config.log_days, removal_policy=RemovalPolicy.DESTROY)
        self.task = _task(self, self.role, self.log, reach, image)
        self.service = ecs.Ec2Service(
            self, "Service", cluster=cluster, task_definition=self.task, daemon=True, min_healthy_percent=0
        )


def drained(scope: Construct, cluster: ecs.Cluster, group: autoscaling.AutoScalingGroup) -> ecs.AsgCapacityProvider:
    """Has ECS empty an instance before the group ends it. It neither sizes the group nor protects its instances."""
    provider = ecs.AsgCapacityProvider(
        scope,
        "Drained",
        auto_scaling_group=group,
        enable_managed_draining=True,
        enable_managed_scaling=False,
        enable_managed_termination_protection=False,
    )
    [made] = [each for each in provider.node.children if isinstance(each, ecs.CfnCapacityProvider)]
    # Left out, it would be for ECS to say what it means.
    made.add_property_override("AutoScalingGroupProvider.ManagedScaling.Status", "DISABLED")
    cluster.add_asg_capacity_provider(provider)
    return provider


def _task(scope: Construct, role: iam.Role, log: logs.LogGroup, reach: Reach, image: Path) -> ecs.Ec2TaskDefinition:
    """On the host's network, since a task with an address of its own gets no public one, and so no way out."""
    execution = iam.Role(scope, "ExecutionRole", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
    task = ecs.Ec2TaskDefinition(
        scope, "Task", task_role=role, execution_role=execution, network_mode=ecs.NetworkMode.HOST, volumes=[_weights()]
    )
    platform = ecr_assets.Platform.LINUX_AMD64
    container = task.add_container(
        "models",
        image=ecs.ContainerImage.from_asset(str(image), file=MODELS_DOCKERFILE, platform=platform),
        gpu_count=1,
        memory_reservation_mib=MEMORY_MB,
        stop_timeout=STOP_TIMEOUT,
        health_check=_heartbeat(),
        environment=studio_environment(reach),
        logging=ecs.LogDrivers.aws_logs(stream_prefix="models", log_group=log),
    )
    container.add_mount_points(ecs.MountPoint(container_path="/models", source_volume=WEIGHTS, read_only=False))
    acknowledge(task, "ECS2", "Names of resources, nothing secret; they are spelled as the settings read them.")
    acknowledge(execution, "IAM5[Resource::*]", "A token for the registry is asked for without a resource.")
    return task


def _heartbeat() -> ecs.HealthCheck:
    """The image's own check, said again, since ECS does not look at it; a worker that hangs is started anew."""
    return ecs.HealthCheck(
        command=["CMD", "python", "-m", "gpu_container.health"],
        interval=Duration.seconds(30),
        timeout=Duration.seconds(5),
        retries=3,
        start_period=Duration.seconds(60),
    )


def _weights() -> ecs.Volume:
    """It outlives the task, so that a worker that is started anew has its weights already."""
    kept = ecs.DockerVolumeConfiguration(driver="local", scope=ecs.Scope.SHARED, autoprovision=True)
    return ecs.Volume(name=WEIGHTS, docker_volume_configuration=kept)
