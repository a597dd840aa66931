"""Fifty jobs queued at once: all of them finish, in order of priority, and the worker grows no larger on the way."""

from itertools import pairwise

import psutil
import psycopg

from mutoscope.adapters.aws.sqs_lines import FROM_THE_BACK
from mutoscope.jobs.order import order_job
from mutoscope.jobs.worker import take
from mutoscope.ports import Line
from mutoscope.studio import Studio

EACH = 25
MOST_GROWTH = 40_000_000
"""Bytes. One result of these jobs is some 300 kB."""


def test_fifty_jobs_finish_in_order_of_priority_in_bounded_memory(studio: Studio, user: str) -> None:
    for line in (Line.BATCH, Line.INTERACTIVE):
        for number in range(EACH):
            order_job(studio, user, "speech", {"input": f"Word {number % 5}."}, None, line=line)

    sizes = []
    while (received := studio.work.receive(wait=1)) is not None:
        take(studio, received)
        sizes.append(psutil.Process().memory_info().rss)

    ended = _lines_in_the_order_they_ended(studio, user)
    assert len(ended) == 2 * EACH
    early = [position for position, line in enumerate(ended[:EACH], start=1) if line == Line.BATCH]
    assert 1 <= len(early) <= EACH // FROM_THE_BACK + 1
    assert all(later - before >= FROM_THE_BACK for before, later in pairwise(early))
    assert sizes[-1] - sizes[9] < MOST_GROWTH


def _lines_in_the_order_they_ended(studio: Studio, user: str) -> list[int]:
    with psycopg.connect(studio.settings.database_url) as connection:
        rows = connection.execute(
            "SELECT line FROM jobs WHERE user_id = %s AND status = 'completed' ORDER BY completed_at", (user,)
        )
        return [row[0] for row in rows.fetchall()]
