"""A quote: what an order will cost at most, stage by stage, and how long it will take. Nobody is charged above it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mutoscope.credits.prices import Charge, charge_for
from mutoscope.credits.refusals import AboveMaxCredits
from mutoscope.stages.stage import Frozen, Stage
from mutoscope.stages.store import find_record
from mutoscope.studio import Studio


@dataclass(frozen=True)
class Line:
    """A stage, how often it comes, and how many of these are in the cache already and cost nothing."""

    stage: str
    count: int
    cached: int
    units: int
    unit: str
    credits: int


@dataclass(frozen=True)
class Quoted:
    """One stage of an order; `cached` when its result is there."""

    charge: Charge
    cached: bool


@dataclass(frozen=True)
class Quote:
    lines: tuple[Line, ...]
    seconds: int
    is_estimate: bool = False
    """Whether the order's size is not known before its script is written; it is charged what it turns out to need."""

    @property
    def credits(self) -> int:
        return sum(line.credits for line in self.lines)

    def require_at_most(self, max_credits: int | None) -> None:
        if max_credits is not None and self.credits > max_credits:
            raise AboveMaxCredits(param="max_credits", credits=self.credits, max_credits=max_credits)


def quoted(studio: Studio, user_id: str, stage: Stage[Any, Any], inputs: Frozen) -> Quoted:
    found = find_record(studio.media, user_id, stage.key(inputs))
    return Quoted(charge_for(stage, inputs), cached=found is not None)


def quote_steps(studio: Studio, user_id: str, steps: Sequence[tuple[Stage[Any, Any], Frozen]]) -> Quote:
    """For a job without a state machine: one worker does its stages in turn."""
    return sum_up([quoted(studio, user_id, stage, inputs) for stage, inputs in steps], workers=1)


def sum_up(stages: Iterable[Quoted], *, workers: int, is_estimate: bool = False) -> Quote:
    """The stages of an order by name, in the order they come first."""
    by_name: dict[str, list[Quoted]] = defaultdict(list)
    for stage in stages:
        by_name[stage.charge.stage].append(stage)
    to_run = [stage.charge.seconds for each in by_name.values() for stage in each if not stage.cached]
    seconds = round(sum(to_run) / workers) + 1
    return Quote(tuple(_line(name, each) for name, each in by_name.items()), seconds, is_estimate)


def _line(name: str, stages: list[Quoted]) -> Line:
    due = [stage.charge for stage in stages if not stage.cached]
    return Line(
        stage=name,
        count=len(stages),
        cached=len(stages) - len(due),
        units=sum(charge.units for charge in due),
        unit=stages[0].charge.unit,
        credits=sum(charge.credits for charge in due),
    )
