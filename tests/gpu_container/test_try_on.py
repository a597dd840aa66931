"""Other clothes: they are found, painted anew after another picture, and everything else stays pixel for pixel."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from gpu_container import command
from gpu_container.batcher import Pending
from gpu_container.bay import open_bay, open_runner
from gpu_container.engines.engine import Bay
from gpu_container.engines.transformers_engine import TransformersEngine
from gpu_container.errors import NoClothes
from gpu_container.planner import make_plan
from gpu_container.profiles import require_card
from gpu_container.runner import Runner
from gpu_container.try_on import in_proportion, put_back, with_mask
from gpu_container.weights import read_lock
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.engines.tasks import Generated, GenerateRequest, Region
from mutoscope.settings import Settings
from mutoscope.studio import Studio
from tests.gpu_container.rows import MASK, OTHER, PICTURE, order_of
from tests.gpu_container.test_batches import News

Pixels = NDArray[np.uint8]
TALL = np.random.default_rng(1).integers(0, 255, (120, 80, 3), dtype=np.uint8)


@pytest.fixture
def row(tiny: Settings) -> Model:
    return read_catalogue(tiny.catalogue)["cloth-swap"]


@pytest.fixture
def dressing(tiny: Settings) -> Runner:
    """A runner of this test's own, whose parser may be told what to see."""
    return open_runner(open_bay(tiny))


def sees(runner: Runner, tiny: Settings, label: str) -> None:
    """From now on the parser sees this label everywhere."""
    engine = runner.engines["transformers"]
    assert isinstance(engine, TransformersEngine)
    model = engine._require(read_catalogue(tiny.catalogue)["clothes-parser"]).parts.model
    model.decode_head.classifier.weight.fill_(0)
    model.decode_head.classifier.bias.fill_(0)[model.config.label2id[label]] = 1


def swap(**other: object) -> GenerateRequest:
    given = {"pictures": {"image": PICTURE, "garment": OTHER}, **other}
    return order_of("cloth-swap", **given)


def run(runner: Runner, row: Model, *orders: GenerateRequest) -> News:
    news = News()
    for number, order in enumerate(orders, 1):
        runner.run([Pending(number, row, order)], news.told)
    return news


def picture_of(news: News, number: int = 1) -> Pixels:
    picture = news.results[number].picture
    assert picture is not None
    return picture


def test_what_the_parser_sees_is_painted_anew(dressing: Runner, tiny: Settings, row: Model) -> None:
    sees(dressing, tiny, "Dress")

    news = run(dressing, row, swap())

    assert picture_of(news).shape == PICTURE.shape
    assert (picture_of(news) != PICTURE).mean() > 0.9


@pytest.mark.parametrize(
    ("label", "region", "found"),
    [
        ("Pants", Region.LOWER, True),
        ("Pants", Region.UPPER, False),
        ("Upper-clothes", Region.LOWER, False),
        ("Upper-clothes", Region.WHOLE, True),
        ("Face", Region.WHOLE, False),
    ],
)
def test_only_the_regions_clothes_are_changed(
    dressing: Runner, tiny: Settings, row: Model, label: str, region: Region, found: bool
) -> None:
    sees(dressing, tiny, label)

    news = run(dressing, row, swap(region=region))

    assert (news.results.keys() == {1}) is found
    assert [type(error) for error in news.errors.values()] == ([] if found else [NoClothes])


def test_the_garments_picture_decides_what_is_painted(runner: Runner, row: Model) -> None:
    masked = {"image": PICTURE, "mask": MASK}

    news = run(runner, row, *(swap(pictures={**masked, "garment": garment}) for garment in (OTHER, OTHER, 255 - OTHER)))

    assert np.array_equal(picture_of(news, 1), picture_of(news, 2))
    assert not np.array_equal(picture_of(news, 1), picture_of(news, 3))


def test_outside_of_the_mask_nothing_changes(runner: Runner, row: Model) -> None:
    mask = np.zeros_like(TALL)
    mask[30:60, 20:50] = 255

    news = run(runner, row, swap(pictures={"image": TALL, "mask": mask, "garment": OTHER}))

    outside = mask[:, :, 0] == 0
    assert np.array_equal(picture_of(news)[outside], TALL[outside])
    assert (picture_of(news)[~outside] != TALL[~outside]).mean() > 0.5


