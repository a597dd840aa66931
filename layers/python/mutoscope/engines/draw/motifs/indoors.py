"""Rooms: a living room, a kitchen, a laboratory, a library. The window shows the hour outside."""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import darken
from mutoscope.engines.draw.outlines import box, ellipse, land, number, polygon, rolling, rounded
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark, Stroke

SPINES = (Swatch.CLOTH, Swatch.CLOTH_COOL, Swatch.LEAF_DEEP, Swatch.LAMP, Swatch.BRICK, Swatch.METAL, Swatch.WOOD)


def room(canvas: Canvas) -> tuple[Layer, ...]:
    x = canvas.width * canvas.chance.choice((0.24, 0.76))
    return (
        _wall(canvas, Swatch.WALL),
        _window(canvas, x),
        _picture(canvas, canvas.width - x),
        _floor(canvas),
        _rug(canvas),
    )


def kitchen(canvas: Canvas) -> tuple[Layer, ...]:
    wall = _wall(canvas, Swatch.PLASTER)
    shelf = _shelf(canvas, 0.34, _crockery(canvas, canvas.horizon * 0.34))
    return (wall, _tiles(canvas), _window(canvas, canvas.width * 0.5), shelf, _counter(canvas, Swatch.WOOD))


def laboratory(canvas: Canvas) -> tuple[Layer, ...]:
    flasks = [*_flasks(canvas, canvas.horizon * 0.3), *_flasks(canvas, canvas.horizon * 0.62)]
    shelves = [_shelf(canvas, 0.3, flasks[: len(flasks) // 2]), _shelf(canvas, 0.62, flasks[len(flasks) // 2 :])]
    return (_wall(canvas, Swatch.GLASS), *shelves, _counter(canvas, Swatch.METAL))


def library(canvas: Canvas) -> tuple[Layer, ...]:
    rows = 4
    tall = canvas.horizon / rows
    shelves = [_books(canvas, tall * (row + 0.92), tall * 0.72) for row in range(rows)]
    light = Glow(
        canvas.width / 2, canvas.horizon * 0.35, canvas.width * 0.6, canvas.height * 0.6, canvas.palette.light, 0.5
    )
    return (_wall(canvas, Swatch.WOOD), *shelves, Layer("lamp light", 0.5, (light,)), _floor(canvas), _rug(canvas))


def no_edge(canvas: Canvas) -> tuple[Layer, ...]:
    """Indoors the floor itself is the foreground; only a shade for the captions lies over it."""
    shade = Form(
        box(0, canvas.ground, canvas.width, canvas.height), canvas.colour(Swatch.SHADE), opacity=0.0, foot_opacity=0.5
    )
    return (Layer("shade", 1.0, (shade,)),)


def _wall(canvas: Canvas, swatch: Swatch) -> Layer:
    colour = canvas.colour(swatch, 0.85)
    lamp = Glow(
        canvas.width * 0.5, canvas.horizon * 0.2, canvas.width * 0.6, canvas.height * 0.7, canvas.palette.light, 0.35
    )
    return Layer("wall", 0.1, (Form(box(0, 0, canvas.width, canvas.height), colour, into=darken(colour, 0.12)), lamp))


def _window(canvas: Canvas, x: float) -> Layer:
    """A window on hills, with a bar across; `x` is its middle."""
    unit, palette = canvas.unit, canvas.palette
    width, tall, top = unit * 32, unit * 38, max(unit * 5, canvas.horizon - unit * 56)
    left = x - width / 2
    frame = canvas.colour(Swatch.SNOW, 0.95)
    ridge = [(left + px, py) for px, py in rolling(canvas.chance, width / 1.2, top + tall * 0.68, unit * 2)]
    inside = [(min(max(px, left), left + width), py) for px, py in ridge]
    marks: tuple[Mark, ...] = (
        Form(
            rounded(left - unit * 1.6, top - unit * 1.6, width + unit * 3.2, tall + unit * 3.2, unit),
            frame,
            edge=Edge.BODY,
        ),
        Form(box(left, top, width, tall), palette.sky_high, into=palette.sky_low),
        Form(ellipse(left + width * 0.7, top + tall * 0.3, unit * 3.6, unit * 3.6), palette.sun),
        Form(land([*inside, (left + width, inside[-1][1])], top + tall), canvas.colour(Swatch.LEAF, 0.7)),
        Form(box(x - unit * 0.5, top, unit, tall) + box(left, top + tall * 0.45, width, unit), frame),
        Form(
            rounded(left - unit * 3, top + tall + unit, width + unit * 6, unit * 2.4, unit * 0.6), frame, edge=Edge.BODY
        ),
    )
    return Layer("window", 0.2, marks)


def _picture(canvas: Canvas, x: float) -> Layer:
    unit = canvas.unit
    width, tall = unit * 20, unit * 15
    left, top = x - width / 2, max(unit * 6, canvas.horizon - unit * 50)
    skyline = ((0, 1), (0.3, 0.4), (0.52, 0.72), (0.72, 0.3), (1, 1))
    peaks = polygon([(left + width * along, top + tall * down) for along, down in skyline])
    marks = (
        Form(
            box(left - unit, top - unit, width + unit * 2, tall + unit * 2),
            canvas.colour(Swatch.WOOD, 0.8),
            edge=Edge.BODY,
        ),
        Form(box(left, top, width, tall), canvas.colour(Swatch.GLASS, 0.8)),
        Form(peaks, canvas.colour(Swatch.CLOTH_COOL, 0.7)),
    )
    return Layer("picture", 0.2, marks)


def _floor(canvas: Canvas) -> Layer:
    near, far = canvas.colour(Swatch.WOOD), canvas.colour(Swatch.FLOOR, 0.9)
    marks: list[Mark] = [
        Form(box(0, canvas.horizon, canvas.width, canvas.height), far, into=near, edge=Edge.BODY),
        Form(
            box(0, canvas.horizon - canvas.unit * 2.2, canvas.width, canvas.unit * 2.4),
            canvas.colour(Swatch.SNOW, 0.85),
        ),
    ]
    for index in range(-7, 8):
        far_x, near_x = canvas.width * (0.5 + index * 0.09), canvas.width * (0.5 + index * 0.2)
        line = f"M{number(far_x)} {number(canvas.horizon)}L{number(near_x)} {number(canvas.height)}"
        marks.append(Stroke(line, near, canvas.unit * 0.25, 0.5))
    return Layer("floor", 0.8, tuple(marks))


def _rug(canvas: Canvas) -> Layer:
    x, y = canvas.width / 2, canvas.ground
    across, high = canvas.width * 0.36, canvas.unit * 7
    cloth = canvas.chance.choice((Swatch.CLOTH, Swatch.CLOTH_COOL, Swatch.LEAF_DEEP))
    rings = (
        Form(ellipse(x, y, across, high), canvas.colour(cloth, 0.9), edge=Edge.BODY),
        Form(ellipse(x, y, across * 0.88, high * 0.86), canvas.colour(Swatch.PLASTER, 0.9)),
        Form(ellipse(x, y, across * 0.82, high * 0.79), canvas.colour(cloth, 0.85)),
    )
    return Layer("rug", 0.82, rings)


def _tiles(canvas: Canvas) -> Layer:
    unit = canvas.unit
    lines = "".join(
        f"M0 {number(canvas.horizon - unit * 7 * row)}H{canvas.width}"
        for row in range(int(canvas.horizon / (unit * 7)) + 1)
    )
    lines += "".join(
        f"M{number(unit * 7 * column)} 0V{number(canvas.horizon)}"
        for column in range(int(canvas.width / (unit * 7)) + 1)
    )
    return Layer("tiles", 0.12, (Stroke(lines, canvas.colour(Swatch.WALL_DEEP, 0.8), unit * 0.22, 0.5),))


def _counter(canvas: Canvas, swatch: Swatch) -> Layer:
    """A bench from wall to wall; figures stand on its top."""
    unit, top = canvas.unit, canvas.horizon
    board, front = canvas.colour(Swatch.FLOOR if swatch is Swatch.WOOD else Swatch.SNOW), canvas.colour(swatch, 0.9)
    lip = canvas.ground + unit * 4
    panels = "".join(
        rounded(x, lip + unit * 5, unit * 36, canvas.height, unit)
        for x in (unit * 40 * n + unit * 2 for n in range(-1, 6))
    )
    marks = (
        Form(box(0, top, canvas.width, lip - top), board, into=darken(board, 0.1), edge=Edge.BODY),
        Form(box(0, lip, canvas.width, canvas.height - lip), front, into=darken(front, 0.3), edge=Edge.BODY),
        Form(box(0, lip, canvas.width, unit * 1.4), darken(board, 0.22)),
        Form(panels, darken(front, 0.14)),
    )
    return Layer("counter", 0.85, marks)


def _shelf(canvas: Canvas, share: float, goods: list[Mark]) -> Layer:
    y = canvas.horizon * share
    plank = Form(box(0, y, canvas.width, canvas.unit * 1.3), canvas.colour(Swatch.WOOD, 0.7), edge=Edge.BODY)
    return Layer("shelf", 0.3, (*goods, plank))


def _crockery(canvas: Canvas, y: float) -> list[Mark]:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for x in canvas.spread(max(3, round(canvas.width / (unit * 14)))):
        if abs(x - canvas.width / 2) < unit * 24:
            continue
        colour = canvas.colour(
            chance.choice((Swatch.CLOTH, Swatch.CLOTH_COOL, Swatch.LAMP, Swatch.SNOW, Swatch.LEAF)), 0.75
        )
        width, tall = unit * chance.uniform(4, 7), unit * chance.uniform(5, 10)
        marks.append(Form(rounded(x - width / 2, y - tall, width, tall, unit * 0.9), colour, edge=Edge.BODY))
        lid = rounded(x - width * 0.55, y - tall - unit * 0.6, width * 1.1, unit * 1.5, unit * 0.5)
        marks.append(Form(lid, canvas.colour(Swatch.FLOOR, 0.8)))
    return marks


def _flasks(canvas: Canvas, y: float) -> list[Mark]:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for x in canvas.spread(max(4, round(canvas.width / (unit * 15)))):
        half, tall = unit * chance.uniform(2.6, 4), unit * chance.uniform(8, 12)
        glass = [
            (x - half * 0.3, y - tall),
            (x + half * 0.3, y - tall),
            (x + half * 0.3, y - tall * 0.6),
            (x + half, y),
        ]
        marks.append(Form(polygon([*glass, (x - half, y), (x - half * 0.3, y - tall * 0.6)]), "#ffffff", opacity=0.6))
        liquid = canvas.colour(chance.choice((Swatch.CLOTH, Swatch.CLOTH_COOL, Swatch.LEAF, Swatch.LAMP)), 0.85)
        fill = [
            (x - half * 0.68, y - tall * 0.32),
            (x + half * 0.68, y - tall * 0.32),
            (x + half * 0.9, y - unit * 0.4),
        ]
        marks.append(Form(polygon([*fill, (x - half * 0.9, y - unit * 0.4)]), liquid, opacity=0.9))
    return marks


def _books(canvas: Canvas, foot: float, tall: float) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    paths = dict.fromkeys(SPINES, "")
    x = 0.0
    while x < canvas.width:
        width = unit * chance.uniform(1.6, 3.6)
        height = tall * chance.uniform(0.7, 1.0)
        paths[chance.choice(SPINES)] += box(x, foot - height, width * 0.94, height)
        x += width + (unit * 4 if chance.random() < 0.05 else 0)
    books = [Form(path, canvas.colour(swatch, 0.6)) for swatch, path in paths.items() if path]
    plank = Form(box(0, foot, canvas.width, unit * 1.4), darken(canvas.colour(Swatch.WOOD, 0.8), 0.3))
    return Layer("books", 0.2, (*books, plank))
