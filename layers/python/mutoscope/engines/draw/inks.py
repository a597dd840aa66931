"""The colours of a card in a palette and a style: its type, its accents, and the plate that both stand on.

Type and plate always differ by a contrast of 4.5 to 1 or more (WCAG 2.2), whatever lies behind them.
"""

from dataclasses import dataclass

from mutoscope.engines.draw.colours import channels, darken, lighten, luminance, mix
from mutoscope.engines.draw.palettes import Palette, Swatch
from mutoscope.engines.draw.styles import Plate, Style

CREAM, NIGHT = "#fffaf0", "#141a33"


@dataclass(frozen=True)
class Inks:
    """`plate` lies under `type`; `accent` marks what matters most; `series` tells parts of a chart apart."""

    type: str
    plate: str
    accent: str
    series: tuple[str, ...]


def choose_inks(style: Style, palette: Palette, *, behind: float) -> Inks:
    """`behind` is the lightness (0 to 1) of the picture where the card will lie."""
    dark = style.plate is Plate.BLOCK or (style.plate is Plate.GLOW and (palette.dark or behind < 0.52))
    plate = _plate(style, palette, dark)
    ink = CREAM if dark else darken(mix(Swatch.SHADE.value, palette.tint, 0.12), 0.25)
    if palette.duotone and not dark:
        ink = darken(palette.duotone[0], 0.2)
    series = tuple(_readable(colour, plate, 2.6) for colour in _series(palette))
    return Inks(ink, plate, _readable(palette.sun if palette.duotone else series[0], plate, 3.0), series)


def _plate(style: Style, palette: Palette, dark: bool) -> str:
    if style.plate is Plate.BLOCK and palette.duotone:
        return darken(palette.duotone[0], 0.15)
    if dark:
        return mix(NIGHT, darken(palette.sky_high, 0.55), 0.35)
    return mix(CREAM, palette.sky_low, 0.12)


def _series(palette: Palette) -> tuple[str, ...]:
    swatches = (Swatch.CLOTH, Swatch.CLOTH_COOL, Swatch.GRAIN, Swatch.LEAF, Swatch.BRICK, Swatch.STONE)
    if palette.duotone:
        dark, deep, middle, light, _ = palette.duotone
        return (palette.sun, deep, light, middle, dark, mix(middle, light, 0.5))
    return tuple(mix(swatch.value, palette.tint, palette.tint_share * 0.35) for swatch in swatches)


def _readable(colour: str, plate: str, least: float) -> str:
    """The colour, moved away from the plate until it stands out by `least` to 1."""
    away = lighten if luminance(plate) < 0.5 else darken
    for step in range(12):
        moved = away(colour, step * 0.08)
        if contrast(moved, plate) >= least:
            return moved
    return away(colour, 0.95)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    light, dark = sorted((_relative(one), _relative(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _relative(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
