"""Built places out of doors: a city's skyline, a road through country, a market square."""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.motifs.country import hills
from mutoscope.engines.draw.outlines import box, number, polygon, rounded
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Layer, Mark


def city(canvas: Canvas) -> tuple[Layer, ...]:
    return (
        _skyline(canvas, "far towers", (22, 52), 0.28, windows=False),
        _skyline(canvas, "towers", (14, 38), 0.5, windows=True),
        _houses(canvas, 0.8),
        _square(canvas),
    )


def road(canvas: Canvas) -> tuple[Layer, ...]:
    """Hills with a road that bends away to the horizon."""
    width, unit = canvas.width, canvas.unit
    vanish, foot = width * canvas.chance.uniform(0.4, 0.6), width * canvas.chance.uniform(0.35, 0.65)
    top, bottom = canvas.between(0.2), canvas.height
    asphalt = f"M{number(vanish - unit)} {number(top)}Q{number(vanish + unit * 9)} {number(canvas.between(0.55))} "
    asphalt += f"{number(foot - unit * 38)} {number(bottom)}L{number(foot + unit * 38)} {number(bottom)}"
    asphalt += f"Q{number(vanish + unit * 22)} {number(canvas.between(0.5))} {number(vanish + unit)} {number(top)}Z"
    surface = Form(asphalt, canvas.colour(Swatch.STONE, 0.7), into=canvas.colour(Swatch.STONE_DEEP), edge=Edge.BODY)
    dashes = "".join(
        polygon([(x - half, y), (x + half, y), (x + half * 1.25, y + tall), (x - half * 1.25, y + tall)])
        for x, y, half, tall in _dashes(canvas, vanish, foot)
    )
    return (*hills(canvas), Layer("road", 0.97, (surface, Form(dashes, canvas.colour(Swatch.SNOW), opacity=0.85))))


def market(canvas: Canvas) -> tuple[Layer, ...]:
    return (
        _skyline(canvas, "far roofs", (10, 26), 0.35, windows=False),
        _houses(canvas, 0.6),
        _square(canvas),
        _stalls(canvas),
    )


def pavement_edge(canvas: Canvas) -> tuple[Layer, ...]:
    top = canvas.ground + canvas.unit * 5.5
    kerb = Form(box(0, top, canvas.width, canvas.unit * 1.2), canvas.colour(Swatch.METAL))
    dark = canvas.colour(Swatch.SHADE)
    street = Form(
        box(0, top, canvas.width, canvas.height - top), canvas.colour(Swatch.STONE_DEEP), dark, edge=Edge.BODY
    )
    return (Layer("street", 1.0, (street, kerb)),)


def _dashes(canvas: Canvas, vanish: float, foot: float) -> list[tuple[float, float, float, float]]:
    places = []
    for index in range(7):
        share = (index / 7) ** 1.7
        y = canvas.between(0.24) + (canvas.height - canvas.between(0.24)) * share
        bow = canvas.unit * 15 * 4 * share * (1 - share)
        x = vanish + (foot - vanish) * share + bow * 0.55
        places.append((x, y, canvas.unit * (0.15 + 1.0 * share), canvas.unit * (1 + 7 * share)))
    return places


def _skyline(canvas: Canvas, name: str, heights: tuple[float, float], depth: float, *, windows: bool) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    walls, panes, x = "", "", -unit * chance.uniform(0, 8)
    while x < canvas.width:
        width, tall = unit * chance.uniform(7, 13), unit * chance.uniform(*heights)
        top = canvas.horizon - tall
        walls += box(x, top, width, canvas.height - top)
        if chance.random() < 0.35:
            walls += box(x + width * 0.25, top - unit * 3, width * 0.5, unit * 3.2)
        if windows:
            panes += _panes(canvas, x, top, width)
        x += width + unit * chance.choice((0, 0, 1.5))
    stone = chance.choice((Swatch.STONE, Swatch.CLOTH_COOL))
    body = Form(walls, canvas.colour(stone, depth), into=canvas.palette.haze, edge=Edge.BODY)
    lamp = canvas.colour(Swatch.LAMP if canvas.palette.dark else Swatch.GLASS, 0.9)
    return Layer(name, depth, (body, Form(panes, lamp, opacity=0.75)) if panes else (body,))


