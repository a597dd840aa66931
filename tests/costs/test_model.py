import json

import pytest
from typer.testing import CliRunner

from mutoscope.cli import app
from mutoscope.costs.fleet_hours import DAYS, MOST_SIMULATED, ORDER_SECONDS, FleetHours, fleet_hours
from mutoscope.costs.model import REQUIRED_PER_USER, Bill, Demand, bill_of, list_price, margin
from mutoscope.costs.tables import price_list, resources, workload
from mutoscope.errors import NotFound


def dollars(bill: Bill, service: str) -> float:
    return next(line.dollars for line in bill.lines if line.service == service)


def test_every_amount_has_a_price() -> None:
    tables = [*workload().model_dump().values(), *resources().standing.values(), resources().deployed]
    tables += [environment.planned for environment in resources().environments.values()]

    # These take their prices from what stands in the environment.
    placed = {"files_gb", "file_requests", "page_requests"}
    assert {name for table in tables for name in table} - price_list().prices.keys() == placed


def test_files_leave_through_cloudfront_where_links_lead_there_and_from_the_bucket_elsewhere() -> None:
    films, allowance = 10_000, price_list().prices["transfer_out_gb"].free
    prod, dev = (bill_of(Demand(name, films, 1, 0)) for name in ("prod", "dev"))

    leaving = films * workload().film["files_gb"] - allowance

    assert "Data transfer" not in [line.service for line in prod.lines]
    assert dollars(dev, "Data transfer") == pytest.approx(leaving * price_list().prices["transfer_out_gb"].dollars)


def test_the_firewall_sees_every_request_for_a_page_an_answer_or_a_file() -> None:
    film, price = workload().film, price_list().prices["waf_requests"].dollars

    once, twice = (dollars(bill_of(Demand("staging", 100, films, 0)), "CloudFront and WAF") for films in (1, 2))

    assert twice - once == pytest.approx(100 * (film["http_requests"] + film["file_requests"]) * price)


def test_nearly_every_call_of_a_function_is_traced() -> None:
    prices, film = price_list().prices, workload().film["lambda_requests"]

    once, twice = (dollars(bill_of(Demand("prod", 1_000, films, 0)), "X-Ray") for films in (1, 2))

    assert twice - once == pytest.approx(1_000 * film * prices["traces"].dollars)


def test_a_fleet_that_stands_empty_costs_its_image_and_what_sizes_it() -> None:
    with_fleet, without = (bill_of(Demand(name, 0, 0, 0)) for name in ("staging", "dev"))

    assert workload().scaler["image_gb_months"] > 0
    more = dollars(with_fleet, "ECR") - dollars(without, "ECR")
    assert more == pytest.approx(workload().scaler["image_gb_months"] * price_list().prices["image_gb_months"].dollars)


def test_what_the_requirement_has_no_figure_for_is_compared_with_none() -> None:
    bill = bill_of(Demand("staging", 20_000, 1, 0))

    said = CliRunner().invoke(app, ["cost", "--env", "staging", "--users", "2"]).stdout

    assert (bill.required, bill.share) == (None, None)
    assert "of the requirement's" not in said


def test_an_allowance_is_free_and_counted_once() -> None:
    prices, films = price_list().prices, 1000
    free = prices["step_transitions"].free / workload().film["step_transitions"]

    inside, beyond = (bill_of(Demand("prod", count, 1, 0)) for count in (int(free), films))

    assert "Step Functions" not in [line.service for line in inside.lines]
    expected = (films - free) * workload().film["step_transitions"] * prices["step_transitions"].dollars
    assert dollars(beyond, "Step Functions") == pytest.approx(expected)


def test_idle_dev_is_within_six_dollars() -> None:
    assert bill_of(Demand("dev", 0, 0, 0)).dollars <= 6
    assert bill_of(Demand("dev", 2, 4, 40)).idle == pytest.approx(bill_of(Demand("dev", 0, 0, 0)).dollars)


