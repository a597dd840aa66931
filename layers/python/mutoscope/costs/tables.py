"""The tables that the cost model stands on, read once: prices, what people use, what stands in an account."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
Amounts = Mapping[str, float]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Price(_Table):
    """Dollars for one unit, beyond each month's free ones."""

    service: str
    unit: str
    dollars: float = Field(gt=0)
    free: float = Field(default=0, ge=0)


class PriceList(_Table):
    date: str
    region: str
    prices: Mapping[str, Price]


class Workload(_Table):
    film: Amounts
    image: Amounts
    user: Amounts
    scaler: Amounts


class Environment(_Table):
    least_acu: float
    acu_hours_per_order: float
    required_dollars: float
    """The requirement document's figure for a month."""
    resources: Mapping[str, int]
    behind_cloudfront: bool = False
    measures: int = 0
    """How many metrics of the studio's own are in use all month."""
    planned: Amounts = {}


class Unused(_Table):
    types: tuple[str, ...]


class Resources(_Table):
    standing: Mapping[str, Amounts]
    unused: Unused
    """Types that cost nothing by being there."""
    environments: Mapping[str, Environment]


@cache
def price_list() -> PriceList:
    return PriceList.model_validate(tomllib.loads((HERE / "prices.toml").read_text()))


@cache
def workload() -> Workload:
    return Workload.model_validate(tomllib.loads((HERE / "workload.toml").read_text()))


@cache
def resources() -> Resources:
    return Resources.model_validate(tomllib.loads((HERE / "resources.toml").read_text()))
