"""The contract of `Builds`: one execution a name, and tokens that nobody waits for are ignored."""

import json
import time
from collections.abc import Callable, Iterator

import pytest

from mutoscope.adapters.aws.session import client
from mutoscope.adapters.aws.step_functions_builds import StepFunctionsBuilds, state_machine_arn
from mutoscope.errors import Unavailable
from mutoscope.jobs.messages import StageMessage, read_message
from mutoscope.studio import Studio

A_PAGE = 1000
"""As many machines as one answer of Step Functions lists."""
A_ROLE = "arn:aws:iam::000000000000:role/laptop"
DOCUMENT = '{"job_id": "job_1", "attempt": 1}'

Next = Callable[[], StageMessage]


@pytest.fixture
def next_stage(studio: Studio) -> Next:
    def received() -> StageMessage:
        message = studio.work.receive(wait=5)
        assert message is not None
        stage = read_message(message.body)
        assert isinstance(stage, StageMessage)
        return stage

    return received


def over(studio: Studio, name: str) -> None:
    while studio.builds.is_live(name):
        time.sleep(0.02)


def test_starting_a_name_twice_starts_it_once(studio: Studio, next_stage: Next) -> None:
    studio.builds.start("job_1-1", DOCUMENT)
    studio.builds.start("job_1-1", DOCUMENT)

    assert next_stage().stage == "write"
    assert studio.builds.is_live("job_1-1")
    assert studio.work.receive(wait=1) is None


def test_a_stopped_execution_is_not_live_and_stopping_it_again_is_harmless(studio: Studio) -> None:
    studio.builds.start("job_1-1", DOCUMENT)

    studio.builds.stop("job_1-1")
    studio.builds.stop("job_1-1")

    assert not studio.builds.is_live("job_1-1")


def test_what_was_never_started_is_not_live_and_stopping_it_is_harmless(studio: Studio) -> None:
    studio.builds.stop("job_9-1")

    assert not studio.builds.is_live("job_9-1")


def test_a_delivered_result_takes_the_build_on(studio: Studio, next_stage: Next) -> None:
    studio.builds.start("job_1-1", DOCUMENT)
    token = next_stage().token

    studio.builds.heartbeat(token)
    studio.builds.deliver(token, '{"key": "k", "scenes": [], "awaits_review": true}')
    over(studio, "job_1-1")
    studio.builds.deliver(token, "{}")

    assert studio.work.receive(wait=1) is None


def test_a_typed_failure_reaches_the_settling_state(studio: Studio, next_stage: Next) -> None:
    studio.builds.start("job_1-1", DOCUMENT)

    studio.builds.fail(next_stage().token, "Stage.Failed", "because")

    settling = next_stage()
    assert settling.stage == "settle_failed"
    assert settling.state.error == {"Error": "Stage.Failed", "Cause": "because"}


def test_a_token_that_nobody_waits_for_is_ignored(studio: Studio) -> None:
    studio.builds.deliver("no token", "{}")
    studio.builds.fail("no token", "Stage.Failed", "because")
    studio.builds.heartbeat("no token")


def test_a_builder_that_does_not_answer_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.builds.start("job_1-1", DOCUMENT)


def test_a_machine_that_is_not_there_yet_is_unavailable(studio: Studio) -> None:
    missing = StepFunctionsBuilds(studio.settings.model_copy(update={"film_state_machine": "not-made-yet"}))

    with pytest.raises(Unavailable):
        missing.start("job_1-1", DOCUMENT)


@pytest.fixture
def many_machines(studio: Studio) -> Iterator[list[str]]:
    """The names of more machines than one answer of Step Functions lists."""
    steps = client("stepfunctions", studio.settings)
    definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    names = [f"z{number}-{studio.settings.bucket}" for number in range(A_PAGE)]
    made = [
        steps.create_state_machine(name=name, definition=definition, roleArn=A_ROLE)["stateMachineArn"]
        for name in names
    ]
    yield names
    for arn in made:
        steps.delete_state_machine(stateMachineArn=arn)


def test_a_machine_is_found_however_many_the_account_has(studio: Studio, many_machines: list[str]) -> None:
    found = state_machine_arn(client("stepfunctions", studio.settings), many_machines[-1])

    assert found is not None
    assert found.endswith(f":{many_machines[-1]}")
