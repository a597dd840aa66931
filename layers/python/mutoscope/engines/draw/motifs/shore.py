"""Water: the open sea from a beach, a river through country, and the world under water."""

from math import pi, sin

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import darken, lighten
from mutoscope.engines.draw.motifs.country import distance, hills, trees
from mutoscope.engines.draw.outlines import blades, box, curve, ellipse, land, number, polygon, rolling
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark, Stroke


def sea(canvas: Canvas) -> tuple[Layer, ...]:
    deep, light = canvas.colour(Swatch.WATER_DEEP, 0.75), canvas.colour(Swatch.WATER, 0.9)
    surface = Form(box(0, canvas.horizon, canvas.width, canvas.height), deep, into=light, edge=Edge.BODY)
    waves = [_swell(canvas, share, 0.6 + 0.3 * share) for share in (0.12, 0.3, 0.5)]
    foam = rolling(canvas.chance, canvas.width, canvas.between(0.7), canvas.unit * 2, waves=0.7)
    wet = [(x, y + canvas.unit * 1.6) for x, y in foam]
    beach = (
        Form(land(foam, canvas.height), canvas.colour(Swatch.SNOW), opacity=0.85),
        Form(land(wet, canvas.height), canvas.colour(Swatch.SAND), into=canvas.colour(Swatch.GRAIN), edge=Edge.BODY),
    )
    return (_islands(canvas), Layer("sea", 0.45, (surface, *_glints(canvas))), *waves, Layer("beach", 0.95, beach))


def cape(canvas: Canvas) -> tuple[Layer, ...]:
    """The sea with a headland at one side and a lighthouse on it; by night its light sweeps over the water."""
    side = canvas.chance.choice((-1, 1))
    islands, water, *rest = sea(canvas)
    return (islands, water, _headland(canvas, side), *rest)


def _headland(canvas: Canvas, side: int) -> Layer:
    unit = canvas.unit
    edge = canvas.width if side > 0 else 0.0
    x, top = edge - side * (canvas.bleed + canvas.seen * 0.14), canvas.horizon - unit * 9
    reach, foot = canvas.bleed + canvas.seen * 0.3, canvas.between(0.24)
    cliff = [(edge, top - unit * 3), (x + side * unit * 6, top - unit), (x - side * unit * 7, top + unit * 0.5)]
    cliff += [(edge - side * reach * 0.86, top + unit * 7), (edge - side * reach, foot), (edge, foot)]
    rock = Form(polygon(cliff), canvas.colour(Swatch.STONE, 0.7), into=canvas.colour(Swatch.STONE_DEEP), edge=Edge.BODY)
    grass = [(px, py) for px, py in cliff[:4]] + [(px, py + unit * 2.4) for px, py in cliff[3::-1]]
    turf = Form(polygon(grass), canvas.colour(Swatch.LEAF, 0.8))
    return Layer(
        "headland",
        0.5,
        (*_beam(canvas, x, top - _tower_height(canvas, top) - unit * 3, side), rock, turf, *_tower(canvas, x, top)),
    )


def _tower(canvas: Canvas, x: float, foot: float) -> list[Mark]:
    """A white tower with red bands, a gallery, a lit lantern and a cap."""
    unit = canvas.unit
    tall = _tower_height(canvas, foot)
    white, red, dark = (canvas.colour(swatch, 0.92) for swatch in (Swatch.SNOW, Swatch.CLOTH, Swatch.SHADE))
    marks: list[Mark] = []
    for band in range(5):
        low, high = band / 5, (band + 1) / 5
        wide, narrow = unit * (4.6 - 1.8 * low), unit * (4.6 - 1.8 * high)
        y, above = foot - tall * low, foot - tall * high
        corners = [(x - wide, y), (x - narrow, above), (x + narrow, above), (x + wide, y)]
        marks.append(Form(polygon(corners), white if band % 2 == 0 else red))
    top = foot - tall
    lamp = canvas.colour(Swatch.LAMP)
    marks.append(Form(box(x - unit * 3.9, top - unit * 0.9, unit * 7.8, unit * 1.3), dark))
    marks.append(Form(box(x - unit * 2, top - unit * 4.6, unit * 4, unit * 3.8), lamp))
    marks.append(
        Form(polygon([(x - unit * 3, top - unit * 4.5), (x, top - unit * 8), (x + unit * 3, top - unit * 4.5)]), red)
    )
    marks.append(Form(box(x - unit * 0.8, foot - tall * 0.5, unit * 1.6, unit * 2.4), dark))
    return marks


