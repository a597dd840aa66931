"""A branch that hangs into the picture from above: it fills the tall sky of an upright picture and gives it depth."""

from math import cos, pi, sin

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.outlines import number
from mutoscope.engines.draw.palettes import Hour, Swatch
from mutoscope.engines.draw.scene import Form, Layer, Mark, Stroke


def paint_overhang(canvas: Canvas, *, side: int) -> tuple[Layer, ...]:
    """From the upper corner on `side` (-1 left, 1 right); blossoms at dawn, leaves at any other hour."""
    chance, unit = canvas.chance, canvas.unit
    wood = canvas.colour(Swatch.WOOD)
    leaf = canvas.colour(Swatch.LEAF_DEEP)
    light = canvas.colour(Swatch.CLOTH if canvas.palette.hour is Hour.DAWN else Swatch.LEAF)
    start_x = canvas.width if side > 0 else 0.0
    marks: list[Mark] = []
    dark_leaves, light_leaves = "", ""
    for twig in range(4):
        x, y = start_x + side * unit * 4, canvas.bleed * 0.6 + unit * (2 + 7 * twig)
        reach, drop = unit * (50 - 9 * twig) * chance.uniform(0.85, 1.1), unit * chance.uniform(9, 16)
        end_x, end_y = x - side * reach, y + drop
        bow = f"Q{number(x - side * reach * 0.5)} {number(y - unit * 2)} {number(end_x)} {number(end_y)}"
        marks.append(Stroke(f"M{number(x)} {number(y)}{bow}", wood, unit * (1.3 - 0.22 * twig)))
        for step in range(9):
            along = 0.25 + 0.75 * step / 8
            at_x = (1 - along) ** 2 * x + 2 * along * (1 - along) * (x - side * reach * 0.5) + along**2 * end_x
            at_y = (1 - along) ** 2 * y + 2 * along * (1 - along) * (y - unit * 2) + along**2 * end_y
            for turn in (0.35, 0.7):
                outline = _leaf(at_x, at_y, unit * chance.uniform(3.6, 5.4), pi * (turn + chance.uniform(-0.12, 0.12)))
                if chance.random() < 0.6:
                    dark_leaves += outline
                else:
                    light_leaves += outline
    return (Layer("overhang", 1.0, (*marks, Form(dark_leaves, leaf), Form(light_leaves, light))),)


def _leaf(x: float, y: float, length: float, angle: float) -> str:
    """A pointed leaf from its stalk, hanging at `angle` (half pi is straight down)."""
    tip_x, tip_y = x + cos(angle) * length, y + sin(angle) * length
    side_x, side_y = -sin(angle) * length * 0.42, cos(angle) * length * 0.42
    middle_x, middle_y = (x + tip_x) / 2, (y + tip_y) / 2
    return (
        f"M{number(x)} {number(y)}Q{number(middle_x + side_x)} {number(middle_y + side_y)} {number(tip_x)} "
        f"{number(tip_y)}Q{number(middle_x - side_x)} {number(middle_y - side_y)} {number(x)} {number(y)}Z"
    )
