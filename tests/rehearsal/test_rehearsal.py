"""The cloud's templates make a studio that works, and leave nothing when they are taken down.

One deployment for all of them, in the order in which they stand.
"""

import httpx
import pytest

from cdk.config import DEV
from rehearsal.cloud import Cloud, tear_down
from rehearsal.differences import declared
from rehearsal.journey import SHORT_FILM, Film, make_film, open_studio
from rehearsal.models import comfyui_workflow
from rehearsal.operator import migrate
from rehearsal.people import Person
from rehearsal.permissions import made_calls, refused, unasked_calls
from rehearsal.picture import Picture, draw_picture
from rehearsal.story import Story
from rehearsal.worker import CALLER

QUIET = Story(quiet=True)


@pytest.fixture(scope="module")
def people(deployed: Cloud) -> tuple[Person, Person]:
    """The operator, and a user."""
    return open_studio(deployed, DEV, QUIET)


@pytest.fixture(scope="module")
def picture(deployed: Cloud, people: tuple[Person, Person]) -> Picture:
    """Of a workflow, so that the tests take no torch; `make test-gpu-container` rehearses with it."""
    _, user = people
    return draw_picture(deployed, user, comfyui_workflow(), QUIET)


@pytest.fixture(scope="module")
def film(people: tuple[Person, Person]) -> Film:
    return make_film(*people, SHORT_FILM, QUIET)


def test_what_is_rehearsed_differs_from_what_is_deployed_as_it_is_declared(deployed: Cloud) -> None:
    assert deployed.differences.made == declared(DEV).keys()


def test_the_api_answers_the_edge_alone(deployed: Cloud) -> None:
    refused = httpx.get(f"{deployed.api}/health", timeout=60)

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "around_the_edge")


def test_a_fleet_of_none_is_of_one_instance_when_a_picture_waits_and_stays_when_it_is_made(picture: Picture) -> None:
    assert list(picture.fleet) == [0, 1, 1]


def test_a_picture_of_a_model_is_made_by_the_worker_with_models_and_charged(picture: Picture) -> None:
    assert picture.is_the_workers
    assert picture.size == picture.asked_size
    assert picture.spent == picture.charged > 0
    assert picture.faults() == []


def test_a_film_that_is_ordered_over_http_is_made_by_the_functions(film: Film) -> None:
    assert film.codecs == {"video": "h264", "audio": "aac"}
    assert film.seconds == pytest.approx(film.told_seconds, abs=0.1)


def test_whoever_follows_a_film_over_the_websocket_is_told_of_its_end(film: Film) -> None:
    assert list(film.told[-2:]) == ["in_progress", "completed"]


def test_a_film_is_charged_to_who_ordered_it_and_the_books_are_sound(film: Film) -> None:
    assert list(film.movements) == ["hold", "capture"]
    assert film.spent == film.charged > 0
    assert film.faults() == []


@pytest.mark.usefixtures("film", "picture")
def test_a_role_allows_what_is_done_in_its_name(deployed: Cloud) -> None:
    called, unasked = made_calls(deployed), unasked_calls(deployed)

    assert refused([*called, *unasked]) == []
    assert {"rds-data:ExecuteStatement", "states:SendTaskSuccess", "ses:SendEmail"} <= {each.action for each in called}
    assert {"autoscaling:SetDesiredCapacity", "cloudwatch:GetMetricStatistics"} <= {each.action for each in called}
    assert {"sqs:ReceiveMessage", "sqs:SendMessage", "logs:PutLogEvents"} <= {each.action for each in unasked}
    assert "ecr:BatchGetImage" in {each.action for each in unasked}


@pytest.mark.usefixtures("picture")
def test_the_worker_with_models_takes_the_queue_of_models_alone_in_its_own_roles_name(deployed: Cloud) -> None:
    calls = [each for each in made_calls(deployed) if each.caller == CALLER]

    [queue] = {each.resource for each in calls if each.action == "sqs:ReceiveMessage"}
    assert "-Gpu" in queue
    assert {"rds-data:ExecuteStatement", "s3:PutObject", "sqs:DeleteMessage"} <= {each.action for each in calls}


@pytest.mark.usefixtures("film")
def test_a_migrated_record_is_not_migrated_again(deployed: Cloud) -> None:
    assert migrate(deployed) == []


@pytest.mark.usefixtures("film")
def test_nothing_is_left_when_the_stacks_are_deleted(deployed: Cloud) -> None:
    tear_down(deployed, QUIET)
