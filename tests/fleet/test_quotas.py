import json
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cdk.config import PROD, Config
from mutoscope.cli import app
from mutoscope.fleet.quotas import Moment, Quota, bindings, peak_of_mean, quotas
from mutoscope.laptop.quotas_command import row

DOCUMENT = Path(__file__).parents[2] / "docs" / "fleet.md"
TEN_MILLION = 10_000_000


def named(what: str) -> Quota:
    return next(quota for quota in quotas().quotas if quota.what == what)


def test_a_limit_of_our_own_is_what_production_is_configured_with() -> None:
    ours = {quota.ours: quota.limit for quota in quotas().quotas if quota.ours}

    assert ours.keys() <= {field.name for field in fields(Config)}
    assert ours == {name: getattr(PROD, name) for name in ours}


def test_a_limit_of_awss_names_its_page() -> None:
    assert all(quota.source.startswith("docs.aws.amazon.com/") != bool(quota.ours) for quota in quotas().quotas)


def test_the_first_to_bind_is_at_the_top() -> None:
    allowed = [binding.jobs_a_day for binding in bindings(TEN_MILLION)]

    assert allowed == sorted(allowed)


def test_a_rate_is_met_at_the_days_peak() -> None:
    found = next(each for each in bindings(86_400) if each.quota == named("state machine starts a second"))

    assert found.needed == pytest.approx(peak_of_mean() / 11)
    assert found.jobs_a_day == pytest.approx(300 * 86_400 * 11 / peak_of_mean())


def test_a_days_quota_knows_no_peak() -> None:
    [letters] = [each for each in bindings(TEN_MILLION) if each.quota.of is Moment.DAY]

    assert letters.needed == pytest.approx(TEN_MILLION / 11)


def test_the_documents_table_is_the_computed_one() -> None:
    lines = DOCUMENT.read_text().splitlines()

    table = [f"| {' | '.join(row(binding))} |" for binding in bindings(TEN_MILLION)]

    start = lines.index(table[0])
    assert lines[start : start + len(table)] == table
    assert quotas().date in DOCUMENT.read_text()


def test_the_command_lists_every_quota() -> None:
    said = CliRunner().invoke(app, ["quotas", "--jobs", "1000", "--json"])

    assert len(json.loads(said.stdout)["quotas"]) == len(quotas().quotas)
