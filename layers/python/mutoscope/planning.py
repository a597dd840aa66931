"""The commands that plan the cloud and need no studio and no account: `mutoscope simulate`, `quotas`, `cost`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

console = Console()


def simulate(
    scenario: Annotated[
        list[str] | None, typer.Argument(help="diurnal, burst, launch, spot, spot-killed; or all.")
    ] = None,
    recorded: Annotated[
        Path | None,
        typer.Option(help="Orders that came, in place of made-up ones: a CSV with the columns `at` and `seconds`."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed, other days.")] = 1,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How large the fleet may grow.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Simulate days of the GPU fleet: waits, cost and losses beside target tracking and a fixed fleet."""
    from mutoscope.laptop import simulate_command

    names = scenario or (["diurnal"] if recorded else [])
    simulate_command.simulate_fleet(console, names, recorded, seed, most, as_json=as_json)


def quotas(
    jobs: Annotated[int, typer.Option(min=1, help="Jobs a day, ten images to a film.")] = 10_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the limits on the way to so many jobs a day, the one that binds first at the top."""
    from mutoscope.laptop import quotas_command

    quotas_command.show_quotas(console, jobs, as_json=as_json)


def cost(
    env: Annotated[str, typer.Option(help="dev or prod.")] = "prod",
    users: Annotated[int | None, typer.Option(min=0, help="1000 in prod, 2 in dev, if not given.")] = None,
    films: Annotated[float, typer.Option(min=0, help="Films of a minute, for each user in a month.")] = 4,
    images: Annotated[float, typer.Option(min=0, help="Pictures of models of ours, for each user in a month.")] = 40,
    gpu_hours: Annotated[
        float | None, typer.Option(min=0, help="On-demand hours of a card, in place of the simulated fleet's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Estimate what the studio costs at AWS in a month, beside what the requirements put it at."""
    from mutoscope.costs.model import Demand
    from mutoscope.laptop import cost_command

    users = users if users is not None else (2 if env == "dev" else 1000)
    cost_command.show_cost(console, Demand(env, users, films, images, gpu_hours), as_json=as_json)
