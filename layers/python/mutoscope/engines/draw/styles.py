"""The manners a picture can be painted in, by name: how masses are filled, what palettes there are, how figures look.

The first style is the default. A style never changes what is shown, only how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mutoscope.engines.choices import UnknownStyle
from mutoscope.engines.draw.colours import channels, luminance, mix, ramp, saturate
from mutoscope.engines.draw.palettes import INK, NIGHT, PAPER, POSTER, STORYBOOK, Hour, Palette


class Fill(StrEnum):
    SOFT = "soft"
    """Masses turn from light to shade."""
    FLAT = "flat"
    """Masses are cut from one colour."""
    WASH = "wash"
    """Masses are dark at their upper edge and dissolve below, as ink on wet paper."""


class Plate(StrEnum):
    """What type stands on."""

    GLOW = "glow"
    """A soft cloud of light or dark behind the letters."""
    LABEL = "label"
    """A sheet of paper."""
    BLOCK = "block"
    """A block of the darkest ink."""


@dataclass(frozen=True)
class Style:
    """`relief` is the strength of the shadows that layers cast; `grain` the deviation of the noise in 8-bit steps."""

    name: str
    line: str
    palettes: tuple[Palette, ...]
    fill: Fill
    grain: float
    relief: float = 0.0
    sticker: bool = False
    halo: float = 0.0
    vignette: float = 0.0
    plate: Plate = Plate.GLOW
    figure_keeps: float = 0.7
    """How much of its own colour a pictogram keeps in a two-tone palette."""

    @property
    def nocturnal(self) -> bool:
        """Whether it knows no other hour than the night."""
        return all(palette.hour is Hour.NIGHT for palette in self.palettes)

    def figure_colour(self, colour: str, palette: Palette) -> str:
        if palette.duotone:
            toned = ramp(palette.duotone, luminance(colour) ** 1.6)
            red, green, blue = channels(colour)
            if self.fill is not Fill.WASH and red > 190 and red - blue > 90 and red >= green:
                # Fire, fruit and flowers keep their warmth: in the middle of the ramp they would turn to mud.
                return mix(palette.sun if red - green > 70 else palette.duotone[3], colour, 0.4)
            if self.fill is Fill.WASH and red > 150 and red - max(green, blue) > 70:
                return mix(palette.sun, toned, 0.25)
            return mix(toned, saturate(colour, 0.9), self.figure_keeps)
        return mix(colour, palette.tint, palette.tint_share * 0.4)


_ALL = (
    Style("storybook", "Soft rolling layers in warm light, with the grain of a picture book.", STORYBOOK, Fill.SOFT,
          grain=3.2, halo=0.5, vignette=0.16),
    Style("paper", "Cut paper: flat shapes laid over one another, each with its shadow.", PAPER, Fill.FLAT,
          grain=2.4, relief=0.085, sticker=True, plate=Plate.LABEL),
    Style("poster", "A travel poster of few bold colours.", POSTER, Fill.FLAT, grain=1.6, halo=0.5,
          plate=Plate.BLOCK, figure_keeps=0.55),
    Style("ink", "Ink and wash on warm paper, with a red seal for the sun.", INK, Fill.WASH,
          grain=3.0, halo=0.38, figure_keeps=0.22),
    Style("night", "After dark: deep blues, stars and glowing light.", NIGHT, Fill.SOFT,
          grain=2.6, halo=0.8, vignette=0.3),
)  # fmt: skip
STYLES: Mapping[str, Style] = {style.name: style for style in _ALL}


def require_style(name: str) -> Style:
    style = STYLES.get(name.strip().lower())
    if style is None:
        raise UnknownStyle(param="style", style=name, known=", ".join(STYLES))
    return style
