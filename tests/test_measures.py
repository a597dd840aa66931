"""What the studio counts of itself: lines that CloudWatch makes metrics of, in the cloud and nowhere else."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.caller import current_studio
from mutoscope.adapters.postgres.data_api_database import DataApiDatabase, DatabaseWaking
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.errors import Unavailable
from mutoscope.jobs.finish import cancel, complete, fail
from mutoscope.jobs.job import Job, JobError, JobResult, find_job
from mutoscope.measures import NAMESPACE, Measure, count, time_taken
from mutoscope.settings import Settings
from mutoscope.studio import Studio
from tests.functions.users.people import new_email, register
from tests.working import work_off

IN_CLOUD = {"emits_metrics": True, "environment": "test"}
CLOUD = Settings().model_copy(update=IN_CLOUD)
Read = Callable[[], dict[str, float]]


@pytest.fixture
def measured(capsys: pytest.CaptureFixture[str]) -> Read:
    """What was written since the last look: name, and dimensions but for the environment's, to the sum."""

    def read() -> dict[str, float]:
        sums: dict[str, float] = {}
        for line in capsys.readouterr().out.splitlines():
            if '"_aws"' not in line:
                continue
            document = json.loads(line)
            (told,) = document["_aws"]["CloudWatchMetrics"]
            assert told["Namespace"] == NAMESPACE
            (metric,) = told["Metrics"]
            environment, *others = told["Dimensions"][0]
            assert document[environment] == "test"
            name = " ".join([metric["Name"], *(document[each] for each in others)])
            sums[name] = sums.get(name, 0) + sum(document[metric["Name"]])
        return sums

    return read


@pytest.fixture
def cloudy(studio: Studio) -> Studio:
    return replace(studio, settings=studio.settings.model_copy(update=IN_CLOUD))


def test_a_measure_is_one_line_with_its_unit_and_dimensions(capsys: pytest.CaptureFixture[str]) -> None:
    time_taken(CLOUD, Measure.STAGE_SECONDS, 1.5, stage="voice")

    document = json.loads(capsys.readouterr().out)
    assert document["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": NAMESPACE,
            "Dimensions": [["Environment", "Stage"]],
            "Metrics": [{"Name": "StageSeconds", "Unit": "Seconds"}],
        }
    ]
    assert (document["Environment"], document["Stage"], document["StageSeconds"]) == ("test", "voice", [1.5])


def test_on_a_laptop_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    count(Settings(), Measure.JOBS_COMPLETED)

    assert capsys.readouterr().out == ""


def test_a_job_that_is_made_is_counted_with_what_its_engine_made(
    cloudy: Studio, client: TestClient, measured: Read
) -> None:
    client.post("/v1/jobs", json={"kind": "speech", "input": {"input": "Hello."}})

    work_off(cloudy)

    found = measured()
    assert found["JobsCompleted"] == 1
    assert found["StageSeconds voice"] > 0
    assert found["EngineUnits espeak-ng characters"] == len("Hello.")
    assert found["CreditsUsed"] > 0


@pytest.mark.parametrize(
    ("end", "names"),
    [
        (
            lambda studio, job: complete(studio, job, JobResult(files={}, facts={})),
            {"JobsCompleted", "FilmsCompleted", "FilmSeconds"},
        ),
        (
            lambda studio, job: fail(studio, job, JobError(code="c", message="m", hint="h")),
            {"JobsFailed", "FilmsFailed"},
        ),
        (lambda studio, job: cancel(studio, job), {"JobsCancelled"}),
    ],
)
def test_a_film_that_ends_is_counted_once_by_how_it_ended(
    cloudy: Studio, client: TestClient, measured: Read, end: Callable[[Studio, Job], Any], names: set[str]
) -> None:
    job_id = client.post("/v1/films", json={"script": "Hello.", "aspect": "1:1", "music": "none"}).json()["job_id"]
    job = find_job(cloudy.database, job_id)
    assert job is not None
    measured()

    for _ in range(2):
        end(cloudy, job)

    found = measured()
    assert set(found) == names
    assert all(value == 1 for name, value in found.items() if name != "FilmSeconds")


def test_a_registration_is_counted_and_one_with_a_known_address_is_none(
    cloudy: Studio, client: TestClient, measured: Read
) -> None:
    client.app.dependency_overrides[current_studio] = lambda: cloudy  # type: ignore[attr-defined]
    email = new_email()

    register(client, email)
    register(client, email)

    assert measured() == {"Registrations": 1}


@pytest.mark.parametrize(
    ("kind", "error", "found"),
    [
        ("DatabaseUnavailableException", Unavailable, {"DatabaseFailures": 1}),
        ("DatabaseResumingException", DatabaseWaking, {}),
    ],
)
def test_a_database_that_does_not_answer_is_counted_and_one_that_wakes_is_not(
    data_api: DataApiStandIn,
    data_api_settings: Settings,
    measured: Read,
    kind: str,
    error: type[Exception],
    found: dict[str, float],
) -> None:
    database = DataApiDatabase(data_api_settings.model_copy(update=IN_CLOUD))
    data_api.fail_next(kind)

    with pytest.raises(error):
        database.rows("get_user", user_id="user_1")

    assert measured() == found
