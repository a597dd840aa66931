"""The cost model against what is really synthesised: nothing stands in an account that it does not know."""

from typing import Any

import pytest

from cdk.config import ENVIRONMENTS
from mutoscope.costs.tables import price_list, resources

ALARM = "AWS::CloudWatch::Alarm"
KNOWN = {*resources().standing, *resources().unused.types}


def count(template: dict[str, Any], kind: str) -> int:
    found = [each["Properties"] for each in template["Resources"].values() if each["Type"] == kind]
    if kind == ALARM:
        return sum(max(1, sum("MetricStat" in each for each in alarm.get("Metrics", []))) for alarm in found)
    return len(found)


@pytest.mark.parametrize("name", [config.name for config in ENVIRONMENTS])
def test_every_type_of_resource_is_known_to_the_cost_model(templates: dict[str, dict[str, Any]], name: str) -> None:
    types = {each["Type"] for each in templates[name]["Resources"].values()}

    assert types - KNOWN == set(), "say in costs/resources.toml what it costs by being there"


@pytest.mark.parametrize("name", resources().environments)
def test_what_stands_in_the_cost_model_stands_in_the_template(templates: dict[str, dict[str, Any]], name: str) -> None:
    counted = {kind: found for kind in resources().standing if (found := count(templates[name], kind))}

    assert counted == dict(resources().environments[name].resources), "correct the counts in costs/resources.toml"


def test_every_environment_is_in_the_cost_model() -> None:
    assert resources().environments.keys() == {config.name for config in ENVIRONMENTS}


@pytest.mark.parametrize("name", resources().environments)
def test_files_leave_in_the_cost_model_as_they_do_in_the_template(
    templates: dict[str, dict[str, Any]], name: str
) -> None:
    keys = count(templates[name], "AWS::CloudFront::KeyGroup")

    assert resources().environments[name].files_by_cloudfront == (keys > 0)


def test_on_demand_the_fleet_takes_the_instance_that_the_cost_model_counts(prod: dict[str, Any]) -> None:
    [group] = [each for each in prod["Resources"].values() if each["Type"] == "AWS::AutoScaling::AutoScalingGroup"]

    mixed = group["Properties"]["MixedInstancesPolicy"]

    kinds = [each["InstanceType"] for each in mixed["LaunchTemplate"]["Overrides"]]
    prices = price_list().prices
    assert mixed["InstancesDistribution"]["OnDemandAllocationStrategy"] == "lowest-price"
    assert prices["gpu_cheapest_hours"].unit.split()[0] in kinds
    assert prices["gpu_on_demand_hours"].unit.split()[0] in kinds
    assert prices["gpu_cheapest_hours"].dollars < prices["gpu_on_demand_hours"].dollars


def test_nothing_is_measured_of_containers_that_the_cost_model_does_not_count(prod: dict[str, Any]) -> None:
    [cluster] = [each for each in prod["Resources"].values() if each["Type"] == "AWS::ECS::Cluster"]

    assert cluster["Properties"]["ClusterSettings"] == [{"Name": "containerInsights", "Value": "disabled"}]


@pytest.mark.parametrize("name", resources().environments)
def test_the_least_capacity_of_the_database_is_the_templates(templates: dict[str, dict[str, Any]], name: str) -> None:
    [cluster] = [each for each in templates[name]["Resources"].values() if each["Type"] == "AWS::RDS::DBCluster"]

    scaling = cluster["Properties"]["ServerlessV2ScalingConfiguration"]

    assert scaling["MinCapacity"] == resources().environments[name].least_acu
    assert cluster["Properties"]["ManageMasterUserPassword"] is True
