"""`cdk/film.asl.json`: the build's order, and what happens to each of its states when it fails or is never answered."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from mutoscope.films.build import STEPS
from mutoscope.jobs.messages import SceneState, StageMessage, VoiceState
from mutoscope.jobs.work import ENDINGS, MOST_ATTEMPTS

DEFINITION: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cdk" / "film.asl.json").read_text())


def states(machine: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state by name, those inside of branches and maps too."""
    for name, state in machine["States"].items():
        yield name, state
        for inner in [*state.get("Branches", []), *filter(None, [state.get("ItemProcessor")])]:
            yield from states(inner)


ALL = dict(states(DEFINITION))
TASKS = {name: state for name, state in ALL.items() if state["Type"] == "Task"}
OUTER_TASKS = [name for name in TASKS if name in DEFINITION["States"]]


@pytest.mark.parametrize("name", TASKS)
def test_a_task_that_is_never_answered_ends(name: str) -> None:
    task = TASKS[name]

    assert task["Resource"] == "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    assert 0 < task["HeartbeatSeconds"] < task["TimeoutSeconds"]


@pytest.mark.parametrize("name", TASKS)
def test_a_passing_failure_is_tried_again_with_growing_pauses(name: str) -> None:
    [retry] = TASKS[name]["Retry"]

    assert {"Stage.Transient", "States.Timeout", "States.HeartbeatTimeout"} == set(retry["ErrorEquals"])
    assert (retry["IntervalSeconds"], retry["BackoffRate"]) == (2, 2)
    assert retry["MaxAttempts"] + 1 == MOST_ATTEMPTS


@pytest.mark.parametrize("name", TASKS)
def test_a_task_sends_a_message_that_the_worker_reads(name: str) -> None:
    body = TASKS[name]["Parameters"]["MessageBody"]

    assert {key.removesuffix(".$") for key in body} == set(StageMessage.model_fields)
    assert (body["token.$"], body["retry.$"], body["state.$"]) == ("$$.Task.Token", "$$.State.RetryCount", "$")


def test_what_it_names_is_what_there_is() -> None:
    named = {task["Parameters"]["MessageBody"]["stage"] for task in TASKS.values()}

    assert named == set(STEPS) | set(ENDINGS)


SETTLED = [*sorted(set(OUTER_TASKS) - {"SettleFailed", "NotifyFailed", "Notify"}), "Speak", "Make"]


@pytest.mark.parametrize("name", SETTLED)
def test_any_failure_of_the_build_settles_the_job_as_failed(name: str) -> None:
    [catch] = ALL[name]["Catch"]

    assert catch == {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "SettleFailed"}


def test_a_film_that_is_delivered_stays_so_when_nobody_can_be_told() -> None:
    [catch] = ALL["Notify"]["Catch"]

    assert catch["Next"] == "Delivered"


def test_the_build_runs_in_its_order() -> None:
    outer = ["Write", "AwaitsReview", "Speak", "Make", "Master", "Settle", "Notify", "Delivered"]
    follows = [ALL[name].get("Next") or ALL[name].get("Default") for name in outer[:-1]]

    assert DEFINITION["StartAt"] == "Write"
    assert follows == outer[1:]
    assert ALL["Speak"]["ItemProcessor"]["StartAt"] == "Voice"


def test_the_sound_is_made_beside_the_scenes_when_all_voices_are_there() -> None:
    beside = [branch["StartAt"] for branch in ALL["Make"]["Branches"]]

    assert beside == ["Score", "Scenes"]
    assert ALL["Score"]["Next"] == "Sound"
    assert (ALL["Picture"]["Next"], ALL["Segment"]["Next"]) == ("Segment", "Filmed")


def test_a_scene_that_is_filmed_takes_no_step_after_its_voice() -> None:
    scene = ALL["Scenes"]["ItemProcessor"]

    assert scene["StartAt"] == "FilmedBefore"
    assert ALL["FilmedBefore"]["Choices"] == [{"Variable": "$.voice.filmed", "IsPresent": True, "Next": "Kept"}]
    assert ALL["FilmedBefore"]["Default"] == "Picture"
    assert ALL["Kept"]["End"]


@pytest.mark.parametrize(("state", "fields"), [("Voiced", VoiceState), ("Filmed", SceneState), ("Kept", SceneState)])
def test_of_each_scene_no_more_is_kept_than_the_next_steps_read(state: str, fields: type[BaseModel]) -> None:
    kept = {name.removesuffix(".$") for name in ALL[state]["Parameters"]}

    assert kept == set(fields.model_fields)
