import pytest
from aws_cdk import App
from cdk_nag import AwsSolutionsChecks

from cdk.app import studio_app
from cdk.config import DEV, PROD
from cdk.packaging import Packages


@pytest.fixture(scope="module")
def app(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> App:
    built = studio_app(packages, tmp_path_factory.mktemp("cdk.out"), [DEV, PROD])
    built.synth()
    return built


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_finding_of_the_aws_solutions_rules_is_mended_or_acknowledged(app: App, environment: str) -> None:
    stacks = [each for each in app.node.children if each.node.id.startswith(f"mutoscope-{environment}-")]

    reports = [AwsSolutionsChecks().validate_scope(stack) for stack in stacks]

    assert len(reports) >= 6
    assert [f"{each.rule_name}: {each.description}" for report in reports for each in report.violations] == []
