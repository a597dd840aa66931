"""The cloud's templates make a studio that works, and leave nothing when they are taken down."""

import json

import httpx

from mutoscope.db.queries import migrations
from rehearsal.cloud import Cloud, tear_down
from rehearsal.differences import declared
from rehearsal.story import Story


def test_the_api_answers(deployed: Cloud) -> None:
    answered = httpx.get(f"{deployed.api}/health", headers=deployed.edge, timeout=60)

    assert (answered.status_code, answered.json()["status"]) == (200, "ok")


def test_the_api_answers_the_edge_alone(deployed: Cloud) -> None:
    refused = httpx.get(f"{deployed.api}/health", timeout=60)

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "around_the_edge")


def test_the_record_is_migrated_by_the_function_that_operators_call(deployed: Cloud) -> None:
    functions = deployed.engine.client("lambda")
    (name,) = [each["FunctionName"] for each in functions.list_functions()["Functions"] if "operate" in each["Handler"]]

    answers = [functions.invoke(FunctionName=name, Payload=b'{"task": "migrate"}') for _ in range(2)]

    said = [json.loads(answer["Payload"].read()) for answer in answers]
    assert said == [{"applied": [name for name, _ in migrations()]}, {"applied": []}]


def test_what_is_rehearsed_differs_from_what_is_deployed_as_it_is_declared(deployed: Cloud) -> None:
    assert deployed.differences.made == set(declared())


def test_nothing_is_left_when_the_stacks_are_deleted(deployed: Cloud) -> None:
    tear_down(deployed, Story(quiet=True))