def _panes(canvas: Canvas, x: float, top: float, width: float) -> str:
    unit, path = canvas.unit, ""
    across = int(width / (unit * 2.2))
    for row in range(int((canvas.horizon - top) / (unit * 3.4))):
        for column in range(across):
            if canvas.chance.random() < 0.55:
                left = x + (width - across * unit * 2.2) / 2 + column * unit * 2.2 + unit * 0.55
                path += box(left, top + unit * (2 + row * 3.4), unit * 1.1, unit * 1.6)
    return path


def _houses(canvas: Canvas, depth: float) -> Layer:
    """A row of gabled houses along the square."""
    chance, unit = canvas.chance, canvas.unit
    foot, x = canvas.between(0.25), -unit * chance.uniform(0, 10)
    marks: list[Mark] = []
    while x < canvas.width:
        width, tall = unit * chance.uniform(13, 19), unit * chance.uniform(11, 18)
        wall = canvas.colour(
            chance.choice((Swatch.PLASTER, Swatch.WALL, Swatch.WALL_DEEP, Swatch.GLASS, Swatch.BRICK)), depth
        )
        roof = canvas.colour(chance.choice((Swatch.BRICK, Swatch.WOOD, Swatch.STONE_DEEP)), depth)
        marks.append(Form(box(x, foot - tall, width, tall), wall, edge=Edge.BODY))
        peak = (x + width / 2, foot - tall - unit * chance.uniform(5, 8))
        marks.append(
            Form(polygon([(x - unit, foot - tall), peak, (x + width + unit, foot - tall)]), roof, edge=Edge.BODY)
        )
        marks.extend(_house_details(canvas, x, foot, width, tall, depth))
        x += width + unit * chance.choice((0, 0.6, 3))
    return Layer("houses", depth, tuple(marks))


def _house_details(canvas: Canvas, x: float, foot: float, width: float, tall: float, depth: float) -> list[Mark]:
    unit = canvas.unit
    panes = "".join(
        rounded(x + width * column - unit * 1.2, foot - tall + unit * row, unit * 2.4, unit * 3, unit * 0.4)
        for column in (0.28, 0.72)
        for row in (2, 7)
        if row + 4 < tall / unit
    )
    lit = canvas.colour(Swatch.LAMP if canvas.palette.dark else Swatch.GLASS, 0.95)
    door = rounded(x + width / 2 - unit * 1.4, foot - unit * 5, unit * 2.8, unit * 5.4, unit * 0.5)
    return [Form(panes, lit), Form(door, canvas.colour(Swatch.WOOD, depth))]


def _square(canvas: Canvas) -> Layer:
    top = canvas.between(0.24)
    near, far = canvas.colour(Swatch.WALL_DEEP), canvas.colour(Swatch.WALL, 0.8)
    marks: list[Mark] = [Form(box(0, top, canvas.width, canvas.height - top), far, into=near, edge=Edge.BODY)]
    for index in range(5):
        y = top + (canvas.height - top) * (index / 5) ** 1.6
        marks.append(Form(box(0, y, canvas.width, canvas.unit * 0.25), canvas.colour(Swatch.FLOOR), opacity=0.35))
    return Layer("square", 0.85, tuple(marks))


def _stalls(canvas: Canvas) -> Layer:
    """Market stalls with striped awnings at both sides."""
    unit = canvas.unit
    marks: list[Mark] = []
    for x, cloth in ((canvas.width * 0.02, Swatch.CLOTH), (canvas.width * 0.98 - unit * 34, Swatch.CLOTH_COOL)):
        foot, top = canvas.between(0.62), canvas.between(0.62) - unit * 30
        posts = box(x + unit, top, unit * 1.1, unit * 30) + box(x + unit * 32, top, unit * 1.1, unit * 30)
        marks.append(Form(posts, canvas.colour(Swatch.WOOD, 0.9)))
        counter = Form(box(x, foot - unit * 11, unit * 34, unit * 11), canvas.colour(Swatch.FLOOR, 0.9), edge=Edge.BODY)
        marks.append(counter)
        for stripe in range(8):
            left = x - unit * 1.5 + stripe * unit * 4.625
            colour = canvas.colour(cloth if stripe % 2 == 0 else Swatch.SNOW, 0.95)
            marks.append(Form(_awning(left, top, unit * 4.625, unit * 8), colour, edge=Edge.BODY))
    return Layer("stalls", 0.9, tuple(marks))


def _awning(x: float, top: float, width: float, drop: float) -> str:
    half = number(width / 2)
    return f"M{number(x)} {number(top)}h{number(width)}v{number(drop)}a{half} {half} 0 0 1 {number(-width)} 0Z"
