"""What GET /v1/kinds says of each kind: its form, its price rule, whether it is ready, what would make it better."""

import pytest
from fastapi.testclient import TestClient

from mutoscope.credits.prices import PRICES
from mutoscope.kinds.availability import Readiness, availability_of, price_rules
from mutoscope.kinds.registry import KINDS
from mutoscope.settings import Settings
from tests.kinds.test_registry import RECIPES, recipe

WITHOUT_MODELS, WITH_MODELS = Settings(), Settings(gpu_queue="models")
PRICED = [name for name, kind in KINDS.items() if kind.stages]


@pytest.mark.parametrize("name", [name for name in RECIPES if name in PRICED])
def test_the_price_rule_is_of_the_stage_that_the_recipe_names(name: str) -> None:
    assert {step.stage.name for step in recipe(KINDS[name]).steps} <= set(KINDS[name].stages)


def test_every_kind_has_a_price_rule() -> None:
    assert list(KINDS) == PRICED


@pytest.mark.parametrize("name", PRICED)
def test_a_price_rule_says_what_a_quote_adds_up(name: str) -> None:
    rules = {rule.stage: (rule.credits, rule.per, rule.unit) for rule in price_rules(KINDS[name])}

    assert rules == {
        stage: (PRICES[stage].credits, PRICES[stage].per, PRICES[stage].unit) for stage in KINDS[name].stages
    }


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_ready_unless_only_a_model_can_do_it(name: str) -> None:
    kind = KINDS[name]

    without, with_ = availability_of(kind, WITHOUT_MODELS), availability_of(kind, WITH_MODELS)

    assert (without.status is Readiness.READY) is not kind.needs_gpu
    assert with_.status is Readiness.READY


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.needs_gpu])
def test_a_kind_that_is_not_ready_says_what_it_lacks(name: str) -> None:
    lacking = availability_of(KINDS[name], WITHOUT_MODELS)

    assert any("MUTOSCOPE_GPU_WORKERS" in sentence for sentence in lacking.configure)


def test_models_that_serve_a_kind_are_named_and_how_to_run_them_until_they_run() -> None:
    without, with_ = (availability_of(KINDS["speech"], each) for each in (WITHOUT_MODELS, WITH_MODELS))

    assert without.models == with_.models == ["speecht5"]
    assert "models pull speecht5" in without.configure[-1]
    assert not any("models pull" in sentence for sentence in with_.configure)


def test_a_model_whose_licence_forbids_it_is_no_advice() -> None:
    refused = availability_of(KINDS["music"], WITHOUT_MODELS).models
    allowed = availability_of(KINDS["music"], Settings(noncommercial_models=True)).models

    assert (refused, allowed) == ([], ["stable-audio", "musicgen"])


def test_the_engine_is_the_one_that_an_own_key_chooses(client: TestClient) -> None:
    before = {kind["id"]: kind["availability"]["engine"] for kind in client.get("/v1/kinds").json()["data"]}
    client.post("/v1/provider_keys", json={"provider": "openai", "secret": "sk-0123456789"})

    after = {kind["id"]: kind["availability"]["engine"] for kind in client.get("/v1/kinds").json()["data"]}

    assert (before["script"], after["script"]) == ("extractive", "openai")
    assert before["speech"] == after["speech"] == "espeak-ng"


def test_the_kinds_are_the_same_whether_they_travel_compressed_or_not(client: TestClient) -> None:
    packed = client.get("/v1/kinds", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/v1/kinds", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_a_form_lists_what_may_be_chosen_by_name(client: TestClient) -> None:
    kinds = {kind["id"]: kind["input_schema"]["properties"] for kind in client.get("/v1/kinds").json()["data"]}
    style = kinds["text_to_video"]["style"]["examples"][1]

    taken = client.post("/v1/quotes", json={"kind": "text_to_image", "input": {"prompt": "rice", "style": style}})

    assert taken.status_code == 200
    assert "ja" in kinds["speech"]["language"]["examples"]
    assert kinds["text_to_video"]["music"]["examples"][0] == "none"
    assert len(kinds["music"]["mood"]["examples"]) >= 8
