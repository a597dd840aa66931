"""A stage run by itself: what a kind orders, made in a folder without a studio around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.settings import Settings
from mutoscope.stages.stage import Bench, Record

KEY = f"{'a' * 64}/mine.png"


@dataclass(frozen=True)
class Made:
    """What a recipe's stage left: its facts, and its files by name."""

    facts: Any
    folder: Path

    def read(self, name: str = "video.mp4") -> bytes:
        return (self.folder / name).read_bytes()

    def frames(self, name: str = "video.mp4") -> list[NDArray[np.uint8]]:
        """uint8, shape (height, width, 3), sRGB."""
        with av.open(str(self.folder / name)) as container:
            return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def make(kind_name: str, given: dict[str, Any], folder: Path, own: Mapping[str, Path] | None = None) -> Made:
    """Runs the recipe's stage in `folder`; `own` says where the user's files lie, by their keys."""
    kind = require_kind(kind_name)
    assert kind.recipe is not None
    settings = Settings()
    recipe = kind.recipe(kind.request.model_validate(given), settings)
    assert isinstance(recipe, Recipe)
    result, scratch = folder / "result", folder / "scratch"
    result.mkdir(parents=True)
    scratch.mkdir()

    def bring(key: str) -> Path:
        return (own or {})[key]

    bench = Bench(
        settings=settings,
        own_settings=lambda: settings,
        folder=result,
        scratch=scratch,
        fetch=_no_earlier_stage,
        bring=bring,
        read=_no_record,
        report=lambda share: None,
    )
    facts = recipe.stage.run(recipe.inputs, bench)
    assert {path.name for path in result.iterdir()} >= set(recipe.files.values())
    return Made(facts, result)


def _no_earlier_stage(key: str, file: str) -> Path:
    raise AssertionError("a job is one stage")


def _no_record(key: str) -> Record:
    raise AssertionError("a job is one stage")
