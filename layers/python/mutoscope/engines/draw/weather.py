"""Weather over a place out of doors: rain and storm, snow, fog. Some of it falls behind the figures, some before them.

Nothing falls before a card of type, so that it stays legible.
"""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import lighten, mix
from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.outlines import cloud, ellipse, number, polygon
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark, Stroke

_SLANT = 0.22


def paint_overcast(canvas: Canvas, weather: Weather) -> tuple[Layer, ...]:
    """Heavy clouds along the top, with lightning in a storm; nothing in snow, fog and clear weather."""
    if weather not in (Weather.RAIN, Weather.STORM):
        return ()
    chance, unit, palette = canvas.chance, canvas.unit, canvas.palette
    dark = mix(palette.sky_high, canvas.colour(Swatch.SHADE), 0.5 if weather is Weather.STORM else 0.22)
    marks: list[Mark] = []
    for row, (share, opacity) in enumerate(((0.34, 0.55), (0.18, 0.8), (0.02, 0.95))):
        for x in canvas.spread(max(3, round(canvas.width / (unit * 34)))):
            y = canvas.bleed + (canvas.horizon - canvas.bleed) * (share + chance.uniform(-0.05, 0.06))
            shape = cloud(chance, x, y + unit * 4, unit * chance.uniform(40, 62))
            marks.append(Form(shape, lighten(dark, 0.16 * (2 - row)), opacity=opacity, edge=Edge.NONE))
    bolt = (_lightning(canvas),) if weather is Weather.STORM else ()
    return (*bolt, Layer("overcast", 0.13, tuple(marks)))


def paint_fall(canvas: Canvas, weather: Weather, *, near: bool) -> tuple[Layer, ...]:
    """What falls or drifts behind the figures, or with `near` before them."""
    depth = 1.0 if near else 0.6
    match weather:
        case Weather.RAIN:
            return (_streaks(canvas, depth, 40 if near else 150, near=near),)
        case Weather.STORM:
            return (_streaks(canvas, depth, 64 if near else 200, near=near),)
        case Weather.SNOW:
            return (_flakes(canvas, depth, 30 if near else 120, near=near),)
        case Weather.FOG:
            return (_banks(canvas, depth, near=near),)
        case Weather.CLEAR:
            return ()


def _streaks(canvas: Canvas, depth: float, count: int, *, near: bool) -> Layer:
    """Slanted lines, gathered in one path; near ones are longer, thicker and fewer."""
    chance, unit = canvas.chance, canvas.unit
    path = ""
    for _ in range(round(count * canvas.width * canvas.height / (unit * unit * 18_000))):
        length = unit * (chance.uniform(7, 12) if near else chance.uniform(3, 6))
        x, y = chance.uniform(-0.1, 1.1) * canvas.width, chance.uniform(-0.05, 1) * canvas.height
        path += f"M{number(x)} {number(y)}l{number(-length * _SLANT)} {number(length)}"
    colour = lighten(canvas.palette.sky_low, 0.45)
    return Layer("rain", depth, (Stroke(path, colour, unit * (0.34 if near else 0.2), 0.5 if near else 0.42),))


def _flakes(canvas: Canvas, depth: float, count: int, *, near: bool) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    paths = {0.95: "", 0.65: ""}
    for _ in range(round(count * canvas.width * canvas.height / (unit * unit * 18_000))):
        size = unit * (chance.uniform(0.7, 1.5) if near else chance.uniform(0.22, 0.6))
        place = ellipse(chance.uniform(0, canvas.width), chance.uniform(0, canvas.height), size, size)
        paths[chance.choice((0.95, 0.65))] += place
    marks = tuple(Form(path, "#ffffff", opacity=opacity) for opacity, path in paths.items() if path)
    return Layer("snowfall", depth, marks)


def _banks(canvas: Canvas, depth: float, *, near: bool) -> Layer:
    """Banks of mist that lie along the ground, thickest at the horizon."""
    chance, unit = canvas.chance, canvas.unit
    colour = lighten(canvas.palette.haze, 0.3)
    levels = (1.02, 0.9) if near else (-0.25, 0.0, 0.2, 0.45)
    marks: list[Mark] = []
    for level in levels:
        for x in canvas.spread(3):
            across, high = canvas.width * chance.uniform(0.3, 0.5), unit * chance.uniform(7, 13)
            marks.append(Glow(x, canvas.between(level), across, high, colour, 0.5 if near else 0.8, core=0.15))
    return Layer("mist", depth, tuple(marks))


def _lightning(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    x, y = canvas.width * chance.uniform(0.2, 0.8), canvas.bleed + (canvas.horizon - canvas.bleed) * 0.15
    down = (canvas.horizon - y) / 4.2
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for step in range(5):
        bend = x + unit * chance.uniform(-5, 5)
        half = unit * 0.85 * (1 - step / 4.6)
        left.append((bend - half, y + step * down))
        right.append((bend + half, y + step * down + unit * 0.6))
    glow = Glow(x, y + down * 2, unit * 34, unit * 40, "#eef0ff", 0.55)
    return Layer("lightning", 0.12, (glow, Form(polygon([*left, *right[::-1]]), "#fffdf0")))
