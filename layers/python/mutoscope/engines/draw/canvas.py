"""What a motif paints on: the size, where the horizon and the ground line lie, the palette and the scene's own chance.

All chance in a picture comes from `chance`, seeded by the request, so the same request gives the same bytes.
"""

from dataclasses import dataclass
from random import Random

from mutoscope.engines.draw.palettes import Palette, Swatch


@dataclass(frozen=True)
class Canvas:
    """Lengths are pixels. Subjects stand on `ground`, above the caption band.

    What is seen at first lies `bleed` within the edges; what lies beyond is uncovered when near layers shift.
    `unit` is one hundredth of the short side of what is seen.
    """

    width: int
    height: int
    horizon: float
    ground: float
    palette: Palette
    chance: Random
    bleed: float = 0.0

    @property
    def unit(self) -> float:
        return (min(self.width, self.height) - 2 * self.bleed) / 100

    @property
    def seen(self) -> float:
        """The width of what is seen at first."""
        return self.width - 2 * self.bleed

    def colour(self, swatch: Swatch, depth: float = 1.0) -> str:
        return self.palette.colour(swatch, depth)

    def between(self, share: float) -> float:
        """The height at `share` of the way from the horizon (0) to the ground line (1)."""
        return self.horizon + (self.ground - self.horizon) * share

    def spread(self, count: int, *, margin: float = 0.0) -> list[float]:
        """`count` places across the width, evenly spaced and then shaken a little."""
        step = (self.width - 2 * margin) / count
        return [margin + step * (index + self.chance.uniform(0.2, 0.8)) for index in range(count)]