def test_a_paused_database_costs_nothing_and_prods_never_pauses() -> None:
    dev, prod = (bill_of(Demand(name, 0, 0, 0)) for name in ("dev", "prod"))

    assert dollars(dev, "Aurora") == pytest.approx(0.10)
    assert dollars(prod, "Aurora") > 0.5 * 730 * price_list().prices["acu_hours"].dollars


def test_prod_with_a_thousand_users_is_within_thirty_percent_of_the_requirement() -> None:
    bill = bill_of(Demand("prod", 1000, 4, 40))

    assert bill.dollars <= 0.30 * bill.required
    assert bill.required == 2600


def test_the_requirement_counts_by_the_user_from_ten_thousand_on() -> None:
    assert [bill_of(Demand("prod", users, 0, 0)).required for users in (0, 9_999, 20_000)] == [2600, 2600, 24_000]


def test_the_lines_add_up_and_planned_parts_are_in_them() -> None:
    bill = bill_of(Demand("prod", 1000, 4, 40))

    assert bill.dollars == pytest.approx(sum(line.dollars for line in bill.lines))
    assert 0 < bill.planned <= bill.idle <= bill.dollars


def test_a_film_more_costs_what_it_uses_at_list_price() -> None:
    at_ease, one_more = (bill_of(Demand("prod", 10_000, each, 0)) for each in (4, 4.1))

    # Beyond every allowance but the traces' and the letters', the next thousand films cost a thousand times one.
    assert (one_more.dollars - at_ease.dollars) / 1000 == pytest.approx(at_ease.film, rel=0.05)


def test_a_fleet_costs_more_for_each_image_the_fewer_there_are() -> None:
    few, many = (bill_of(Demand("prod", users, 0, 40)).image for users in (100, 10_000))

    assert few > 3 * many


def test_cards_are_paid_for_at_least_as_long_as_they_work() -> None:
    hours = fleet_hours(400_000)

    assert hours.together > 400_000 * ORDER_SECONDS / 3600
    assert hours.on_demand > 0.3 * hours.together


def test_beyond_what_is_simulated_hours_grow_in_proportion() -> None:
    once, twice = (fleet_hours(count * MOST_SIMULATED * DAYS) for count in (1, 2))

    assert twice.together == pytest.approx(2 * once.together)


def test_no_image_needs_no_fleet() -> None:
    assert fleet_hours(0) == FleetHours(0, 0)
    assert "GPU fleet" not in [line.service for line in bill_of(Demand("prod", 10, 4, 0)).lines]


def test_hours_that_are_given_stand_in_for_the_simulated() -> None:
    without, given = (bill_of(Demand("dev", 2, 4, 0, gpu_hours=hours)) for hours in (0, 40))

    card = list_price(dict.fromkeys(("gpu_cheapest_hours", "gpu_disk_and_address_hours", "gpu_watched_hours"), 1))
    assert dollars(given, "GPU fleet") == pytest.approx(40 * card)
    assert given.dollars > without.dollars + 40 * card


def test_the_requirements_own_costs_give_other_margins_than_it_claims() -> None:
    assert [round(margin(cost), 3) for cost in REQUIRED_PER_USER.values()] == [0.827, 0.92]


def test_card_fees_come_off_the_margin() -> None:
    assert margin(1.0) - margin(1.0, card=True) == pytest.approx(0.029 + 0.30 / 15)


def test_a_list_price_is_the_sum_over_its_units() -> None:
    assert list_price({"kms_keys": 2, "secrets": 1}) == pytest.approx(2.40)


def test_an_environment_that_is_not_modelled_is_named() -> None:
    with pytest.raises(NotFound, match="moon"):
        bill_of(Demand("moon", 1, 1, 1))


def test_the_command_says_the_same_in_json_and_in_words() -> None:
    as_json = CliRunner().invoke(app, ["cost", "--env", "prod", "--users", "1000", "--json"])
    in_words = CliRunner().invoke(app, ["cost", "--env", "prod", "--users", "1000"])

    found = json.loads(as_json.stdout)
    assert found["margins_of_required_costs"] == {"1000": 0.827, "10000": 0.92}
    assert f"{found['dollars']:,.2f}" in in_words.stdout
    assert "estimates" in in_words.stdout
