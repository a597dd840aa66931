"""Farmed and gentle country: rolling hills, fields in rows or in paddies, a garden.

Each place is painted from far to near and ends at the ground line; its edge is the growth before the figures.
"""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import darken, lighten, mix
from mutoscope.engines.draw.outlines import blades, box, ellipse, land, number, polygon, rolling, round_tree, trunk
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Layer, Mark, Stroke


def hills(canvas: Canvas) -> tuple[Layer, ...]:
    return (
        *distance(canvas),
        _ridge(canvas, "middle hill", 0.18, Swatch.LEAF, 0.55),
        trees(canvas, 0.3, 0.6),
        _ridge(canvas, "near hill", 0.5, Swatch.MEADOW, 0.8),
        _ridge(canvas, "meadow", 0.8, Swatch.LEAF, 1.0),
    )


def field(canvas: Canvas) -> tuple[Layer, ...]:
    """Rows of crop, or flooded paddies, by chance."""
    ground = _paddies(canvas) if canvas.chance.random() < 0.55 else _rows(canvas)
    return (*distance(canvas), trees(canvas, 0.05, 0.5), *ground)


def garden(canvas: Canvas) -> tuple[Layer, ...]:
    return (
        *distance(canvas),
        trees(canvas, 0.12, 0.62),
        _fence(canvas),
        _ridge(canvas, "lawn", 0.45, Swatch.MEADOW, 0.9),
        _flowers(canvas),
    )


def meadow_edge(canvas: Canvas) -> tuple[Layer, ...]:
    return (_edge(canvas, Swatch.LEAF_DEEP, tall=5.5, count=26),)


def crop_edge(canvas: Canvas) -> tuple[Layer, ...]:
    return (_edge(canvas, canvas.chance.choice((Swatch.LEAF_DEEP, Swatch.LEAF_DEEP, Swatch.GRAIN)), tall=9, count=34),)


def distance(canvas: Canvas) -> tuple[Layer, ...]:
    chance, unit = canvas.chance, canvas.unit
    layers = []
    for index, depth in enumerate((0.18, 0.34)):
        top = canvas.horizon - unit * (9 - index * 6)
        path = land(rolling(chance, canvas.width, top, unit * 6, waves=1.2 + index * 0.7), canvas.height)
        colour = canvas.colour(Swatch.LEAF_DEEP, depth)
        into = canvas.colour(Swatch.LEAF, depth * 0.6)
        layers.append(Layer(f"distance {index}", depth, (Form(path, colour, into=into, edge=Edge.BODY),)))
    return tuple(layers)


def _ridge(canvas: Canvas, name: str, share: float, swatch: Swatch, depth: float) -> Layer:
    line = rolling(canvas.chance, canvas.width, canvas.between(share), canvas.unit * 4.5, waves=1.1)
    into = canvas.colour(Swatch.LEAF_DEEP, depth)
    form = Form(land(line, canvas.height), canvas.colour(swatch, depth), into=into, edge=Edge.BODY)
    return Layer(name, depth, (form,))


def trees(canvas: Canvas, share: float, depth: float) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for x in canvas.spread(max(5, round(canvas.width / (unit * 17)))):
        if chance.random() < 0.3:
            continue
        foot, height = canvas.between(share) + unit * chance.uniform(0, 4), unit * chance.uniform(8, 15)
        marks.append(Form(trunk(x, foot, height), canvas.colour(Swatch.WOOD, depth)))
        crown = canvas.colour(chance.choice((Swatch.LEAF_DEEP, Swatch.LEAF_DEEP, Swatch.LEAF)), depth)
        marks.append(Form(round_tree(x, foot, height), crown, edge=Edge.BODY))
    return Layer("trees", depth, tuple(marks))


def _rows(canvas: Canvas) -> tuple[Layer, ...]:
    """Furrows that run to a vanishing point at the horizon."""
    vanish = canvas.width * canvas.chance.uniform(0.35, 0.65)
    top, bottom = canvas.between(0.06), canvas.height
    crop = canvas.chance.choice((Swatch.GRAIN, Swatch.LEAF, Swatch.MEADOW))
    base = Form(
        box(0, top, canvas.width, bottom - top), canvas.colour(crop, 0.7), canvas.colour(crop, 1), edge=Edge.BODY
    )
    furrow = canvas.colour(Swatch.SOIL if crop is not Swatch.GRAIN else Swatch.WOOD, 0.95)
    count, reach = 11, canvas.width * 1.9
    marks: list[Mark] = [base]
    for index in range(-count, count + 1):
        far, near = vanish + index * canvas.unit * 5.5, vanish + index * reach / count
        half = reach / count * 0.16
        strip = polygon([(far - 1, top), (far + 1, top), (near + half, bottom), (near - half, bottom)])
        marks.append(Form(strip, furrow, opacity=0.15, foot_opacity=0.6))
    return (Layer("rows", 0.8, tuple(marks)),)


