"""The GPU fleet's instances and the worker on them, as prod has them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cdk.app import studio_app
from cdk.config import DEV, PROD
from cdk.images import MODELS_DOCKERFILE
from cdk.packaging import ROOT, Packages
from mutoscope.settings import Settings

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
Statements = Callable[[dict[str, Any], str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def group(prod: dict[str, Any], every: Every) -> dict[str, Any]:
    [group] = every(prod, "AWS::AutoScaling::AutoScalingGroup")
    properties: dict[str, Any] = group["Properties"]
    return properties


@pytest.fixture(scope="module")
def instance(prod: dict[str, Any], every: Every) -> dict[str, Any]:
    [template] = every(prod, "AWS::EC2::LaunchTemplate")
    data: dict[str, Any] = template["Properties"]["LaunchTemplateData"]
    return data


@pytest.fixture(scope="module")
def container(prod: dict[str, Any], every: Every) -> dict[str, Any]:
    [task] = every(prod, "AWS::ECS::TaskDefinition")
    [container] = task["Properties"]["ContainerDefinitions"]
    found: dict[str, Any] = container
    return found


def test_the_group_is_the_one_that_the_scaler_sizes_from_none_to_the_most(group: dict[str, Any]) -> None:
    assert group["AutoScalingGroupName"] == PROD.fleet
    assert (group["MinSize"], group["MaxSize"]) == ("0", str(PROD.most_instances))
    assert "DesiredCapacity" not in group


def test_three_in_ten_instances_are_on_demand_and_the_rest_are_those_that_spot_takes_last(
    group: dict[str, Any],
) -> None:
    mix = group["MixedInstancesPolicy"]

    kinds = {each["InstanceType"].partition(".")[0] for each in mix["LaunchTemplate"]["Overrides"]}

    assert kinds == {"g4dn", "g5", "g6", "g6e"}
    assert mix["InstancesDistribution"]["OnDemandPercentageAboveBaseCapacity"] == 30
    assert mix["InstancesDistribution"]["OnDemandBaseCapacity"] == 0
    assert mix["InstancesDistribution"]["SpotAllocationStrategy"] == "price-capacity-optimized"
    assert group["CapacityRebalance"] is True


def test_an_instances_disk_is_encrypted_and_its_credentials_are_asked_for_with_a_token(
    instance: dict[str, Any],
) -> None:
    [disk] = instance["BlockDeviceMappings"]

    assert disk["Ebs"]["Encrypted"] is True
    assert disk["Ebs"]["VolumeType"] == "gp3"
    assert instance["MetadataOptions"] == {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}


def test_nothing_can_connect_to_an_instance_and_it_can_connect_by_tls_alone(
    prod: dict[str, Any], every: Every, instance: dict[str, Any]
) -> None:
    [interface] = instance["NetworkInterfaces"]
    [named] = interface["Groups"]

    security = prod["Resources"][named["Fn::GetAtt"][0]]["Properties"]

    assert "SecurityGroupIngress" not in security
    assert every(prod, "AWS::EC2::SecurityGroupIngress") == []
    assert [(each["IpProtocol"], each["FromPort"], each["ToPort"]) for each in security["SecurityGroupEgress"]] == [
        ("tcp", 443, 443)
    ]


def test_the_way_out_is_an_address_of_the_instances_own_and_no_gateway_is_paid_by_the_hour(
    prod: dict[str, Any], every: Every, instance: dict[str, Any]
) -> None:
    endpoints = {each["Properties"]["VpcEndpointType"] for each in every(prod, "AWS::EC2::VPCEndpoint")}

    assert instance["NetworkInterfaces"][0]["AssociatePublicIpAddress"] is True
    assert every(prod, "AWS::EC2::NatGateway") == []
    assert endpoints == {"Gateway"}


def test_no_road_leads_from_the_fleets_subnets_to_the_record(prod: dict[str, Any], every: Every) -> None:
    roads = [each["Properties"] for each in every(prod, "AWS::EC2::Route")]

    assert roads
    assert not any("Record" in json.dumps(each["RouteTableId"]) or "record" in json.dumps(each) for each in roads)
    assert not any("Subnet" in name and "Ingress" in name for name in prod["Resources"])


def test_a_worker_has_one_card_and_two_minutes_to_leave(container: dict[str, Any]) -> None:
    assert container["ResourceRequirements"] == [{"Type": "GPU", "Value": "1"}]
    assert container["StopTimeout"] == 120


def test_a_worker_that_hangs_is_found_by_the_check_that_the_image_has(container: dict[str, Any]) -> None:
    [asked] = [line for line in (ROOT / MODELS_DOCKERFILE).read_text().splitlines() if line.startswith("HEALTHCHECK")]

    check = container["HealthCheck"]

    assert check["Command"] == ["CMD", *json.loads(asked.partition("CMD ")[2])]
    assert f"--interval={check['Interval']}s --timeout={check['Timeout']}s" in asked
    assert f"--start-period={check['StartPeriod']}s --retries={check['Retries']}" in asked


def test_one_worker_runs_on_each_instance_and_is_stopped_before_it_goes(prod: dict[str, Any], every: Every) -> None:
    [service] = every(prod, "AWS::ECS::Service")
    [provider] = every(prod, "AWS::ECS::CapacityProvider")

    held = provider["Properties"]["AutoScalingGroupProvider"]

    assert service["Properties"]["SchedulingStrategy"] == "DAEMON"
    assert held["ManagedDraining"] == "ENABLED"
    assert held["ManagedTerminationProtection"] == "DISABLED"
    assert held["ManagedScaling"] == {"Status": "DISABLED"}


def test_every_variable_of_the_worker_is_a_setting_and_none_is_secret(container: dict[str, Any]) -> None:
    told = {each["Name"] for each in container["Environment"]}

    assert told - {f"MUTOSCOPE_{name.upper()}" for name in Settings.model_fields} == set()
    assert "MUTOSCOPE_GPU_QUEUE" in told
    assert "resolve:secretsmanager" not in json.dumps(container)


def test_the_worker_takes_orders_of_models_and_opens_no_key(prod: dict[str, Any], statements: Statements) -> None:
    allowed = json.dumps(statements(prod, "FleetWorker"))
    receiving = [each for each in statements(prod, "FleetWorker") if "sqs:ReceiveMessage" in each["Action"]]

    assert ["PipelineGpu" in json.dumps(each["Resource"]) for each in receiving] == [True]
    assert "states:SendTaskSuccess" in allowed
    assert "kms:" not in allowed
    assert "s3:DeleteObject" not in allowed
    assert '"*"' not in json.dumps([each["Resource"] for each in statements(prod, "FleetWorker")]).replace(
        json.dumps(["*"]), ""
    )


def test_an_instance_itself_may_do_no_more_than_join_its_cluster(prod: dict[str, Any], statements: Statements) -> None:
    services = {
        action.partition(":")[0]
        for each in statements(prod, "FleetGroup")
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }

    assert services == {"ecs", "ecr", "logs"}


def test_a_switch_of_the_command_makes_the_fleet_in_dev_as_well(
    packages: Packages, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDK_CONTEXT_JSON", json.dumps({"models": "true"}))

    app = studio_app(packages, tmp_path_factory.mktemp("switched"), [DEV])

    assert app.node.try_find_child("mutoscope-dev-fleet") is not None
