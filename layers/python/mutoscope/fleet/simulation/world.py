"""What the simulated fleet lives in: how long things take, what Spot does, what an hour costs. Estimates, all of it."""

from dataclasses import dataclass, field

from mutoscope.costs.tables import price_list


@dataclass(frozen=True)
class Storm:
    """At one moment Spot takes back a share of its instances, and for a while gives no new ones."""

    at: float
    share: float = 1.0
    without_new: float = 0.0


@dataclass(frozen=True)
class World:
    look_seconds: float = 60.0
    """The shortest schedule there is."""
    cold_start_seconds: float = 180.0
    """The instance boots (60 s), the image is pulled and weights are loaded (120)."""
    start_spread: float = 0.2
    leaving_seconds: float = 60.0
    """An instance that is told to go is paid until it is down."""
    held_at_once: int = 2
    on_demand_share: float = 0.3
    on_demand_hour: float = field(default_factory=lambda: _hour("gpu_on_demand_hours"))
    spot_hour: float = field(default_factory=lambda: _hour("gpu_spot_hours"))
    notice_seconds: float = 120.0
    interruptions_per_hour: float = 0.02
    unannounced_share: float = 0.0
    """How many of the interruptions come without their notice."""
    storms: tuple[Storm, ...] = ()


def _hour(price: str) -> float:
    """Of an instance with its disk and its address."""
    prices = price_list().prices
    return prices[price].dollars + prices["gpu_disk_and_address_hours"].dollars
