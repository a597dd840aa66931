"""The workflows: pinned, without keys, with as little permission as they need, and calling what is really there."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from cdk.images import IMAGES
from cdk.packaging_archive import PYTHON

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
    assert NAMES == ["check.yml", "deploy-environment.yml", "deploy.yml", "images.yml"]


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
    assert "id-token" not in str([WORKFLOWS["check.yml"], WORKFLOWS["images.yml"]])


def test_what_is_deployed_is_built_by_lambdas_own_python_before_it_is_merged() -> None:
    build = WORKFLOWS["check.yml"]["jobs"]["build"]["steps"]
    versions = [each["with"]["python-version"] for each in build if "python-version" in each.get("with", {})]
    runs = [each["run"] for each in build if "run" in each]

    assert versions == [PYTHON]
    # Only what was packaged before has its layers in the templates.
    assert runs == ["make package", "make synth"]
    assert "cdk.budgets" in (ROOT / "Makefile").read_text()


def test_every_container_image_is_built_by_a_workflow() -> None:
    assert WORKFLOWS["images.yml"]["jobs"]["image"]["strategy"]["matrix"]["image"] == [*IMAGES]


def test_a_change_of_any_recipe_has_the_images_built() -> None:
    for event in ("pull_request", "push"):
        paths = WORKFLOWS["images.yml"][True][event]["paths"]
        assert all(any(fnmatch(each.dockerfile, path) for path in paths) for each in IMAGES.values())


def test_code_from_elsewhere_is_never_deployed() -> None:
    staging = WORKFLOWS["deploy.yml"]["jobs"]["staging"]["if"]

    assert "workflow_run.conclusion == 'success'" in staging
    assert "workflow_run.event == 'push'" in staging
    assert "pull_request" not in str(WORKFLOWS["deploy.yml"][True])


def test_production_follows_staging_and_asks_its_environments_people() -> None:
    assert WORKFLOWS["deploy.yml"]["jobs"]["production"]["needs"] == "staging"
    for job in WORKFLOWS["deploy-environment.yml"]["jobs"].values():
        assert job["environment"] == "${{ inputs.environment }}"


def test_an_environment_is_deployed_by_one_at_a_time_and_to_the_end() -> None:
    assert WORKFLOWS["deploy-environment.yml"]["concurrency"] == {
        "group": "deploy-${{ inputs.environment }}",
        "cancel-in-progress": False,
    }


def step(job: str, named: str) -> dict[str, Any]:
    steps = WORKFLOWS["deploy-environment.yml"]["jobs"][job]["steps"]
    found: dict[str, Any] = next(each for each in steps if each.get("name") == named)
    return found


DEPLOY = "Deploy, and ask whether it is well"
BACK = "Bring back what was deployed before"


def test_only_a_commit_that_was_deployed_and_found_well_is_noted() -> None:
    names = [each.get("name", "") for each in WORKFLOWS["deploy-environment.yml"]["jobs"]["deploy"]["steps"]]

    assert names.index("Note the commit") == names.index(DEPLOY) + 1
    assert "if" not in step("deploy", "Note the commit")


def test_a_deployment_that_fails_or_takes_too_long_brings_the_noted_commit_back_in_time_of_its_own() -> None:
    deploy, back = step("deploy", DEPLOY), step("deploy", BACK)

    # A step that runs out of its own time has failed; a job that does is cancelled, and no further step may run long.
    assert back["if"].startswith("failure() && steps.deploy.outcome == 'failure'")
    assert "make deploy" in back["run"]
    both = deploy["timeout-minutes"] + back["timeout-minutes"]
    assert both + 20 <= WORKFLOWS["deploy-environment.yml"]["jobs"]["deploy"]["timeout-minutes"]


def test_the_way_back_begins_with_a_role_of_its_own_hour() -> None:
    steps = WORKFLOWS["deploy-environment.yml"]["jobs"]["deploy"]["steps"]
    before = steps[[each.get("name") for each in steps].index(BACK) - 1]

    assert before["uses"].startswith("aws-actions/configure-aws-credentials@")
    assert before["if"] == step("deploy", BACK)["if"]
    assert step("deploy", BACK)["timeout-minutes"] < 60


def test_a_deployment_that_was_cut_off_is_brought_back_by_another_job() -> None:
    jobs = WORKFLOWS["deploy-environment.yml"]["jobs"]
    back, whole = jobs["bring-back"], step("deploy", "Say that nothing was left halfway")

    assert "deploy" in back["needs"]
    assert back["if"].startswith("always() && ")
    assert back["if"].endswith(" && needs.deploy.result != 'success' && needs.deploy.outputs.whole != 'true'")
    assert jobs["deploy"]["outputs"]["whole"] == "${{ steps.whole.outputs.whole }}"
    # `failure()` is not true of what was cancelled.
    assert whole["if"].startswith("failure() && (")
    assert "steps.back.outcome == 'success'" in whole["if"]
    assert "make deploy" in step("bring-back", "Bring back what was noted last")["run"]


def test_a_deployment_that_reviewers_refused_is_not_brought_back() -> None:
    jobs = WORKFLOWS["deploy-environment.yml"]["jobs"]
    allowed, deploy, back = (jobs[name] for name in ("allowed", "deploy", "bring-back"))

    assert "allowed" in back["needs"]
    assert "&& needs.allowed.result == 'success' &&" in back["if"]
    # They wait together, so one word of the reviewers is for both.
    assert allowed["environment"] == deploy["environment"]
    assert "needs" not in allowed
    assert "needs" not in deploy


def test_an_answer_that_fails_fails_its_step() -> None:
    """The shell looks at the status of an assignment, and not at one inside the words of a command."""
    assert [
        line for line in RUN.splitlines() if re.search(r"\$\(", line) and not re.match(r"\s*\w+=\"\$\(", line)
    ] == []


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
    assert 0 < job["timeout-minutes"] <= 130
