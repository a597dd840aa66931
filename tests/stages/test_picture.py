"""The picture stage's result: the flat picture, and its layers with a list that says where each of them lies."""

import json
from pathlib import Path

import cv2

from mutoscope.engines import registry
from mutoscope.render.layers import LAYERS
from mutoscope.settings import Settings
from mutoscope.stages.picture import PICTURE, PICTURE_STAGE, PictureInputs
from mutoscope.stages.stage import Bench, EngineId, Record


def bring_nothing(key: str) -> Path:
    raise AssertionError


def fetch_nothing(key: str, file: str) -> Path:
    raise AssertionError(f"a picture stands on no earlier stage, yet {key}/{file} was asked for")


def read_nothing(key: str) -> Record:
    raise AssertionError(f"a picture stands on no earlier stage, yet the record of {key} was asked for")


def test_a_picture_is_kept_flat_and_in_layers(tmp_path: Path) -> None:
    settings = Settings()
    drawer = registry.drawer(settings)
    inputs = PictureInputs(
        engine=EngineId(name=drawer.name, version=drawer.version), prompt="a fox in the forest", keywords=(),
        style="storybook", width=320, height=180, seed=1, reserve_bottom=0.2, film_seed=3, variation=2,
    )  # fmt: skip
    bench = Bench(
        settings=settings, own_settings=lambda: settings, folder=tmp_path, scratch=tmp_path,
        fetch=fetch_nothing, bring=bring_nothing,
        read=read_nothing, report=lambda share: None,
    )  # fmt: skip

    facts = PICTURE_STAGE.run(inputs, bench)

    listed = json.loads((tmp_path / LAYERS).read_text())
    first = cv2.imread(str(tmp_path / listed["layers"][0]["file"]), cv2.IMREAD_UNCHANGED)
    flat = cv2.imread(str(tmp_path / PICTURE))
    assert first is not None
    assert flat is not None
    assert facts.model_dump() == {"width": 320, "height": 180, "layers": len(listed["layers"])}
    assert (listed["width"], listed["height"]) == (320, 180)
    assert [layer["depth"] for layer in listed["layers"]] == sorted(layer["depth"] for layer in listed["layers"])
    assert first.shape == (180, 320, 3)
    assert flat.shape == (180, 320, 3)
