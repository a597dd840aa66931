"""The places a scene can be set in, by name: fields, seas, towns, rooms, space, and an abstract for everything else.

Adding a motif is one function and one line here, and its words in `places.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.motifs import abstract, country, indoors, shore, space, streets, wild
from mutoscope.engines.draw.scene import Layer

Painter = Callable[[Canvas], tuple[Layer, ...]]


@dataclass(frozen=True)
class Motif:
    """`behind` and `front` paint what lies behind and before the figures; `floating` figures need no ground."""

    behind: Painter
    front: Painter
    outdoors: bool = True
    floating: bool = False
    horizon: float = 0.55
    """Where the horizon lies, as a share of the height of the ground line."""
    back: float = 0.42
    """How far back companions may stand: 0 is the horizon, 1 the ground line."""
    leafy: bool = False
    """Whether a branch may hang into the picture from above."""
    barren: bool = False
    """Whether nothing grows in rows there."""
    water: float | None = None
    """Where things that float ride, from the horizon (0) to the ground line (1), if there is water to ride on."""


MOTIFS: Mapping[str, Motif] = {
    "hills": Motif(country.hills, country.meadow_edge, leafy=True),
    "field": Motif(country.field, country.crop_edge, leafy=True),
    "garden": Motif(country.garden, country.meadow_edge, leafy=True),
    "mountains": Motif(wild.mountains, country.meadow_edge, horizon=0.62, back=0.6, leafy=True),
    "forest": Motif(wild.forest, wild.fern_edge, horizon=0.6),
    "desert": Motif(wild.desert, wild.sand_edge),
    "snow": Motif(wild.snow, wild.snow_edge, barren=True),
    "sea": Motif(shore.sea, wild.sand_edge, horizon=0.6, back=0.82, barren=True, water=0.5),
    "cape": Motif(shore.cape, wild.sand_edge, horizon=0.6, back=0.82, barren=True, water=0.5),
    "lake": Motif(shore.lake, country.meadow_edge, back=0.95, leafy=True, water=0.86),
    "river": Motif(shore.river, country.meadow_edge, leafy=True),
    "underwater": Motif(shore.underwater, shore.sea_bed_edge, outdoors=False, floating=True),
    "city": Motif(streets.city, streets.pavement_edge, horizon=0.72, back=0.6, barren=True),
    "road": Motif(streets.road, country.meadow_edge, leafy=True),
    "market": Motif(streets.market, streets.pavement_edge, horizon=0.72, back=0.75, barren=True),
    "room": Motif(indoors.room, indoors.no_edge, outdoors=False, horizon=0.76),
    "kitchen": Motif(indoors.kitchen, indoors.no_edge, outdoors=False, horizon=0.76),
    "laboratory": Motif(indoors.laboratory, indoors.no_edge, outdoors=False, horizon=0.76),
    "library": Motif(indoors.library, indoors.no_edge, outdoors=False, horizon=0.76),
    "space": Motif(space.space, space.planet_edge, outdoors=False, floating=True),
    "abstract": Motif(abstract.abstract, abstract.wave_edge, outdoors=False, floating=True),
}
