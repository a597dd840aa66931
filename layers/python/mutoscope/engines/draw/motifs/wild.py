"""Wild land: mountains, forest, desert and snow, from far to near, and the ground before the figures."""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import darken
from mutoscope.engines.draw.outlines import blades, box, ellipse, jagged, land, number, pine, polygon, rolling, rounded
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark, Stroke


def mountains(canvas: Canvas) -> tuple[Layer, ...]:
    return (
        _range(canvas, "far range", 34, 0.25, snow=True),
        _range(canvas, "near range", 19, 0.5, snow=False),
        _pines(canvas, 0.02, 0.62, (6, 11), 24),
        _ground(canvas, "valley", 0.1, Swatch.LEAF, 0.75),
        _ground(canvas, "meadow", 0.6, Swatch.MEADOW, 0.95),
    )


def forest(canvas: Canvas) -> tuple[Layer, ...]:
    glade = Glow(
        canvas.width / 2, canvas.horizon, canvas.width * 0.45, canvas.height * 0.4, canvas.palette.sky_low, 0.9
    )
    return (
        _pines(canvas, 0.0, 0.25, (34, 48), 15),
        Layer("glade", 0.3, (glade,)),
        _ground(canvas, "undergrowth", 0.0, Swatch.LEAF_DEEP, 0.42),
        _pines(canvas, 0.24, 0.5, (19, 30), 12),
        _ground(canvas, "clearing", 0.2, Swatch.LEAF, 0.7),
        _wings(canvas),
        _ground(canvas, "moss", 0.62, Swatch.LEAF, 0.95),
    )


def desert(canvas: Canvas) -> tuple[Layer, ...]:
    return (
        _mesas(canvas),
        *(
            _ground(canvas, f"dune {index}", share, Swatch.SAND, depth, swell=6)
            for index, (share, depth) in enumerate(((0.0, 0.5), (0.3, 0.75), (0.62, 1.0)))
        ),
        _cacti(canvas),
    )


def snow(canvas: Canvas) -> tuple[Layer, ...]:
    flakes = tuple(
        Form(
            ellipse(canvas.chance.uniform(0, canvas.width), canvas.chance.uniform(0, canvas.ground), size, size),
            "#ffffff",
            opacity=0.8,
        )
        for size in (canvas.unit * canvas.chance.uniform(0.25, 0.7) for _ in range(60))
    )
    return (
        _range(canvas, "white range", 26, 0.3, snow=True),
        _ground(canvas, "far snow", 0.0, Swatch.SNOW, 0.6),
        _pines(canvas, 0.22, 0.7, (10, 20), 12),
        _ground(canvas, "snow", 0.35, Swatch.SNOW, 0.95),
        Layer("flakes", 0.97, flakes),
    )


def fern_edge(canvas: Canvas) -> tuple[Layer, ...]:
    chance, unit = canvas.chance, canvas.unit
    fronds = "".join(
        blades(chance, x, canvas.ground + unit * 8, unit * chance.uniform(6, 13), 7)
        for x in canvas.spread(round(canvas.width / (unit * 9)))
    )
    dark = canvas.colour(Swatch.SHADE)
    line = rolling(chance, canvas.width, canvas.ground + unit * 6, unit * 2)
    leaf = canvas.colour(Swatch.LEAF_DEEP)
    return (
        Layer("ferns", 1.0, (Form(fronds, leaf), Form(land(line, canvas.height), leaf, into=dark, edge=Edge.BODY))),
    )


def sand_edge(canvas: Canvas) -> tuple[Layer, ...]:
    return (_bank(canvas, Swatch.SAND, Swatch.WOOD),)


def snow_edge(canvas: Canvas) -> tuple[Layer, ...]:
    return (_bank(canvas, Swatch.SNOW, Swatch.STONE_DEEP),)


def _bank(canvas: Canvas, swatch: Swatch, into: Swatch) -> Layer:
    line = rolling(canvas.chance, canvas.width, canvas.ground + canvas.unit * 7, canvas.unit * 2.5, waves=0.8)
    form = Form(land(line, canvas.height), canvas.colour(swatch), into=canvas.colour(into), edge=Edge.BODY)
    return Layer("edge", 1.0, (form, *_strewn(canvas, swatch)))


def _ground(canvas: Canvas, name: str, share: float, swatch: Swatch, depth: float, *, swell: float = 3.5) -> Layer:
    deep = {Swatch.SAND: Swatch.GRAIN, Swatch.SNOW: Swatch.STONE}.get(swatch, Swatch.LEAF_DEEP)
    line = rolling(canvas.chance, canvas.width, canvas.between(share), canvas.unit * swell, waves=0.9)
    form = Form(
        land(line, canvas.height), canvas.colour(swatch, depth), into=canvas.colour(deep, depth), edge=Edge.BODY
    )
    return Layer(name, depth, (form,))


def _strewn(canvas: Canvas, swatch: Swatch) -> list[Mark]:
    """Pebbles and ripples in the foreground that an upright picture has, larger the nearer."""
    chance, unit = canvas.chance, canvas.unit
    top = canvas.ground + unit * 8
    if canvas.height - top < unit * 30:
        return []
    shade = darken(canvas.colour(swatch), 0.16)
    marks: list[Mark] = []
    for index in range(40):
        share = ((index + chance.random()) / 40) ** 1.25
        x, y = canvas.width * chance.random(), top + (canvas.height - top) * share
        size = unit * (0.5 + 1.6 * share)
        if index % 3:
            bow = f"M{number(x)} {number(y)}q{number(size * 3)} {number(-size)} {number(size * 6)} 0"
            marks.append(Stroke(bow, shade, unit * (0.2 + 0.3 * share), 0.5))
        else:
            stone = canvas.colour(chance.choice((Swatch.STONE, Swatch.SNOW, swatch)), 0.85)
            marks.append(Form(ellipse(x, y + size * 0.25, size * 1.3, size * 0.7), shade, opacity=0.45))
            marks.append(Form(ellipse(x, y, size * 1.2, size * 0.7), stone, opacity=0.9))
    return marks


