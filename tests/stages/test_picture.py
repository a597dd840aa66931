"""The picture stage's result: the whole picture, or its layers with a list that says where each of them lies."""

import json
from pathlib import Path

import cv2

from mutoscope.engines import registry
from mutoscope.render.layers import LAYERS
from mutoscope.settings import Settings
from mutoscope.stages.contracts.picture import PICTURE, PICTURE_STAGE, PictureFacts, PictureInputs
from mutoscope.stages.stage import Bench, EngineId, Record


def bring_nothing(key: str) -> Path:
    raise AssertionError


def fetch_nothing(key: str, file: str) -> Path:
    raise AssertionError(f"a picture stands on no earlier stage, yet {key}/{file} was asked for")


def read_nothing(key: str) -> Record:
    raise AssertionError(f"a picture stands on no earlier stage, yet the record of {key} was asked for")


def run(folder: Path, *, layered: bool) -> PictureFacts:
    settings = Settings()
    drawer = registry.drawer(settings)
    inputs = PictureInputs(
        engine=EngineId(name=drawer.name, version=drawer.version), layered=layered, prompt="a fox in the forest",
        keywords=(), style="storybook", width=320, height=180, seed=1, reserve_bottom=0.2, film_seed=3, variation=2,
    )  # fmt: skip
    bench = Bench(
        settings=settings, own_settings=lambda: settings, folder=folder, scratch=folder,
        fetch=fetch_nothing, bring=bring_nothing,
        read=read_nothing, report=lambda share: None,
    )  # fmt: skip
    return PICTURE_STAGE.run(inputs, bench)


def test_a_picture_that_moves_is_kept_in_layers_alone(tmp_path: Path) -> None:
    facts = run(tmp_path, layered=True)

    listed = json.loads((tmp_path / LAYERS).read_text())
    first = cv2.imread(str(tmp_path / listed["layers"][0]["file"]), cv2.IMREAD_UNCHANGED)
    assert first is not None
    assert facts.model_dump() == {"width": 320, "height": 180, "layers": len(listed["layers"])}
    assert (listed["width"], listed["height"]) == (320, 180)
    assert [layer["depth"] for layer in listed["layers"]] == sorted(layer["depth"] for layer in listed["layers"])
    assert first.shape == (180, 320, 3)
    assert not (tmp_path / PICTURE).exists()


def test_a_picture_for_its_own_sake_is_kept_whole(tmp_path: Path) -> None:
    facts = run(tmp_path, layered=False)

    whole = cv2.imread(str(tmp_path / PICTURE))
    assert whole is not None
    assert whole.shape == (180, 320, 3)
    assert facts.model_dump() == {"width": 320, "height": 180, "layers": 0}
    assert not (tmp_path / LAYERS).exists()
