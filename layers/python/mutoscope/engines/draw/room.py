"""Where figures may stand in a picture: all of it within a margin, or what a card of type leaves to them."""

from dataclasses import dataclass

from mutoscope.engines.draw.canvas import Canvas

MARGIN, TOP_MARGIN = 0.1, 0.05
"""Shares of the width and the height: what the nearest view of a camera that pans cuts away."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the canvas."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def whole_room(canvas: Canvas) -> Box:
    margin = canvas.seen * MARGIN
    top = canvas.bleed + (canvas.height - 2 * canvas.bleed) * TOP_MARGIN
    return Box(canvas.bleed + margin, top, canvas.width - canvas.bleed - margin, canvas.ground)
