"""The workflows: pinned, without keys, with as little permission as they need, and calling what is really there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NAMES = [path.name for path in FILES]
WORKFLOWS: dict[str, dict[Any, Any]] = {path.name: yaml.safe_load(path.read_text()) for path in FILES}
STEPS = [
    (name, step) for name, flow in WORKFLOWS.items() for job in flow["jobs"].values() for step in job.get("steps", [])
]
USED = [(name, step["uses"]) for name, step in STEPS if "uses" in step]
RUN = "\n".join(step["run"] for _, step in STEPS if "run" in step)


def test_there_are_workflows() -> None:
    assert NAMES == ["check.yml", "deploy-environment.yml", "deploy.yml"]


@pytest.mark.parametrize(("name", "action"), USED)
def test_every_action_is_pinned_to_a_commit(name: str, action: str) -> None:
    assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), name


def test_there_is_no_key_that_could_be_lost() -> None:
    texts = "\n".join(path.read_text() for path in FILES)

    assert "secrets." not in texts
    assert not re.search(r"access.?key", texts, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_may_read_the_code_and_at_most_ask_for_a_role(name: str) -> None:
    flow = WORKFLOWS[name]
    granted = [flow["permissions"], *(job["permissions"] for job in flow["jobs"].values() if "permissions" in job)]

    assert all(each.items() <= {"contents": "read", "id-token": "write"}.items() for each in granted)


def test_only_deployments_may_ask_for_a_role() -> None:
    assert "id-token" not in str(WORKFLOWS["check.yml"])


def test_code_from_elsewhere_is_never_deployed() -> None:
    staging = WORKFLOWS["deploy.yml"]["jobs"]["staging"]["if"]

    assert "workflow_run.conclusion == 'success'" in staging
    assert "workflow_run.event == 'push'" in staging
    assert "pull_request" not in str(WORKFLOWS["deploy.yml"][True])


def test_production_follows_staging_and_asks_its_environments_people() -> None:
    assert WORKFLOWS["deploy.yml"]["jobs"]["production"]["needs"] == "staging"
    assert WORKFLOWS["deploy-environment.yml"]["jobs"]["deploy"]["environment"] == "${{ inputs.environment }}"


def test_an_environment_is_deployed_by_one_at_a_time_and_to_the_end() -> None:
    assert WORKFLOWS["deploy-environment.yml"]["concurrency"] == {
        "group": "deploy-${{ inputs.environment }}",
        "cancel-in-progress": False,
    }


def test_a_deployment_that_fails_brings_the_noted_commit_back() -> None:
    steps = WORKFLOWS["deploy-environment.yml"]["jobs"]["deploy"]["steps"]
    names = [step.get("name", "") for step in steps]

    back = steps[names.index("Bring back what was deployed before")]

    assert "failure()" in back["if"]
    assert "make deploy" in back["run"]
    assert names.index("Note the commit") == names.index("Deploy, and ask whether it is well") + 1


def test_no_value_of_a_workflow_is_written_into_a_command() -> None:
    assert "${{" not in RUN


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"make ([\w-]+)", RUN))))
def test_every_make_target_is_there(verb: str) -> None:
    assert re.search(rf"^{verb}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("module", sorted(set(re.findall(r"-m (scripts\.\w+)", RUN))))
def test_every_script_is_there(module: str) -> None:
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("job", [job for flow in WORKFLOWS.values() for job in flow["jobs"].values() if "steps" in job])
def test_no_job_runs_for_ever(job: dict[str, Any]) -> None:
    assert 0 < job["timeout-minutes"] <= 60
