"""A picture before it is painted: layers from the far sky to the near grass, each with its depth.

Marks are pure geometry and colour; no text of a user's is ever in them. Layers are listed from far to near, so that
the parallax of a moving camera can be taken from `depth` alone.
"""

from dataclasses import dataclass
from enum import StrEnum


class Edge(StrEnum):
    """How a form meets what is behind it."""

    NONE = "none"
    BODY = "body"
    """A main mass of its layer: styles may shade it, wash it out or let it cast a shadow."""


@dataclass(frozen=True)
class Form:
    """A filled outline. `path` is SVG path data in pixels; `into` is the colour at its foot where it is not flat."""

    path: str
    colour: str
    into: str | None = None
    opacity: float = 1.0
    foot_opacity: float | None = None
    edge: Edge = Edge.NONE


@dataclass(frozen=True)
class Stroke:
    """A drawn line of round ends."""

    path: str
    colour: str
    thickness: float
    opacity: float = 1.0


@dataclass(frozen=True)
class Glow:
    """A light, or with a dark colour a shadow, that fades to nothing at its rim."""

    x: float
    y: float
    across: float
    high: float
    colour: str
    opacity: float
    core: float = 0.0
    """The share of the radius that has full strength."""


@dataclass(frozen=True)
class Figure:
    """A pictogram: `x` is its middle, `foot` the line it stands on, `size` the side of its 32-unit square in pixels."""

    name: str
    x: float
    foot: float
    size: float
    mirrored: bool = False
    portrait: bool = False
    """Heads and shoulders: they are shown in a medallion, for there are no legs to stand on."""


Mark = Form | Stroke | Glow | Figure


@dataclass(frozen=True)
class Layer:
    """`depth` runs from 0 (the sky, which hardly moves) to 1 (nearest the viewer)."""

    name: str
    depth: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Scene:
    """Width and height include the `bleed` on every side, which is not seen until layers shift."""

    width: int
    height: int
    bleed: int
    layers: tuple[Layer, ...]