def _tower_height(canvas: Canvas, foot: float) -> float:
    """As tall as leaves the cap in the picture."""
    return min(canvas.unit * 30, (foot - canvas.bleed) * 0.92 - canvas.unit * 9)


def _beam(canvas: Canvas, x: float, y: float, side: int) -> list[Mark]:
    unit, reach = canvas.unit, canvas.width * 0.9
    strength = 0.34 if canvas.palette.dark else 0.12
    far = x - side * reach
    cone = polygon([(x, y - unit * 0.6), (far, y - unit * 13), (far, y + unit * 9), (x, y + unit * 0.6)])
    light = canvas.colour(Swatch.LAMP)
    return [
        Form(cone, light, opacity=strength, foot_opacity=strength * 0.7),
        Glow(x, y, unit * 12, unit * 12, light, 0.7),
    ]


def lake(canvas: Canvas) -> tuple[Layer, ...]:
    """Still water before wooded hills."""
    top = canvas.between(0.06)
    deep, light = canvas.colour(Swatch.WATER_DEEP, 0.75), canvas.colour(Swatch.WATER, 0.9)
    surface = Form(box(0, top, canvas.width, canvas.height), light, into=deep, edge=Edge.BODY)
    mirrored = Form(box(0, top, canvas.width, canvas.unit * 3), canvas.colour(Swatch.LEAF_DEEP, 0.5), opacity=0.5)
    return (
        *distance(canvas),
        trees(canvas, 0.04, 0.5),
        Layer("lake", 0.55, (surface, mirrored, *_glints(canvas))),
        _swell(canvas, 0.74, 0.85),
    )


def river(canvas: Canvas) -> tuple[Layer, ...]:
    """Hills with a river that winds towards the viewer."""
    middle, bend = canvas.width * canvas.chance.uniform(0.4, 0.6), canvas.chance.choice((-1, 1)) * canvas.width * 0.16
    left, right = [], []
    for step in range(15):
        share = step / 14
        half = canvas.unit * (1.6 + 46 * share**1.5)
        x = middle + bend * sin(share * pi * 1.6) * (0.25 + share)
        y = canvas.between(0.12) + (canvas.height - canvas.between(0.12)) * share
        left.append((x - half, y))
        right.append((x + half, y))
    bed = curve(left) + "L" + curve(right[::-1])[1:] + "Z"
    light, deep = canvas.palette.sky_low, canvas.colour(Swatch.WATER_DEEP)
    water = (
        Stroke(bed, canvas.colour(Swatch.SAND), canvas.unit * 1.4),
        Form(bed, light, into=deep),
        *_glints(canvas, middle=middle, spread=canvas.width * 0.1),
    )
    return (*hills(canvas), Layer("river", 0.97, water))


def underwater(canvas: Canvas) -> tuple[Layer, ...]:
    palette, unit, chance = canvas.palette, canvas.unit, canvas.chance
    top = palette.colour(Swatch.WATER) if palette.duotone else lighten(canvas.colour(Swatch.WATER), 0.25)
    deep = darken(canvas.colour(Swatch.WATER_DEEP), 0.35)
    water = Form(box(0, 0, canvas.width, canvas.height), top, into=deep)
    rays: list[Mark] = []
    for x in canvas.spread(6):
        half = unit * chance.uniform(2, 7)
        slant = [(x, 0), (x + half * 2, 0), (x - half, canvas.ground), (x - half * 6, canvas.ground)]
        rays.append(Form(polygon(slant), "#ffffff", opacity=0.26, foot_opacity=0.0))
    bubbles = _bubbles(canvas)
    reefs = [_reef(canvas, share, depth) for share, depth in ((0.5, 0.4), (0.85, 0.7))]
    return (Layer("water", 0.0, (water,)), Layer("rays", 0.1, tuple(rays)), *reefs, Layer("bubbles", 0.6, bubbles))


