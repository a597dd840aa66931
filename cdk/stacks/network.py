"""The network 10.0.0.0/16 over two zones, for what needs one: Aurora without a way in or out, and the GPU fleet.

An instance's way out is a public address of its own (docs/decisions/0008): nothing is let in by it, there is no NAT,
and what goes to S3 and DynamoDB stays inside AWS. Where there is no fleet, no road leads in or out at all.
"""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge

CIDR = "10.0.0.0/16"
RECORD_SUBNETS = "record"
FLEET_SUBNETS = "fleet"


class NetworkStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, config, "network")
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(CIDR),
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[_record_subnets(), *([_fleet_subnets()] if config.has_models else [])],
        )
        if config.has_models:
            _write_down_refusals(self, config, self.vpc)
            for name, service in _INSIDE.items():
                self.vpc.add_gateway_endpoint(name, service=service)
        else:
            acknowledge(self.vpc, "VPC7", "No gateway leads in or out, so there is no flow to log.")


_INSIDE = {"S3": ec2.GatewayVpcEndpointAwsService.S3, "DynamoDb": ec2.GatewayVpcEndpointAwsService.DYNAMODB}
"""Reached by a route instead of the internet, for which AWS asks nothing."""


def _record_subnets() -> ec2.SubnetConfiguration:
    return ec2.SubnetConfiguration(name=RECORD_SUBNETS, subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24)


def _fleet_subnets() -> ec2.SubnetConfiguration:
    """Only what asks for a public address gets one."""
    return ec2.SubnetConfiguration(
        name=FLEET_SUBNETS, subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24, map_public_ip_on_launch=False
    )


def _write_down_refusals(scope: Construct, config: Config, vpc: ec2.Vpc) -> None:
    """What was accepted is our own traffic alone, and costs more to keep than it tells."""
    log = logs.LogGroup(scope, "Refused", retention=config.log_days, removal_policy=RemovalPolicy.DESTROY)
    vpc.add_flow_log(
        "Refusals",
        destination=ec2.FlowLogDestination.to_cloud_watch_logs(log),
        traffic_type=ec2.FlowLogTrafficType.REJECT,
    )
