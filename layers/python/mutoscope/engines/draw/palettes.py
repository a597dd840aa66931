"""The paint boxes: the natural colour of each thing, and the light, haze and mood that a palette lays over it.

A palette answers for every swatch, so every motif can be painted with every palette.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mutoscope.engines.draw.colours import luminance, mix, ramp, saturate


class Hour(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    GOLDEN = "golden"
    DUSK = "dusk"
    NIGHT = "night"


class Swatch(StrEnum):
    """A material, by its colour at noon."""

    LEAF = "#86b657"
    LEAF_DEEP = "#3f7d53"
    MEADOW = "#b4d06a"
    GRAIN = "#ecc869"
    SOIL = "#a3724d"
    SAND = "#efd29a"
    WATER = "#6fbcd8"
    WATER_DEEP = "#2d7aa6"
    SNOW = "#f3f8fc"
    STONE = "#8795ad"
    STONE_DEEP = "#5b6883"
    WALL = "#f2ddc0"
    WALL_DEEP = "#dfbd93"
    FLOOR = "#c08d5c"
    WOOD = "#8d5c3d"
    BRICK = "#d2735a"
    PLASTER = "#f6e8d0"
    GLASS = "#c9e8f2"
    LAMP = "#ffdf8f"
    CLOTH = "#df5f57"
    CLOTH_COOL = "#4f86b8"
    METAL = "#bccad6"
    CLOUD = "#ffffff"
    SHADE = "#2c3347"


@dataclass(frozen=True)
class Palette:
    """`tint` is laid over every swatch by `tint_share`; far things fade into `haze`.

    With a `duotone`, swatches keep only their lightness and depth, and take their colour from its stops, dark to light.
    """

    name: str
    hour: Hour
    sky_high: str
    sky_low: str
    sun: str
    haze: str
    tint: str
    tint_share: float
    saturation: float = 1.0
    haze_share: float = 0.72
    duotone: tuple[str, ...] = ()
    base: float = 0.1
    """The lightness that a two-tone palette gives to black."""
    swatches: Mapping[Swatch, str] = field(default_factory=dict)

    def colour(self, swatch: Swatch, depth: float = 1.0) -> str:
        natural = self.swatches.get(swatch, swatch.value)
        if self.duotone:
            return ramp(self.duotone, self.base + 0.5 * luminance(natural) + 0.46 * (1 - depth))
        lit = saturate(mix(natural, self.tint, self.tint_share), self.saturation)
        return mix(lit, self.haze, max(0.0, 1 - depth) * self.haze_share)

    @property
    def light(self) -> str:
        """The colour of lit air and of haloes: two-tone palettes keep the sun's red for the sun alone."""
        return self.duotone[-1] if self.duotone else self.sun

    @property
    def dark(self) -> bool:
        return luminance(self.sky_low) + luminance(self.sky_high) < 0.62


STORYBOOK = (
    Palette("morning", Hour.DAY, "#6bb8e3", "#fdf3da", "#fff3c4", "#dcecf0", "#ffe9b8", 0.10),
    Palette("meadow", Hour.DAY, "#7cc6d6", "#f4f7dc", "#fff6cf", "#e2f0e2", "#f6f0b0", 0.12, 1.05),
    Palette("apricot dawn", Hour.DAWN, "#9fb7e0", "#ffd9bf", "#fff0d2", "#f6d8d0", "#f2b8a4", 0.20),
    Palette("honey", Hour.GOLDEN, "#f2a65e", "#ffeab5", "#fffbe0", "#fbdca3", "#f2a04c", 0.26),
    Palette("plum dusk", Hour.DUSK, "#5a4b8c", "#f7a58a", "#ffe2b0", "#c98ea6", "#6d4a86", 0.36),
    Palette("moonlit", Hour.NIGHT, "#131c45", "#3f5f97", "#fdf6d8", "#3c5688", "#1d2a63", 0.60, 0.95),
)

