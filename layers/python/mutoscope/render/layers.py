"""A picture in layers, as it lies between stages: `layers.json` names one PNG for each depth, far to near.

The first layer is opaque and covers the whole picture; the others are cut to what is not transparent.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mutoscope.render.timeline import Value

LAYERS = "layers.json"
MOST_LAYERS = 6


class LayerFile(Value):
    """Its top left corner lies at (`x`, `y`) of the picture; `depth` is 0 for the farthest thing, 1 for the nearest.

    Both may lie outside the picture: near layers reach over its edge, so that moving them uncovers nothing.
    """

    file: str
    x: int
    y: int
    depth: Annotated[float, Field(ge=0, le=1)]


class LayersFile(Value):
    """What `layers.json` holds."""

    width: Annotated[int, Field(ge=2)]
    height: Annotated[int, Field(ge=2)]
    layers: Annotated[tuple[LayerFile, ...], Field(min_length=1)]


@dataclass(frozen=True)
class PlacedLayer:
    """A layer's PNG file, where it lies on the picture and how near it is."""

    path: Path
    x: int
    y: int
    depth: float


@dataclass(frozen=True)
class LayeredPicture:
    """A picture of `width` by `height` pixels in layers, far to near."""

    width: int
    height: int
    layers: tuple[PlacedLayer, ...]


PictureSource = Path | LayeredPicture
"""What a shot shows: one image file, or layers that move by their depth."""


def layered(file: LayersFile, paths: dict[str, Path]) -> LayeredPicture:
    """The picture that `file` describes; `paths` says where each of its files is."""
    placed = tuple(PlacedLayer(paths[layer.file], layer.x, layer.y, layer.depth) for layer in file.layers)
    return LayeredPicture(file.width, file.height, placed)


def layer_name(number: int) -> str:
    return f"layer-{number:02d}.png"
