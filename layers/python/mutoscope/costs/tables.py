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
    required_dollars: float | None = None
    """The requirement document's figure for a month, where it has one."""
    resources: Mapping[str, int]
    files_by_cloudfront: bool = False
    """Whether links to files lead there; answers and pages come through CloudFront everywhere."""
    measures: int = 0
    """How many metrics of the studio's own are in use all month."""
    planned: Amounts = {}

    @property
    def has_fleet(self) -> bool:
        return "AWS::ECS::Cluster" in self.resources

    @property
    def has_firewall(self) -> bool:
        return "AWS::WAFv2::WebACL" in self.resources


class Unused(_Table):
    types: tuple[str, ...]


class Resources(_Table):
    standing: Mapping[str, Amounts]
    unused: Unused
    """Types that cost nothing by being there."""
    deployed: Amounts
    """What deployments leave beside the stacks, in every environment."""
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
