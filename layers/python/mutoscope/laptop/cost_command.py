"""`mutoscope cost`: a month of the studio at AWS, service by service, beside the requirements' figures."""

import json

from rich.console import Console
from rich.table import Table

from mutoscope.costs.model import CLAIMED_MARGIN, PLAN, REQUIRED_PER_USER, Bill, Demand, bill_of, margin
from mutoscope.costs.tables import price_list

GOAL_SHARE = 0.30
GOAL_IDLE = 6.0
CENT = 0.01


def show_cost(console: Console, demand: Demand, *, as_json: bool) -> None:
    bill = bill_of(demand)
    if as_json:
        console.print_json(json.dumps(figures(bill)))
        return
    console.print(_title(demand), highlight=False, soft_wrap=True)
    console.print(_lines(bill))
    for fact in _facts(bill):
        console.print(fact, highlight=False, soft_wrap=True)
    console.print(
        f"List prices of {price_list().region}, written down on {price_list().date}: estimates (docs/costs.md).",
        style="dim",
    )


def figures(bill: Bill) -> dict[str, object]:
    demand, margins = bill.demand, {str(users): round(margin(cost), 3) for users, cost in REQUIRED_PER_USER.items()}
    return {
        "environment": demand.environment,
        "users": demand.users,
        "films_each": demand.films,
        "images_each": demand.images,
        "prices_of": price_list().date,
        "dollars": round(bill.dollars, 2),
        "idle_dollars": round(bill.idle, 2),
        "planned_dollars": round(bill.planned, 2),
        "required_dollars": bill.required,
        "share_of_required": round(bill.share, 3) if bill.share is not None else None,
        "film_dollars": round(bill.film, 4),
        "image_dollars": round(bill.image, 4),
        "user_dollars": round(bill.per_user, 3),
        "gpu_hours": {"on_demand": round(bill.fleet.on_demand, 1), "spot": round(bill.fleet.spot, 1)},
        "margin": round(margin(bill.per_user), 3),
        "margin_after_card_fees": round(margin(bill.per_user, card=True), 3),
        "margins_of_required_costs": margins,
        "claimed_margin": list(CLAIMED_MARGIN),
        "services": {line.service: round(line.dollars, 2) for line in bill.lines},
    }


def _title(demand: Demand) -> str:
    people = f"{demand.users:,} users with {demand.films:g} films and {demand.images:g} images each"
    return f"[bold]{demand.environment}[/]  {people}, a month"


def _lines(bill: Bill) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("service", header_style="bold")
    for heading in ("idle", "in use", "$", "of it planned"):
        table.add_column(heading, justify="right", header_style="bold")
    for line in (line for line in bill.lines if line.dollars >= CENT / 2):
        table.add_row(
            line.service,
            _money(line.idle),
            _money(line.dollars - line.idle),
            _money(line.dollars),
            _money(line.planned),
        )
    used = bill.dollars - bill.idle
    table.add_row("together", _money(bill.idle), _money(used), _money(bill.dollars), _money(bill.planned), style="bold")
    return table


def _facts(bill: Bill) -> list[str]:
    hours = bill.fleet
    facts = [
        *_goals(bill),
        f"GPU fleet: {hours.on_demand:,.0f} hours on demand, {hours.spot:,.0f} of Spot",
        f"A film more costs ${bill.film:.4f}, an image ${bill.image:.4f} with the cards shared out",
    ]
    if bill.demand.users and bill.demand.environment == "prod":
        facts += _margins(bill)
    return facts


def _goals(bill: Bill) -> list[str]:
    share, facts = bill.share, []
    if share is not None:
        asked = f"; {GOAL_SHARE:.0%} asked {_met(share <= GOAL_SHARE)}" if bill.demand.environment == "prod" else ""
        facts.append(f"{share:.1%} of the requirement's ${bill.required:,.0f}{asked}")
    if bill.demand.environment == "dev":
        facts.append(f"Idle {_money(bill.idle)} of ${GOAL_IDLE:.0f} asked {_met(bill.idle <= GOAL_IDLE)}")
    return facts


def _margins(bill: Bill) -> list[str]:
    required = " and ".join(f"${cost:.2f} at {users:,}" for users, cost in REQUIRED_PER_USER.items())
    theirs = " and ".join(f"{margin(cost):.1%}" for cost in REQUIRED_PER_USER.values())
    ours, after_fees = margin(bill.per_user), margin(bill.per_user, card=True)
    return [
        f"A user costs ${bill.per_user:.2f}; the requirement has {required}",
        f"Margin on ${PLAN:.0f}: {ours:.1%}, {after_fees:.1%} after card fees",
        f"The requirement's costs give {theirs}; it claims {CLAIMED_MARGIN[0]:.0%} to {CLAIMED_MARGIN[1]:.0%}",
    ]


def _money(dollars: float) -> str:
    return f"{dollars:,.2f}" if dollars >= CENT / 2 else ""


def _met(it_is: bool) -> str:
    return "[green]✓[/]" if it_is else "[red]✗[/]"