def sea_bed_edge(canvas: Canvas) -> tuple[Layer, ...]:
    chance, unit = canvas.chance, canvas.unit
    weed = "".join(
        blades(chance, x, canvas.ground + unit * 10, unit * chance.uniform(12, 24), 3)
        for x in canvas.spread(round(canvas.width / (unit * 14)))
    )
    line = rolling(chance, canvas.width, canvas.ground + unit * 7, unit * 2)
    sand = Form(
        land(line, canvas.height),
        canvas.colour(Swatch.SAND, 0.85),
        into=canvas.colour(Swatch.WATER_DEEP),
        edge=Edge.BODY,
    )
    return (Layer("sea bed", 1.0, (Form(weed, canvas.colour(Swatch.LEAF_DEEP)), sand)),)


def _islands(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for _ in range(chance.choice((1, 2, 3))):
        x, half, tall = canvas.width * chance.uniform(0, 1), unit * chance.uniform(14, 34), unit * chance.uniform(4, 10)
        hump = f"M{number(x - half)} {number(canvas.horizon + 2)}"
        hump += f"Q{number(x - half * 0.4)} {number(canvas.horizon - tall * 2)} "
        hump += (
            f"{number(x + half * 0.2)} {number(canvas.horizon - tall)}T{number(x + half)} {number(canvas.horizon + 2)}Z"
        )
        marks.append(Form(hump, canvas.colour(Swatch.STONE_DEEP, chance.uniform(0.2, 0.4)), edge=Edge.BODY))
    return Layer("islands", 0.3, tuple(marks))


def _glints(canvas: Canvas, *, middle: float | None = None, spread: float | None = None) -> list[Mark]:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for _ in range(34):
        share = chance.random() ** 0.7
        x = (middle or canvas.width / 2) + chance.uniform(-1, 1) * (spread or canvas.width * 0.6) * (0.3 + share)
        length = unit * (1 + 5 * share)
        line = f"M{number(x)} {number(canvas.between(share * 0.6 + 0.04))}h{number(length)}"
        marks.append(Stroke(line, "#ffffff", unit * (0.15 + 0.3 * share), 0.45))
    return marks


def _swell(canvas: Canvas, share: float, depth: float) -> Layer:
    """A row of waves: scallops along the line."""
    unit, y = canvas.unit, canvas.between(share)
    length = unit * (9 + 16 * share)
    x = -length * canvas.chance.random()
    path = f"M{number(x)} {number(canvas.height)}V{number(y)}"
    while x < canvas.width:
        path += f"q{number(length / 4)} {number(-length * 0.13)} {number(length / 2)} 0t{number(length / 2)} 0"
        x += length
    water = Form(
        path + f"V{number(canvas.height)}Z",
        canvas.colour(Swatch.WATER, depth),
        edge=Edge.BODY,
        into=canvas.colour(Swatch.WATER_DEEP, depth),
    )
    return Layer("swell", depth, (water,))


def _bubbles(canvas: Canvas) -> tuple[Mark, ...]:
    chance = canvas.chance
    sizes = [canvas.unit * chance.uniform(0.3, 1.4) for _ in range(26)]
    return tuple(
        Form(
            ellipse(chance.uniform(0, canvas.width), chance.uniform(0, canvas.ground), size, size),
            "#ffffff",
            opacity=0.3,
            foot_opacity=0.1,
        )
        for size in sizes
    )


def _reef(canvas: Canvas, share: float, depth: float) -> Layer:
    line = rolling(canvas.chance, canvas.width, canvas.between(share), canvas.unit * 9, waves=1.8)
    colour = canvas.colour(Swatch.WATER_DEEP, depth)
    return Layer("reef", depth, (Form(land(line, canvas.height), colour, into=darken(colour, 0.3), edge=Edge.BODY),))
