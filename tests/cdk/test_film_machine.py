import json
from typing import Any

import pytest

from cdk.stacks.film_machine import FILM_ASL, film_definition
from mutoscope.laptop.resources import film_definition as laptop_definition

QUEUE_URL = "https://sqs.test/work"


def test_the_cloud_runs_the_definition_that_the_laptop_runs(film: dict[str, Any]) -> None:
    assert film == json.loads(laptop_definition(QUEUE_URL))


def test_nothing_but_the_queue_is_filled_in(film: dict[str, Any]) -> None:
    source = json.loads(FILM_ASL.read_text().replace("${WorkQueueUrl}", QUEUE_URL))

    assert film == source


def test_the_tokens_path_of_step_functions_is_left_alone() -> None:
    definition = film_definition({"WorkQueueUrl": QUEUE_URL})

    assert '"$$.Task.Token"' in definition


def test_a_placeholder_that_nothing_fills_is_refused() -> None:
    with pytest.raises(KeyError, match="WorkQueueUrl"):
        film_definition({})
