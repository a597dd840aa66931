"""Planning: every model fits every card it is planned for, within the card's shares, and the plan says why."""

import pytest

from gpu_container.errors import OutOfVram
from gpu_container.planner import Plan, Technique, default_request, make_plan
from gpu_container.profiles import CARDS, Card, UnknownCard, recognise, require_card
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.engines.tasks import GenerateRequest
from mutoscope.settings import Settings

ROWS = {
    name: row
    for name, row in read_catalogue(Settings().catalogue).items()
    if row.engine in ("diffusers", "transformers", "module")
}
SMALL = CARDS["rtx3050"]


def techniques(plan: Plan) -> list[str]:
    return [choice.technique.value for choice in plan.choices]


def test_the_profile_of_8_gb_is_the_one_that_was_asked_for() -> None:
    assert (SMALL.system_mb, SMALL.buffer_mb) == (500, 500)
    assert (SMALL.least_inference_mb, SMALL.most_inference_mb) == (2_000, 3_000)
    assert SMALL.most_model_mb == 5_000
    assert SMALL.usable_mb == 7_192


@pytest.mark.parametrize("name", ROWS)
def test_on_8_gb_every_model_stays_within_its_shares(name: str) -> None:
    plan = make_plan(ROWS[name], SMALL)

    assert plan.system_mb == plan.buffer_mb == 500
    assert plan.model_mb <= 5_000
    assert 2_000 <= plan.inference_mb <= 3_000
    assert plan.total_mb <= 7_192


@pytest.mark.parametrize("card", [card for card in CARDS if card != "cpu"])
@pytest.mark.parametrize("name", ROWS)
def test_on_no_card_do_the_shares_exceed_it(name: str, card: str) -> None:
    plan = make_plan(ROWS[name], CARDS[card])

    assert plan.total_mb <= CARDS[card].usable_mb <= CARDS[card].memory_mb
    assert plan.jobs in (1, 2)
    assert 1 <= plan.batch <= ROWS[name].safe_batch
    assert all(choice.reason for choice in plan.choices)


def test_one_heavy_job_or_two_light_ones_run_at_once() -> None:
    assert make_plan(ROWS["sdxl"], SMALL).jobs == 1
    assert make_plan(ROWS["vits"], SMALL).jobs == 2


def test_what_fits_is_left_alone() -> None:
    assert techniques(make_plan(ROWS["sdxl"], CARDS["h200"])) == ["sdpa"]


def test_sdxl_does_not_fit_8_gb_resident_so_its_encoders_leave_and_its_denoiser_is_cast() -> None:
    plan = make_plan(ROWS["sdxl"], SMALL)

    assert techniques(plan) == ["sdpa", "vae_tiling", "vae_slicing", "staged", "fp8_casting"]
    assert "6940 MB" in next(choice.reason for choice in plan.choices if choice.technique is Technique.STAGED)


def test_what_is_too_large_even_in_8_bits_travels_in_blocks() -> None:
    assert make_plan(ROWS["flux-dev"], SMALL).uses(Technique.GROUP_OFFLOAD)


def test_with_its_kernels_4_bits_go_before_blocks() -> None:
    card = CARDS["rtx4070"]

    assert make_plan(ROWS["flux-dev"], card).uses(Technique.GROUP_OFFLOAD)
    assert make_plan(ROWS["flux-dev"], card, four_bit=True).uses(Technique.FOUR_BIT)


def test_a_larger_picture_is_decoded_in_tiles_and_a_much_larger_one_is_refused() -> None:
    large = GenerateRequest("sdxl", width=1_280, height=1_280, steps=30, guidance=5.0)
    huge = GenerateRequest("sdxl", width=4_096, height=4_096, steps=30, guidance=5.0)

    assert make_plan(ROWS["sdxl"], SMALL, large).uses(Technique.VAE_TILING)
    with pytest.raises(OutOfVram, match="does not fit"):
        make_plan(ROWS["sdxl"], SMALL, huge)


def test_a_batch_is_bounded_by_memory_and_by_work() -> None:
    assert make_plan(ROWS["sdxl"], SMALL).batch == 1
    assert make_plan(ROWS["sdxl"], CARDS["h200"]).batch == 8
    # Seven seconds each on this card: a batch of two already takes longer than anybody should wait for the first.
    assert make_plan(ROWS["flux-dev"], CARDS["h200"]).batch < ROWS["flux-dev"].safe_batch


@pytest.mark.parametrize(
    ("device", "memory", "card"),
    [
        ("NVIDIA GeForce RTX 3050", 8_192, "rtx3050"),
        ("NVIDIA GeForce RTX 4090", 24_564, "rtx4090"),
        ("Tesla T4", 15_360, "t4"),
        ("NVIDIA A10G", 23_028, "a10g"),
        ("NVIDIA L4", 23_034, "l4"),
        ("NVIDIA L40S", 46_068, "l40s"),
        ("NVIDIA H200", 143_771, "h200"),
    ],
)
def test_a_card_is_known_by_its_name(device: str, memory: int, card: str) -> None:
    assert recognise(device, memory).name == card


@pytest.mark.parametrize(("device", "memory"), [("NVIDIA GeForce RTX 4070 Laptop GPU", 8_188), ("Some card", 16_384)])
def test_a_card_nobody_knows_is_planned_by_its_memory(device: str, memory: int) -> None:
    card = recognise(device, memory)

    assert card.name == device
    assert card.usable_mb < memory
    assert_fits(ROWS["sdxl"], card)


def assert_fits(row: Model, card: Card) -> None:
    assert make_plan(row, card, default_request(row)).total_mb <= card.usable_mb


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownCard) as refused:
        require_card("voodoo2")

    assert "rtx3050" in refused.value.advice
