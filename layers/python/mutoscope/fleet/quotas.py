"""The walk on paper to many jobs a day: how many of them each quota allows, the one that binds first at the top.

Jobs are the requirement's mix, ten images to a film, ordered over a day as people do; quotas are met at its peak.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import inf
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from mutoscope.costs.tables import workload
from mutoscope.fleet.simulation.orders import DAY, diurnal

IMAGES_FOR_A_FILM = 10


class Moment(StrEnum):
    SECOND = "second"
    ONCE = "once"
    DAY = "day"


class Quota(BaseModel):
    """`ours` names the setting of cdk/config.py for a limit of our own; `source` the page for one of AWS's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    limit: float
    of: Moment
    film: float | str = 0
    image: float | str = 0
    adjustable: bool
    seen: bool = False
    ours: str = ""
    source: str = ""


class Quotas(BaseModel):
    date: str
    quotas: tuple[Quota, ...]


@dataclass(frozen=True)
class Binding:
    quota: Quota
    jobs_a_day: float
    """How many it allows."""
    needed: float
    """What it would have to be for the jobs that were asked about."""


@cache
def quotas() -> Quotas:
    return Quotas.model_validate(tomllib.loads(Path(__file__).with_name("quotas.toml").read_text()))


def bindings(jobs_a_day: float) -> list[Binding]:
    found = [_binding(quota, jobs_a_day) for quota in quotas().quotas]
    return sorted(found, key=lambda binding: binding.jobs_a_day)


def peak_of_mean() -> float:
    """How much more comes in a day's busiest moment than on average."""
    rate = diurnal(1.0)(np.arange(0, DAY, 60.0))
    return float(rate.max() / rate.mean())


def _binding(quota: Quota, jobs_a_day: float) -> Binding:
    a_job = (_amount(quota.film, "film") + IMAGES_FOR_A_FILM * _amount(quota.image, "image")) / (IMAGES_FOR_A_FILM + 1)
    # Little's law: what is there at once is the rate times how long each of them stays.
    of_a_days_job = a_job if quota.of is Moment.DAY else a_job * peak_of_mean() / DAY
    return Binding(quota, quota.limit / of_a_days_job if of_a_days_job else inf, jobs_a_day * of_a_days_job)


def _amount(amount: float | str, of: str) -> float:
    if isinstance(amount, str):
        amounts: dict[str, float] = getattr(workload(), of)
        return amounts[amount]
    return amount
