"""The network, for what needs one: Aurora sits in subnets without a way in or out."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge

RECORD_SUBNETS = "record"


class NetworkStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, config, "network")
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(name=RECORD_SUBNETS, subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24)
            ],
        )
        acknowledge(self.vpc, "VPC7", "No gateway leads in or out, so there is no flow to log.")
