"""The cloud's templates make a studio that works, and leave nothing when they are taken down.

One deployment for all of them, in the order in which they stand.
"""

import httpx
import pytest

from cdk.config import DEV
from rehearsal.cloud import Cloud, tear_down
from rehearsal.differences import declared
from rehearsal.journey import SHORT_FILM, Film, make_film, open_studio
from rehearsal.operator import migrate
from rehearsal.permissions import made_calls, refused, unasked_calls
from rehearsal.story import Story

QUIET = Story(quiet=True)


@pytest.fixture(scope="module")
def film(deployed: Cloud) -> Film:
    return make_film(*open_studio(deployed, DEV, QUIET), SHORT_FILM, QUIET)


def test_what_is_rehearsed_differs_from_what_is_deployed_as_it_is_declared(deployed: Cloud) -> None:
    assert deployed.differences.made == declared().keys()


def test_the_api_answers_the_edge_alone(deployed: Cloud) -> None:
    refused = httpx.get(f"{deployed.api}/health", timeout=60)

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "around_the_edge")


def test_a_film_that_is_ordered_over_http_is_made_by_the_functions(film: Film) -> None:
    assert film.codecs == {"video": "h264", "audio": "aac"}
    assert film.seconds == pytest.approx(film.told_seconds, abs=0.1)


def test_whoever_follows_a_film_over_the_websocket_is_told_of_its_end(film: Film) -> None:
    assert list(film.told[-2:]) == ["in_progress", "completed"]


def test_a_film_is_charged_to_who_ordered_it_and_the_books_are_sound(film: Film) -> None:
    assert list(film.movements) == ["hold", "capture"]
    assert film.spent == film.charged > 0
    assert film.faults() == []


@pytest.mark.usefixtures("film")
def test_a_role_allows_what_is_done_in_its_name(deployed: Cloud) -> None:
    called, unasked = made_calls(deployed), unasked_calls(deployed)

    assert refused([*called, *unasked]) == []
    assert {"rds-data:ExecuteStatement", "states:SendTaskSuccess", "ses:SendEmail"} <= {each.action for each in called}
    assert {"sqs:ReceiveMessage", "sqs:SendMessage", "logs:PutLogEvents"} <= {each.action for each in unasked}


@pytest.mark.usefixtures("film")
def test_a_migrated_record_is_not_migrated_again(deployed: Cloud) -> None:
    assert migrate(deployed) == []


@pytest.mark.usefixtures("film")
def test_nothing_is_left_when_the_stacks_are_deleted(deployed: Cloud) -> None:
    tear_down(deployed, QUIET)