def test_a_picture_is_worked_on_at_its_own_proportions(row: Model) -> None:
    order = in_proportion(swap(pictures={"image": TALL}, width=1_024, height=1_024), row)

    assert (order.width, order.height) == (840, 1_256)
    assert order.width * order.height == pytest.approx(1_024 * 1_024, rel=0.02)


@pytest.mark.parametrize("shape", [(4_000, 300, 3), (300, 4_000, 3)])
def test_however_long_a_picture_is_its_sides_are_within_the_models(row: Model, shape: tuple[int, int, int]) -> None:
    order = in_proportion(swap(pictures={"image": np.zeros(shape, np.uint8)}, width=1_024, height=1_024), row)

    assert row.limits.least_side <= min(order.width, order.height)
    assert max(order.width, order.height) <= row.limits.side


def test_a_mask_is_widened_and_one_of_nothing_is_refused(row: Model) -> None:
    found = np.zeros((200, 200, 3), np.uint8)
    found[100:110, 100:110] = 255

    widened = with_mask(swap(), found, row).pictures["mask"]

    assert widened[97, 105].all()
    assert not widened[90, 105].any()
    with pytest.raises(NoClothes, match="lower"):
        with_mask(swap(region=Region.LOWER), np.zeros_like(found), row)


def test_the_seam_is_soft_on_the_inside_only() -> None:
    white = np.full((200, 200, 3), 255, np.uint8)
    mask = np.zeros_like(white)
    mask[:, 100:] = 255
    order = GenerateRequest("cloth-swap", pictures={"image": np.zeros_like(white), "mask": mask})

    picture = put_back(order, Generated(picture=white)).picture

    assert picture is not None
    assert not picture[:, :100].any()
    assert 0 < int(picture[0, 100, 0]) < 255
    assert (picture[:, 105:] == 255).all()


def test_other_clothes_fit_8_gb(row: Model) -> None:
    assert make_plan(row, require_card("rtx3050")).total_mb <= 7_192


def test_the_model_that_finds_the_mask_is_pulled_along(tiny: Settings, bay: Bay, tmp_path: object) -> None:
    here = tiny.model_copy(update={"models": tmp_path, "models_source": str(tiny.models)})

    command.pull(here, "cloth-swap")

    assert "mattmdjaga/segformer_b2_clothes" in read_lock(here)


def test_a_person_ordered_in_other_clothes_is_delivered(
    studio: Studio, client: TestClient, work_off: Callable[[], int]
) -> None:
    def send(name: str, pixels: Pixels) -> str:
        content = cv2.imencode(".png", np.ascontiguousarray(pixels[:, :, ::-1]))[1].tobytes()
        return str(client.put(f"/v1/inputs/{name}", content=content).json()["key"])

    asked = {
        "person": send("me.png", PICTURE),
        "garment": send("coat.png", OTHER),
        "width": 64,
        "height": 64,
        "steps": 2,
    }
    job_id = client.post("/v1/jobs", json={"kind": "cloth_swap", "input": asked}).json()["id"]

    work_off()

    job = client.get(f"/v1/jobs/{job_id}").json()
    content = np.frombuffer(client.get(job["files"]["image"]).content, np.uint8)
    delivered = cv2.imdecode(content, cv2.IMREAD_COLOR)
    assert (job["status"], job["error"]) == ("completed", None)
    assert delivered is not None
    kept = (delivered[:, :, ::-1] == PICTURE).all(axis=2).mean()
    assert 0.05 < kept < 0.95


def test_where_things_are_sold_other_clothes_come_from_the_model_that_may_be_sold(studio: Studio) -> None:
    from mutoscope.kinds.cloth_swap import ClothSwapRequest, recipe

    request = ClothSwapRequest(person=f"{'a' * 64}/me.png", garment=f"{'b' * 64}/coat.png")
    selling = studio.settings.model_copy(update={"noncommercial_models": False})

    chosen = [recipe(request, settings).inputs.engine.name for settings in (studio.settings, selling)]  # type: ignore[attr-defined]

    assert chosen == ["cloth-swap", "qwen-edit"]


def test_an_order_that_lacks_clothes_fails_alone(dressing: Runner, tiny: Settings, row: Model) -> None:
    sees(dressing, tiny, "Background")
    own = replace(swap(), pictures={"image": PICTURE, "mask": MASK, "garment": OTHER})

    news = run(dressing, row, swap(), own)

    assert news.results.keys() == {2}
    assert news.errors.keys() == {1}
