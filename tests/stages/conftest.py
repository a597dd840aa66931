"""An order of a job that is accepted, for stages to be performed for."""

from collections.abc import Iterator

import pytest

from mutoscope.audit.change import Change
from mutoscope.credits.prices import PRICES, Price
from mutoscope.identifiers import new_id
from mutoscope.jobs.job import find_job
from mutoscope.jobs.pulse import Pulse
from mutoscope.stages.perform import Order
from mutoscope.studio import Studio

ORDERED = {"actor": {}, "change": Change("job.ordered", "job", "job_1").values()}


@pytest.fixture(autouse=True)
def _price(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage of these tests is for sale like any other."""
    monkeypatch.setitem(PRICES, "spell", Price(1, 1, "words", lambda inputs: 1, seconds=1.0))


@pytest.fixture
def order(studio: Studio) -> Iterator[Order]:
    user_id, job_id = new_id("user"), new_id("job")
    studio.database.row("add_user", user_id=user_id, name="Someone")
    job = {"job_id": job_id, "user_id": user_id, "kind": "speech", "parameters": {}}
    studio.database.row("accept_job", job=job, film=None, idempotency=None, **ORDERED)
    accepted = find_job(studio.database, job_id)
    assert accepted is not None
    with Pulse() as pulse:
        yield Order(studio=studio, job=accepted, scene="s01", pulse=pulse)
