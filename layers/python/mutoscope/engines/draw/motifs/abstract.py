"""A picture for ideas that are no place: a light, floating discs and slow waves. Beautiful with nothing on it."""

from math import cos, pi, sin

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.outlines import box, ellipse, land, polygon, rolling
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark, Stroke

CALM = (Swatch.WATER, Swatch.LAMP, Swatch.CLOTH, Swatch.LEAF, Swatch.CLOTH_COOL, Swatch.GRAIN)


def abstract(canvas: Canvas) -> tuple[Layer, ...]:
    palette = canvas.palette
    ground = Form(box(0, 0, canvas.width, canvas.height), palette.sky_high, into=palette.sky_low)
    pattern = canvas.chance.choice((_discs, _rays, _rings))
    return (Layer("ground", 0.0, (ground,)), pattern(canvas), *_waves(canvas))


def wave_edge(canvas: Canvas) -> tuple[Layer, ...]:
    line = rolling(canvas.chance, canvas.width, canvas.ground + canvas.unit * 7, canvas.unit * 3, waves=0.8)
    dark = canvas.colour(Swatch.SHADE)
    form = Form(land(line, canvas.height), canvas.colour(Swatch.WATER_DEEP), into=dark, edge=Edge.BODY)
    return (Layer("near wave", 1.0, (form,)),)


def _discs(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for x in canvas.spread(7):
        radius = unit * chance.uniform(4, 17)
        y = canvas.ground * chance.uniform(0.05, 0.75)
        colour = canvas.colour(chance.choice(CALM), 0.55)
        marks.append(Form(ellipse(x, y, radius, radius), colour, opacity=0.75, foot_opacity=0.25, edge=Edge.BODY))
    return Layer("discs", 0.2, tuple(marks))


def _rays(canvas: Canvas) -> Layer:
    """A great light with beams."""
    x, y = canvas.width * canvas.chance.uniform(0.35, 0.65), canvas.ground * 0.62
    reach, count = canvas.width + canvas.height, 28
    turn = canvas.chance.random()
    path = ""
    for index in range(0, count, 2):
        start, end = (2 * pi * (index + turn) / count, 2 * pi * (index + 1 + turn) / count)
        path += polygon(
            [(x, y), (x + cos(start) * reach, y + sin(start) * reach), (x + cos(end) * reach, y + sin(end) * reach)]
        )
    palette, size = canvas.palette, canvas.unit * 70
    beams = Form(path, palette.sun, opacity=0.20)
    return Layer("rays", 0.15, (beams, Glow(x, y, size, size, palette.sun, 0.9, core=0.12)))


def _rings(canvas: Canvas) -> Layer:
    x, y, unit = canvas.width * canvas.chance.uniform(0.4, 0.6), canvas.ground * 0.55, canvas.unit
    marks: list[Mark] = [Glow(x, y, unit * 80, unit * 80, canvas.palette.sun, 0.8, core=0.05)]
    for index in range(7):
        radius = unit * (16 + index * 12)
        marks.append(Stroke(ellipse(x, y, radius, radius), canvas.palette.sun, unit * (1.6 - index * 0.18), 0.55))
    for index in range(12):
        angle, radius = canvas.chance.uniform(0, 2 * pi), unit * (16 + 12 * (index % 6))
        size = unit * canvas.chance.uniform(0.8, 2.4)
        bead = ellipse(x + cos(angle) * radius, y + sin(angle) * radius, size, size)
        marks.append(Form(bead, canvas.colour(canvas.chance.choice(CALM), 0.8)))
    return Layer("rings", 0.2, tuple(marks))


def _waves(canvas: Canvas) -> list[Layer]:
    layers = []
    for index, swatch in enumerate((Swatch.WATER, Swatch.CLOTH_COOL, Swatch.WATER_DEEP)):
        depth = 0.45 + 0.18 * index
        top = canvas.ground * (0.72 + 0.1 * index)
        line = rolling(canvas.chance, canvas.width, top, canvas.unit * 6, waves=0.9 + 0.3 * index)
        form = Form(land(line, canvas.height), canvas.colour(swatch, depth), opacity=0.9, edge=Edge.BODY)
        layers.append(Layer(f"wave {index}", depth, (form,)))
    return layers
