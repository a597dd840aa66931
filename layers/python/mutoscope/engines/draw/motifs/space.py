"""Outer space: stars, nebulae, a planet; figures float."""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import darken, lighten, mix
from mutoscope.engines.draw.outlines import box, ellipse, star
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark


def space(canvas: Canvas) -> tuple[Layer, ...]:
    return (_void(canvas), _stars(canvas), _planet(canvas))


def planet_edge(canvas: Canvas) -> tuple[Layer, ...]:
    """The limb of the world below."""
    radius = max(canvas.width, canvas.height) * 1.5
    y = canvas.ground + canvas.unit * 9 + radius
    glow = Glow(canvas.width / 2, y, radius * 1.05, radius * 1.05, canvas.palette.sky_low, 0.55, core=0.93)
    limb = lighten(canvas.colour(Swatch.WATER_DEEP), 0.12)
    body = Form(ellipse(canvas.width / 2, y, radius, radius), limb, into=darken(limb, 0.9), edge=Edge.BODY)
    return (Layer("world", 1.0, (glow, body)),)


def _void(canvas: Canvas) -> Layer:
    palette, chance = canvas.palette, canvas.chance
    high = palette.sky_high if palette.dark else mix("#141a3f", palette.sky_high, 0.2)
    low = palette.sky_low if palette.dark else mix("#39407f", palette.sky_low, 0.12)
    marks: list[Mark] = [Form(box(0, 0, canvas.width, canvas.height), high, into=low)]
    for swatch in (Swatch.CLOTH, Swatch.CLOTH_COOL, Swatch.WATER):
        x, y = canvas.width * chance.uniform(0.1, 0.9), canvas.height * chance.uniform(0.1, 0.7)
        size = max(canvas.width, canvas.height) * chance.uniform(0.3, 0.5)
        marks.append(Glow(x, y, size, size * 0.6, canvas.colour(swatch), 0.34))
    return Layer("void", 0.0, tuple(marks))


def _stars(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for _ in range(130):
        size = unit * chance.choice((0.12, 0.18, 0.28))
        place = ellipse(chance.uniform(0, canvas.width), chance.uniform(0, canvas.height), size, size)
        marks.append(Form(place, "#ffffff", opacity=round(chance.uniform(0.3, 1), 2)))
    for _ in range(9):
        x, y = chance.uniform(0, canvas.width), chance.uniform(0, canvas.ground)
        marks.append(Form(star(x, y, unit * chance.uniform(1, 2.4), waist=0.16), "#fffbe8", opacity=0.95))
    return Layer("stars", 0.1, tuple(marks))


def _planet(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    x, y = canvas.width * chance.choice((0.14, 0.86)), canvas.ground * chance.uniform(0.18, 0.4)
    radius = unit * chance.uniform(9, 15)
    colour = lighten(canvas.colour(chance.choice((Swatch.BRICK, Swatch.GRAIN, Swatch.CLOTH_COOL)), 0.9), 0.1)
    marks: list[Mark] = [
        Glow(x, y, radius * 1.8, radius * 1.8, colour, 0.5, core=0.4),
        Form(ellipse(x, y, radius, radius), colour, into=darken(colour, 0.55), edge=Edge.BODY),
    ]
    for _ in range(3):
        offset = radius * chance.uniform(-0.4, 0.4)
        crater = radius * chance.uniform(0.08, 0.16)
        marks.append(Form(ellipse(x + offset, y - offset * 0.8, crater, crater), darken(colour, 0.25), opacity=0.5))
    return Layer("planet", 0.25, tuple(marks))
