"""`mutoscope quotas`: which limits bind on the way to many jobs a day, the first at the top."""

import json

from rich.console import Console
from rich.table import Table

from mutoscope.fleet.quotas import Binding, bindings, quotas

HEADINGS = ("limit", "is", "jobs a day", "needed", "whose")


def show_quotas(console: Console, jobs: int, *, as_json: bool) -> None:
    found = bindings(jobs)
    if as_json:
        console.print_json(
            json.dumps({"jobs_a_day": jobs, "date": quotas().date, "quotas": [_figures(each) for each in found]})
        )
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        table.add_column(heading, header_style="bold", justify="left" if heading in ("limit", "whose") else "right")
    for each in found:
        table.add_row(*row(each), style="" if each.jobs_a_day < jobs else "dim")
    console.print(table)
    console.print(
        f"For {jobs:,} jobs a day; what is dim is enough. Figures of {quotas().date} (docs/fleet.md).", style="dim"
    )


def row(binding: Binding) -> tuple[str, ...]:
    quota = binding.quota
    whose = quota.ours or ("AWS" if quota.adjustable else "AWS, fixed")
    return quota.what, f"{quota.limit:,.0f}", f"{binding.jobs_a_day:,.0f}", f"{binding.needed:,.0f}", whose


def _figures(binding: Binding) -> dict[str, object]:
    return {
        **binding.quota.model_dump(mode="json", exclude={"film", "image"}),
        "allows_jobs_a_day": round(binding.jobs_a_day),
        "needed": round(binding.needed, 1),
    }
