"""All stacks of one environment, in the order in which they are deployed: each reads only what earlier ones made.

A new stack is a class in a file of its own, a line here, and a field to find it by.
"""

from dataclasses import dataclass

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.config import Config
from cdk.packaging import Packages
from cdk.stacks.alarms import AlarmsStack
from cdk.stacks.api import ApiStack
from cdk.stacks.backup import BackupStack
from cdk.stacks.dashboards import DashboardsStack
from cdk.stacks.data import DataStack
from cdk.stacks.delivery import DeliveryStack
from cdk.stacks.firewall import FirewallStack
from cdk.stacks.fleet import FleetStack
from cdk.stacks.guards import GuardsStack
from cdk.stacks.media import MediaStack
from cdk.stacks.network import NetworkStack
from cdk.stacks.operate import OperateStack
from cdk.stacks.parts import parts_of
from cdk.stacks.pipeline import PipelineStack
from cdk.stacks.web import WebStack
from cdk.stacks.workers import WorkersStack


@dataclass(frozen=True)
class Studio:
    config: Config
    network: NetworkStack
    data: DataStack
    operate: OperateStack
    firewall: FirewallStack | None
    media: MediaStack
    pipeline: PipelineStack
    api: ApiStack
    workers: WorkersStack
    fleet: FleetStack | None
    """Only where a fleet with models runs."""
    web: WebStack
    backup: BackupStack | None
    alarms: AlarmsStack | None
    dashboards: DashboardsStack | None
    guards: GuardsStack | None
    delivery: DeliveryStack | None

    @property
    def functions(self) -> dict[str, lambda_.Function]:
        """Every function of the environment, by its name."""
        fleet = self.fleet.functions.by_name if self.fleet else {}
        return {**self.api.functions.by_name, **self.workers.functions.by_name, **fleet}

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """In the order in which they are deployed."""
        return tuple(each for each in vars(self).values() if isinstance(each, Stack))


def build_studio(scope: Construct, config: Config, packages: Packages) -> Studio:
    network = NetworkStack(scope, config)
    data = DataStack(scope, config, network.vpc)
    operate = OperateStack(scope, config, packages, data)
    firewall = FirewallStack(scope, config) if config.has_firewall else None
    firewall_arn = firewall.acl.attr_arn if firewall else None
    media = MediaStack(scope, config, link_keys=data.link_keys, firewall_arn=firewall_arn)
    pipeline = PipelineStack(scope, config)
    api = ApiStack(scope, config, packages, data, media, pipeline)
    workers = WorkersStack(scope, packages, api.reach)
    fleet = FleetStack(scope, packages, api.reach, network.vpc) if config.has_models else None
    web = WebStack(
        scope,
        config,
        api_endpoint=api.http.api.api_endpoint,
        edge_secret=data.edge_secret.secret_value.unsafe_unwrap(),
        files=media.origins,
        live=api.sockets.posting_url.replace("https", "wss", 1),
        firewall_arn=firewall_arn,
    )
    backup = BackupStack(scope, config, data.record) if config.keeps_data else None
    parts = parts_of(
        api=api, workers=workers, pipeline=pipeline, data=data, web=web, media=media, backup=backup, fleet=fleet
    )
    return Studio(
        config,
        network,
        data,
        operate,
        firewall,
        media,
        pipeline,
        api,
        workers,
        fleet,
        web,
        backup,
        AlarmsStack(scope, config, parts, web.distribution.distribution_domain_name) if config.is_watched else None,
        DashboardsStack(scope, config, parts) if config.is_watched else None,
        GuardsStack(scope, config) if config.is_guarded else None,
        DeliveryStack(scope, config, operate.function) if config.repository else None,
    )
