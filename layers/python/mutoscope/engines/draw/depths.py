"""A scene's many layers gathered into the few depths that a camera moves between.

Painting order is kept: what is painted later never comes to lie deeper. At most six depths, the first one opaque.
"""

from dataclasses import dataclass
from itertools import groupby

from mutoscope.engines.draw.scene import Figure, Layer, Scene


@dataclass(frozen=True)
class Depth:
    """Layers that move together; `depth` from 0 to 1."""

    depth: float
    layers: tuple[Layer, ...]


BACKDROP, FAR, GROUND, FIGURES, FRONT = 0.0, 0.3, 0.65, 0.8, 1.0
CARD = 0.85
"""Type moves a little more than the figures it stands beside."""


def gather_depths(scene: Scene) -> tuple[Depth, ...]:
    reached = BACKDROP
    depths: list[float] = []
    for layer in scene.layers:
        reached = max(reached, _depth_of(layer))
        depths.append(reached)
    pairs = zip(depths, scene.layers, strict=True)
    return tuple(
        Depth(depth, tuple(layer for _, layer in group)) for depth, group in groupby(pairs, key=lambda pair: pair[0])
    )


def _depth_of(layer: Layer) -> float:
    if any(isinstance(mark, Figure) for mark in layer.marks):
        return FIGURES
    steps = ((0.13, BACKDROP), (0.5, FAR), (0.98, GROUND))
    return next((depth for most, depth in steps if layer.depth <= most), FRONT)
