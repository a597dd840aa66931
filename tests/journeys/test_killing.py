"""Rules of survival: whatever is killed, at any point of a film, the film completes and nothing finished runs twice."""

import random
import time
from typing import Any

import pytest

TARGETS = ("worker", "workers", "all", "supervisor", "guarded_engine", "api", "postgres")
TYPICAL_SECONDS = 6.0


def _script(seed: int) -> str:
    return f"This is film number {seed}.\n\nIts second scene.\n\nAnd the end of number {seed}."


def survives(laptop: Any, seed: int, target: str) -> None:
    """Orders a small film, kills `target` somewhere in it, starts what has to be started, and looks at the outcome."""
    moment = random.Random(seed).uniform(0.05, TYPICAL_SECONDS)
    film_id = laptop.order(script=_script(seed), aspect="1:1", music="calm")
    time.sleep(moment)
    laptop.kill(target)
    if not laptop.is_up():
        laptop.start()

    film = laptop.finished(film_id)

    assert film["status"] == "completed", film["error"]
    assert film["progress"] == 100
    assert set(laptop.finishes().values()) == {1}
    assert {row["status"] for row in film["stages"]} == {"done"}
    assert laptop.left_over() == []
    assert laptop.ends_in_the_books(film["job_id"]) == ["capture"]
    assert film["credits"]["charged"] + film["credits"]["returned"] == film["credits"]["held"]
    laptop.require_sound_books()


def test_a_film_survives_the_killing_of_every_program_at_seeded_points(laptop: Any) -> None:
    laptop.start()

    for seed, target in enumerate(TARGETS):
        survives(laptop, seed, target)


@pytest.mark.soak
def test_a_film_survives_killing_at_ten_seeded_points_of_every_program(laptop: Any) -> None:
    laptop.start()

    for seed in range(10 * len(TARGETS)):
        survives(laptop, 1000 + seed, TARGETS[seed % len(TARGETS)])