def _range(canvas: Canvas, name: str, rise: float, depth: float, *, snow: bool) -> Layer:
    """Peaks with a lit and a shaded side; the shaded side is always to the right."""
    unit = canvas.unit
    peaks = max(3, round(canvas.width / (unit * 40)))
    points = jagged(canvas.chance, canvas.width, canvas.horizon - unit * rise, unit * rise, peaks)
    outline = polygon([*points, (canvas.width * 1.15, canvas.height), (-canvas.width * 0.15, canvas.height)])
    light, dark = canvas.colour(Swatch.STONE, depth), canvas.colour(Swatch.STONE_DEEP, depth)
    marks: list[Mark] = [Form(outline, light, into=canvas.colour(Swatch.LEAF, depth * 0.5), edge=Edge.BODY)]
    for index in range(1, len(points) - 1, 2):
        (x, y), (end_x, end_y) = points[index], points[index + 1]
        fold = [(x, y), (end_x, end_y), (x + (end_x - x) * 0.35, end_y), (x + (end_x - x) * 0.2, y + (end_y - y) * 0.5)]
        marks.append(Form(polygon(fold), dark, opacity=0.55, foot_opacity=0.0))
        if snow:
            marks.append(Form(_cap(points[index - 1], (x, y), (end_x, end_y)), canvas.colour(Swatch.SNOW, 0.8)))
    return Layer(name, depth, tuple(marks))


def _cap(left: tuple[float, float], top: tuple[float, float], right: tuple[float, float]) -> str:
    """The snow on a peak: down a third of each flank, with a torn hem."""

    def along(end: tuple[float, float], share: float) -> tuple[float, float]:
        return top[0] + (end[0] - top[0]) * share, top[1] + (end[1] - top[1]) * share

    (left_x, left_y), (right_x, right_y) = along(left, 0.34), along(right, 0.34)
    hem_y, span = max(left_y, right_y), right_x - left_x
    hem = [(right_x, right_y), (right_x - span * 0.22, hem_y * 0.55 + top[1] * 0.45), (left_x + span * 0.52, hem_y)]
    return polygon([top, *hem, (left_x + span * 0.3, hem_y * 0.6 + top[1] * 0.4), (left_x, left_y)])


def _pines(canvas: Canvas, share: float, depth: float, heights: tuple[float, float], gap: float) -> Layer:
    """Conifers side by side; `heights` and `gap` are in units."""
    chance, unit = canvas.chance, canvas.unit
    path = ""
    for x in canvas.spread(max(4, round(canvas.width / (unit * gap) * 2.2))):
        path += pine(x, canvas.between(share) + unit * chance.uniform(1, 4), unit * chance.uniform(*heights))
    return Layer("pines", depth, (Form(path, canvas.colour(Swatch.LEAF_DEEP, depth), edge=Edge.BODY),))


def _wings(canvas: Canvas) -> Layer:
    """Great trunks at both sides, like the wings of a theatre."""
    unit, foot = canvas.unit, canvas.between(0.8)
    bark = canvas.colour(Swatch.WOOD, 0.85)
    trunks = "".join(
        polygon([(x - half, foot), (x - half * 0.6, 0), (x + half * 0.6, 0), (x + half, foot)])
        for x, half in (
            (canvas.width * 0.03, unit * 5),
            (canvas.width * 0.95, unit * 6),
            (canvas.width * 0.13, unit * 2.4),
        )
    )
    crowns = "".join(
        ellipse(x * canvas.width, -unit * 2, unit * canvas.chance.uniform(14, 20), unit * canvas.chance.uniform(10, 15))
        for x in (0.0, 0.12, 0.24, 0.78, 0.9, 1.0)
    )
    leaf = canvas.colour(Swatch.LEAF_DEEP, 0.9)
    return Layer("wings", 0.85, (Form(trunks, bark, edge=Edge.BODY), Form(crowns, leaf, edge=Edge.BODY)))


def _mesas(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for x in canvas.spread(3):
        half, tall = unit * chance.uniform(9, 18), unit * chance.uniform(10, 20)
        top, foot = canvas.horizon - tall, canvas.horizon + unit * 6
        corners = [(x - half, foot), (x - half * 0.7, top), (x + half * 0.62, top), (x + half * 0.7, top + tall * 0.3)]
        rock = canvas.colour(Swatch.BRICK, 0.42)
        into = canvas.colour(Swatch.SAND, 0.4)
        marks.append(Form(polygon([*corners, (x + half, foot)]), rock, into=into, edge=Edge.BODY))
    return Layer("mesas", 0.3, tuple(marks))


def _cacti(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    path = ""
    for x in (canvas.width * chance.uniform(0.03, 0.1), canvas.width * chance.uniform(0.9, 0.97)):
        foot, tall, stem = canvas.between(0.75), unit * chance.uniform(12, 18), unit * 2.4
        path += rounded(x - stem / 2, foot - tall, stem, tall, stem / 2)
        for side in (-1, 1):
            rise = foot - tall * (0.42 if side < 0 else 0.55)
            path += box(min(x, x + side * stem * 1.6), rise, stem * 1.6, stem * 0.75)
            path += rounded(x + side * stem * 1.6 - stem * 0.4, rise - tall * 0.24, stem * 0.8, tall * 0.3, stem * 0.4)
    return Layer("cacti", 0.9, (Form(path, canvas.colour(Swatch.LEAF_DEEP, 0.9), edge=Edge.BODY),))
