"""The instances with a card: an Auto Scaling group from none to `most_instances`, three in ten of them on demand.

Its size is set by `scale_fleet` and by nobody else. Nothing can connect to an instance; an image of Amazon's runs on
it, and it may do no more than join the cluster. A newer image comes with the next instance after a deployment.
"""

from aws_cdk import Duration
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge
from cdk.stacks.network import FLEET_SUBNETS

INSTANCES = ("g4dn.xlarge", "g5.xlarge", "g6.xlarge", "g6e.xlarge")
"""One card each. The more kinds, the likelier that Spot has one of them."""
ON_DEMAND_PERCENT = 30
DISK_GB = 100
"""For the image and the weights that were asked for; `costs/prices.toml` counts it, and the cheapest of the kinds."""
WARM_UP = Duration.minutes(3)


class FleetGroup(Construct):
    def __init__(self, scope: Construct, config: Config, vpc: ec2.IVpc, cluster: ecs.ICluster) -> None:
        super().__init__(scope, "Group")
        self.security_group = _security_group(self, vpc)
        template = _launch_template(self, cluster, self.security_group)
        self.group = autoscaling.AutoScalingGroup(
            self,
            "Instances",
            auto_scaling_group_name=config.fleet,
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_group_name=FLEET_SUBNETS),
            mixed_instances_policy=_mix(template),
            min_capacity=0,
            max_capacity=config.most_instances,
            capacity_rebalance=True,
            default_instance_warmup=WARM_UP,
            group_metrics=[autoscaling.GroupMetrics.all()],
        )
        why = "scale_fleet writes down every size that it sets, and the group's own metrics have the rest."
        acknowledge(self.group, "AS3", why)
        # The rule ends in an error for a group whose template stands in a mix of instances.
        acknowledge(self.group, "EC26", "The disks are encrypted; tests/cdk/test_fleet.py asks the template itself.")


def _mix(template: ec2.LaunchTemplate) -> autoscaling.MixedInstancesPolicy:
    return autoscaling.MixedInstancesPolicy(
        launch_template=template,
        launch_template_overrides=[
            autoscaling.LaunchTemplateOverrides(instance_type=ec2.InstanceType(name)) for name in INSTANCES
        ],
        instances_distribution=autoscaling.InstancesDistribution(
            on_demand_base_capacity=0,
            on_demand_percentage_above_base_capacity=ON_DEMAND_PERCENT,
            on_demand_allocation_strategy=autoscaling.OnDemandAllocationStrategy.LOWEST_PRICE,
            spot_allocation_strategy=autoscaling.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
        ),
    )


def _launch_template(scope: Construct, cluster: ecs.ICluster, group: ec2.SecurityGroup) -> ec2.LaunchTemplate:
    disk = ec2.BlockDeviceVolume.ebs(DISK_GB, encrypted=True, volume_type=ec2.EbsDeviceVolumeType.GP3)
    return ec2.LaunchTemplate(
        scope,
        "Template",
        machine_image=ecs.EcsOptimizedImage.amazon_linux2023(ecs.AmiHardwareType.GPU),
        instance_type=ec2.InstanceType(INSTANCES[0]),
        user_data=_user_data(),
        role=_instance_role(scope, cluster),
        security_group=group,
        associate_public_ip_address=True,
        block_devices=[ec2.BlockDevice(device_name="/dev/xvda", volume=disk)],
        require_imdsv2=True,
        http_put_response_hop_limit=1,
        detailed_monitoring=True,
    )


def _security_group(scope: Construct, vpc: ec2.IVpc) -> ec2.SecurityGroup:
    group = ec2.SecurityGroup(
        scope, "SecurityGroup", vpc=vpc, description="Workers with models: nothing in", allow_all_outbound=False
    )
    group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "AWS, and the hub that weights come from")
    return group


def _user_data() -> ec2.UserData:
    """At a Spot notice the agent stops what runs, as it does when the group lets an instance go."""
    data = ec2.UserData.for_linux()
    data.add_commands(
        "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config",
        "echo ECS_CONTAINER_STOP_TIMEOUT=120s >> /etc/ecs/ecs.config",
    )
    return data


def _instance_role(scope: Construct, cluster: ecs.ICluster) -> iam.Role:
    """What lets ECS's agent join the cluster is added where the group becomes the cluster's (`drained`)."""
    role = iam.Role(scope, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
    role.add_to_policy(
        iam.PolicyStatement(
            actions=["ecs:UpdateContainerInstancesState"],
            resources=["*"],
            conditions={"ArnEquals": {"ecs:cluster": cluster.cluster_arn}},
        )
    )
    acknowledge(role, "IAM5[Action::ecs:Submit*]", "Reports of states, to this cluster; AWS adds kinds of them.")
    why = "Held to this cluster by a condition; logs, the registry's token and the endpoint are named by no resource."
    acknowledge(role, "IAM5[Resource::*]", why)
    return role
