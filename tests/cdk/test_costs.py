"""The cost model against what is really synthesised: nothing stands in an account that it does not know."""

from typing import Any

import pytest

from cdk.config import ENVIRONMENTS
from mutoscope.costs.tables import resources

POLLED = "AWS::Lambda::EventSourceMapping"
KNOWN = {*resources().standing, *resources().unused.types}


def count(template: dict[str, Any], kind: str) -> int:
    return sum(each["Type"] == kind for each in template["Resources"].values())


@pytest.mark.parametrize("name", [config.name for config in ENVIRONMENTS])
def test_every_type_of_resource_is_known_to_the_cost_model(templates: dict[str, dict[str, Any]], name: str) -> None:
    types = {each["Type"] for each in templates[name]["Resources"].values()}

    assert types - KNOWN == set(), "say in costs/resources.toml what it costs by being there"


@pytest.mark.parametrize("name", resources().environments)
def test_what_stands_in_the_cost_model_stands_in_the_template(templates: dict[str, dict[str, Any]], name: str) -> None:
    counted = {kind: found for kind in resources().standing if (found := count(templates[name], kind))}
    modelled = dict(resources().environments[name].resources)

    assert counted.pop(POLLED) <= modelled.pop(POLLED), "count more queues in costs/resources.toml"
    assert counted == modelled, "correct the counts in costs/resources.toml"


@pytest.mark.parametrize("name", resources().environments)
def test_the_least_capacity_of_the_database_is_the_templates(templates: dict[str, dict[str, Any]], name: str) -> None:
    [cluster] = [each for each in templates[name]["Resources"].values() if each["Type"] == "AWS::RDS::DBCluster"]

    scaling = cluster["Properties"]["ServerlessV2ScalingConfiguration"]

    assert scaling["MinCapacity"] == resources().environments[name].least_acu
    assert cluster["Properties"]["ManageMasterUserPassword"] is True
