"""How a scene is framed: from which side, how near, how high the horizon lies, and who keeps the subject company.

Within a film the framings follow one another in turn, each scene by its number, so that no two neighbours are alike.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from mutoscope.engines.tasks import DrawRequest


class Company(StrEnum):
    """How the companions stand."""

    BESIDE = "beside"
    BEYOND = "beyond"
    """Small and far out, towards the horizon."""
    AROUND = "around"


@dataclass(frozen=True)
class Framing:
    """`side` is -1 when the subject stands left of the middle and 1 when right; `nearness` scales it.

    `tilt` moves the horizon, in shares of the height above the ground line: less than 0 shows more land.
    With `second`, the subject's first companion takes its place, so that a film's one subject is not in every scene.
    """

    side: int
    nearness: float
    tilt: float
    company: Company
    second: bool = False


_TURNS = (
    Framing(1, 1.0, 0.0, Company.BESIDE),
    Framing(-1, 0.82, -0.09, Company.AROUND),
    Framing(1, 1.12, 0.07, Company.BEYOND, second=True),
    Framing(-1, 0.94, 0.03, Company.BESIDE),
    Framing(1, 0.76, -0.12, Company.BEYOND),
    Framing(-1, 1.1, 0.09, Company.AROUND, second=True),
    Framing(1, 0.88, -0.05, Company.BESIDE),
    Framing(-1, 1.02, 0.05, Company.BEYOND),
)


def choose_framing(request: DrawRequest, chance: Random) -> Framing:
    if request.film_seed is None:
        return replace(chance.choice(_TURNS), second=False)
    first = Random(f"{request.film_seed}/framing").randrange(len(_TURNS))
    return _TURNS[(first + request.variation) % len(_TURNS)]