def _paddies(canvas: Canvas) -> tuple[Layer, ...]:
    """Terraces of water between banks, with young plants in lines."""
    layers = []
    for index, share in enumerate((0.02, 0.24, 0.52)):
        depth = 0.55 + index * 0.2
        line = rolling(canvas.chance, canvas.width, canvas.between(share), canvas.unit * 1.6, waves=0.8)
        bank = Form(land(line, canvas.height), canvas.colour(Swatch.LEAF, depth), edge=Edge.BODY)
        inset = [(x, y + canvas.unit * (1.2 + index * 0.7)) for x, y in line]
        water = Form(land(inset, canvas.height), _mirrored_sky(canvas), into=canvas.colour(Swatch.WATER, depth))
        layers.append(Layer(f"paddy {index}", depth, (bank, water, *_plants(canvas, share, depth))))
    return (*layers, _ridge(canvas, "bank", 0.88, Swatch.LEAF, 1.0))


def _mirrored_sky(canvas: Canvas) -> str:
    return mix(canvas.palette.sky_low, canvas.colour(Swatch.WATER, 0.8), 0.35)


def _plants(canvas: Canvas, share: float, depth: float) -> list[Mark]:
    chance, height = canvas.chance, canvas.unit * (1.4 + 3.4 * share)
    path = ""
    for line in range(3):
        y = canvas.between(share) + height * (2.2 + line * 1.9)
        for x in canvas.spread(round(canvas.width / (height * 3.2))):
            path += blades(chance, x, y, height, 3)
    return [Form(path, canvas.colour(Swatch.LEAF_DEEP, depth))]


def _fence(canvas: Canvas) -> Layer:
    unit, top = canvas.unit, canvas.between(0.2)
    rails = "".join(box(0, top + unit * offset, canvas.width, unit * 1.1) for offset in (3, 8))
    posts, foot = "", canvas.between(0.6)
    for index in range(int(canvas.width / (unit * 5)) + 1):
        x = unit * (5 * index + 1)
        right = x + unit * 2.8
        posts += polygon([(x, foot), (x, top), (x + unit * 1.4, top - unit * 1.6), (right, top), (right, foot)])
    return Layer("fence", 0.7, (Form(rails + posts, canvas.colour(Swatch.PLASTER, 0.8), edge=Edge.BODY),))


def _flowers(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for _ in range(46):
        x, y = chance.uniform(0, canvas.width), canvas.between(chance.uniform(0.62, 0.98))
        tall = unit * chance.uniform(1.5, 3.2)
        stem = f"M{number(x)} {number(y)}v{number(-tall)}"
        petal = canvas.colour(chance.choice((Swatch.CLOTH, Swatch.LAMP, Swatch.SNOW, Swatch.CLOTH_COOL)), 0.95)
        marks.append(Stroke(stem, canvas.colour(Swatch.LEAF_DEEP), unit * 0.3))
        marks.append(Form(ellipse(x, y - tall, unit * 0.85, unit * 0.85), petal))
    return Layer("flowers", 0.92, tuple(marks))


def _edge(canvas: Canvas, swatch: Swatch, *, tall: float, count: int) -> Layer:
    """Dark growth at the very front; captions lie over it, so it stays quiet."""
    chance, unit = canvas.chance, canvas.unit
    line = rolling(chance, canvas.width, canvas.ground + unit * 5, unit * 1.5, waves=1.0)
    tufts = ""
    for x in canvas.spread(round(count * canvas.width / canvas.height)):
        tufts += blades(chance, x, canvas.ground + unit * 6.5, unit * tall * chance.uniform(0.5, 0.9))
    dark = canvas.colour(Swatch.SHADE)
    body = Form(land(line, canvas.height), canvas.colour(swatch), into=dark, edge=Edge.BODY)
    return Layer("edge", 1.0, (Form(tufts, canvas.colour(swatch)), body, *_undergrowth(canvas, swatch, tall)))


def _undergrowth(canvas: Canvas, swatch: Swatch, tall: float) -> list[Mark]:
    """Tufts and a few flowers in the foreground that an upright picture has: larger the nearer, and quiet in tone."""
    chance, unit = canvas.chance, canvas.unit
    top = canvas.ground + unit * 10
    if canvas.height - top < unit * 30:
        return []
    lit, shaded = lighten(canvas.colour(swatch), 0.1), darken(canvas.colour(swatch), 0.22)
    marks: list[Mark] = []
    for index in range(54):
        share = ((index + chance.random()) / 54) ** 1.25
        x, y = canvas.width * chance.uniform(-0.02, 1.02), top + (canvas.height - top) * share
        height = unit * tall * (0.8 + 1.5 * share)
        colour = lit if chance.random() < 0.45 else shaded
        marks.append(Form(blades(chance, x, y, height, 4), colour, opacity=0.75))
        if index % 5 == 0 and swatch is not Swatch.GRAIN:
            petal = canvas.colour(chance.choice((Swatch.CLOTH, Swatch.LAMP, Swatch.SNOW)), 0.8)
            radius, top_of = unit * (0.9 + 1.3 * share), y - height
            stem = f"M{number(x)} {number(y)}L{number(x + height * 0.1)} {number(top_of)}"
            marks.append(Stroke(stem, lit, unit * (0.3 + 0.3 * share), 0.8))
            marks.append(Form(ellipse(x + height * 0.1, top_of, radius, radius), petal, opacity=0.85))
    return marks
