"""The contract of `Database`: named queries with named values, JSON as JSON, and vendor failures translated."""

import pytest

from mutoscope.audit.change import Change
from mutoscope.errors import CheckViolation, ConstraintViolation, ForeignKeyViolation, Unavailable, UniqueViolation
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio

ORDERED = {"actor": {}, "change": Change("job.ordered", "job", "job_1").values()}


def test_a_row_is_found_or_nothing_is(studio: Studio) -> None:
    assert studio.database.row("get_job", job_id=new_id("job")) is None
    assert list(studio.database.rows("get_job", job_id=new_id("job"))) == []


def test_json_comes_back_as_it_went(studio: Studio) -> None:
    user_id, job_id = new_id("user"), new_id("job")
    parameters = {"text": "वर्षा % : ' \" \\", "list": [1, None, True], "nested": {"a": 1.5}}
    studio.database.row("add_user", user_id=user_id, name="Someone")

    job = {"job_id": job_id, "user_id": user_id, "kind": "speech", "parameters": parameters}
    studio.database.row("accept_job", job=job, film=None, idempotency=None, **ORDERED)

    row = studio.database.row("get_job", job_id=job_id)
    assert row is not None
    assert row["parameters"] == parameters
    assert (row["result"], row["error"]) == (None, None)


def test_a_second_of_what_is_unique_is_named_by_its_constraint(studio: Studio, user: str) -> None:
    job = {"job_id": new_id("job"), "user_id": user, "kind": "speech", "parameters": {}}
    studio.database.row("accept_job", job=job, film=None, idempotency=None, **ORDERED)

    with pytest.raises(UniqueViolation) as refused:
        studio.database.row("accept_job", job=job, film=None, idempotency=None, **ORDERED)

    assert refused.value.constraint == "jobs_pkey"


def test_what_refers_to_nothing_is_named_by_its_constraint(studio: Studio) -> None:
    with pytest.raises(ForeignKeyViolation) as refused:
        studio.database.row("add_api_key", key_id="k", user_id=new_id("user"), digest="d")

    assert refused.value.constraint == "api_keys_user_id_fkey"


def test_a_value_that_a_check_forbids_is_named_by_its_constraint(studio: Studio, user: str) -> None:
    job = {"job_id": new_id("job"), "user_id": user, "kind": "speech", "parameters": {}}
    studio.database.row("accept_job", job=job, film=None, idempotency=None, **ORDERED)

    with pytest.raises(CheckViolation) as refused:
        studio.database.row("finish_job", job_id=job["job_id"], attempt=1, status="lost", result=None, error=None)

    assert refused.value.constraint == "jobs_status_check"


def test_a_column_that_is_needed_is_a_constraint_too(studio: Studio) -> None:
    with pytest.raises(ConstraintViolation):
        studio.database.row("add_user", user_id=new_id("user"), name=None)


def test_a_database_that_does_not_answer_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.database.row("get_job", job_id="job_1")
