"""What a month of the studio costs at AWS, service by service: what stands there, what is planned, what people use.

Prices are list prices, allowances are counted once; card fees, support plans and other providers' models are not in it.
"""

from dataclasses import dataclass

from mutoscope.costs.fleet_hours import FleetHours, fleet_hours
from mutoscope.costs.tables import Amounts, Environment, price_list, resources, workload
from mutoscope.errors import NotFound

HOURS = 730

Totals = dict[str, float]
REQUIRED_PER_USER = {1_000: 2.60, 10_000: 1.20}
"""The requirement document's figures, by how many users there are."""
MANY = 10_000
PLAN = 15.00
CLAIMED_MARGIN = (0.85, 0.91)
CARD_SHARE, CARD_FEE = 0.029, 0.30
"""What a card payment costs, as Stripe lists it."""


@dataclass(frozen=True)
class Demand:
    """`gpu_hours` stands in for the simulated fleet's, where it is given."""

    environment: str
    users: int
    films: float
    images: float
    gpu_hours: float | None = None


@dataclass(frozen=True)
class Line:
    service: str
    dollars: float
    idle: float
    """What it costs when nobody comes."""
    planned: float
    """What of it belongs to parts that no template has yet."""


@dataclass(frozen=True)
class Bill:
    demand: Demand
    lines: tuple[Line, ...]
    film: float
    """One film more, at list price without an allowance; so it is with an image."""
    image: float
    fleet: FleetHours
    required: float | None
    """The requirement's figure, where it has one."""

    @property
    def dollars(self) -> float:
        return sum(line.dollars for line in self.lines)

    @property
    def idle(self) -> float:
        return sum(line.idle for line in self.lines)

    @property
    def planned(self) -> float:
        return sum(line.planned for line in self.lines)

    @property
    def share(self) -> float | None:
        """Of what the requirement has."""
        return self.dollars / self.required if self.required else None

    @property
    def per_user(self) -> float:
        return self.dollars / self.demand.users if self.demand.users else 0.0


def bill_of(demand: Demand) -> Bill:
    """Raises `NotFound` for an environment that is not modelled."""
    known = resources().environments
    if demand.environment not in known:
        raise NotFound(what="environment", id=demand.environment)
    environment = known[demand.environment]
    pictures = demand.users * demand.images
    fleet = fleet_hours(pictures) if demand.gpu_hours is None else FleetHours(demand.gpu_hours, 0)
    standing, used = _standing(environment), _used(demand, environment, fleet)
    film, image = (list_price(_placed(each, environment)) for each in (workload().film, workload().image))
    card = list_price(_cards(fleet)) / pictures if pictures else 0.0
    lines = _lines(standing, environment.planned, used)
    return Bill(demand, lines, film, image + card, fleet, _required(demand, environment))


def margin(cost: float, *, card: bool = False) -> float:
    """What is left of the plan's price beyond the cost of a user, as a share of it."""
    fees = PLAN * CARD_SHARE + CARD_FEE if card else 0.0
    return (PLAN - cost - fees) / PLAN


def list_price(amounts: Amounts) -> float:
    prices = price_list().prices
    return sum(amount * prices[name].dollars for name, amount in amounts.items())


def _required(demand: Demand, environment: Environment) -> float | None:
    """The requirement's figure for the environment; from ten thousand users on it counts by the user."""
    if environment.required_dollars is None or demand.users < MANY:
        return environment.required_dollars
    return demand.users * REQUIRED_PER_USER[MANY]


def _standing(environment: Environment) -> Totals:
    found: Totals = {}
    for kind, count in environment.resources.items():
        _add(found, _placed(resources().standing[kind], environment), count)
    if environment.has_fleet:
        _add(found, _placed(workload().scaler, environment))
    _add(found, resources().deployed)
    _add(found, {"custom_metrics": environment.measures})
    instances = environment.resources.get("AWS::RDS::DBInstance", 0)
    _add(found, {"acu_hours": environment.least_acu * HOURS}, instances)
    return found


def _used(demand: Demand, environment: Environment, fleet: FleetHours) -> Totals:
    found: Totals = {}
    films, images = demand.users * demand.films, demand.users * demand.images
    _add(found, _placed(workload().film, environment), films)
    _add(found, _placed(workload().image, environment), images)
    _add(found, _placed(workload().user, environment), demand.users)
    _add(found, {"acu_hours": environment.acu_hours_per_order}, films + images)
    if fleet.together:
        _add(found, _cards(fleet))
        if not environment.has_fleet:
            _add(found, _placed(workload().scaler, environment))
    return found


def _placed(amounts: Amounts, environment: Environment) -> Totals:
    """With the ways that things take in the environment: who delivers files, who sees a request, and its trace.

    X-Ray takes the first call of each second and a twentieth of the others; at such loads that is nearly all of them.
    """
    found = dict(amounts)
    files, fetched, pages = (found.pop(name, 0.0) for name in ("files_gb", "file_requests", "page_requests"))
    requests = found.get("http_requests", 0.0) + pages
    if environment.files_by_cloudfront:
        requests += fetched
        _add(found, {"cdn_gb": files})
    else:
        _add(found, {"transfer_out_gb": files})
    _add(found, {"cdn_requests": requests, "traces": found.get("lambda_requests", 0.0)})
    if environment.has_firewall:
        _add(found, {"waf_requests": requests})
    return found


def _cards(fleet: FleetHours) -> Amounts:
    return {
        "gpu_cheapest_hours": fleet.on_demand,
        "gpu_spot_hours": fleet.spot,
        "gpu_disk_and_address_hours": fleet.together,
        "gpu_watched_hours": fleet.together,
    }


def _lines(standing: Amounts, planned: Amounts, used: Amounts) -> tuple[Line, ...]:
    idle: Totals = {}
    _add(idle, standing)
    _add(idle, planned)
    everything = dict(idle)
    _add(everything, used)
    lines = [
        Line(
            service,
            _dollars(everything, service),
            _dollars(idle, service),
            _dollars(idle, service) - _dollars(standing, service),
        )
        for service in dict.fromkeys(price.service for price in price_list().prices.values())
    ]
    return tuple(sorted((line for line in lines if line.dollars), key=lambda line: -line.dollars))


def _dollars(amounts: Amounts, service: str) -> float:
    prices = {name: price for name, price in price_list().prices.items() if price.service == service}
    return sum(max(0.0, amounts.get(name, 0.0) - price.free) * price.dollars for name, price in prices.items())


def _add(found: Totals, amounts: Amounts, times: float = 1) -> None:
    for name, amount in amounts.items():
        found[name] = found.get(name, 0.0) + amount * times