PAPER = (
    Palette("kraft", Hour.DAY, "#bfe0de", "#eaf3e6", "#f9d56e", "#dfeee6", "#f7ecd0", 0.06, 0.98, 0.55),
    Palette("confetti", Hour.DAY, "#f8cdb8", "#fdeedd", "#f4795b", "#fbe4d3", "#fff2df", 0.10, 1.05, 0.6),
    Palette("terracotta", Hour.GOLDEN, "#f3c178", "#fbe8c0", "#ef6f4c", "#f8dcae", "#d9743f", 0.28, 1.0, 0.55),
    Palette("lilac", Hour.DUSK, "#8a7fc0", "#f0c6d4", "#fff1cf", "#d5b6d6", "#7e5aa8", 0.34, 1.0, 0.6),
    Palette("midnight paper", Hour.NIGHT, "#1b2a52", "#35528a", "#fbe7a6", "#2f4a80", "#1c2c63", 0.55, 1.0, 0.6),
)

POSTER = (
    Palette(
        "travel",
        Hour.DAY,
        "#2f9aa6",
        "#f6e7c4",
        "#f26b3a",
        "#f3dfb4",
        "#f6e7c4",
        0.0,
        duotone=("#143a4a", "#1f6f78", "#5fa98c", "#e9b65a", "#f6e7c4"),
    ),
    Palette(
        "citrus",
        Hour.GOLDEN,
        "#f0803c",
        "#ffd77a",
        "#fff1c9",
        "#ffd77a",
        "#ffd77a",
        0.0,
        duotone=("#3a1d3f", "#8c2f4b", "#dc5a3c", "#f6a94a", "#ffe2a0"),
    ),
    Palette(
        "alpine",
        Hour.DAWN,
        "#5d7fb8",
        "#fbd9c6",
        "#fb8f67",
        "#f6d5c6",
        "#fbd9c6",
        0.0,
        duotone=("#22264f", "#4a4f8c", "#8a78ae", "#e39a9c", "#fbdcc8"),
    ),
    Palette(
        "neon harbour",
        Hour.NIGHT,
        "#161340",
        "#6a2c78",
        "#ffcf6b",
        "#5a2a72",
        "#2a1a55",
        0.0,
        duotone=("#0e0c2b", "#2a1c5c", "#5b2a78", "#a8447f", "#f0876f"),
    ),
)

INK = (
    Palette(
        "pine soot",
        Hour.DAY,
        "#e9e2d0",
        "#f6f1e4",
        "#c8452f",
        "#f3eddf",
        "#f3eddf",
        0.0,
        duotone=("#1a2422", "#3f5750", "#7f968a", "#c2cbb8", "#f3eddf"),
        base=0.02,
    ),
    Palette(
        "indigo wash",
        Hour.DUSK,
        "#d9e0e6",
        "#f3f2ea",
        "#d8563c",
        "#eef0ec",
        "#eef0ec",
        0.0,
        duotone=("#16233f", "#35507d", "#7492b3", "#b9c9d4", "#f1f1ea"),
        base=0.04,
    ),
    Palette(
        "tea",
        Hour.GOLDEN,
        "#ead7b4",
        "#f8eed8",
        "#b23a2c",
        "#f5e8cd",
        "#f5e8cd",
        0.0,
        duotone=("#2b1d16", "#6a4630", "#a67c56", "#d8bd94", "#f6ead0"),
        base=0.04,
    ),
)

NIGHT = (
    Palette("aurora", Hour.NIGHT, "#0b1230", "#1f5a6e", "#f4f6e4", "#1c4a63", "#0f2450", 0.62, 1.05),
    Palette("violet hour", Hour.NIGHT, "#140f38", "#6a3f86", "#ffe9c8", "#4d3576", "#241a5c", 0.60, 1.05),
    Palette("ember", Hour.NIGHT, "#141633", "#a8553f", "#ffe0a8", "#6d3f4d", "#2a2350", 0.58, 1.05),
)
