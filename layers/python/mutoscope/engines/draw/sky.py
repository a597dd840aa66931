"""The sky of every outdoor motif: its light, the sun or the moon, clouds by day, stars by night.

The sun stands away from the subject's side, so the two never touch.
"""

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.colours import mix
from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.outlines import bird, box, cloud, ellipse, star
from mutoscope.engines.draw.palettes import Hour, Swatch
from mutoscope.engines.draw.scene import Edge, Form, Glow, Layer, Mark, Stroke
from mutoscope.engines.draw.weather import paint_overcast


def paint_sky(canvas: Canvas, *, sun_x: float | None, weather: Weather = Weather.CLEAR) -> tuple[Layer, ...]:
    """`sun_x` None leaves the sun out, where it is itself the subject; rain hides it, and snow and fog the stars."""
    if weather in (Weather.RAIN, Weather.STORM):
        return (_air(canvas), *paint_overcast(canvas, weather))
    layers = [_air(canvas)] if sun_x is None else [_air(canvas), _sun(canvas, sun_x)]
    if canvas.palette.dark and weather is Weather.CLEAR:
        layers.insert(1, _stars(canvas))
    layers.append(_clouds(canvas))
    return tuple(layers)


def _air(canvas: Canvas) -> Layer:
    palette = canvas.palette
    everything = box(0, 0, canvas.width, canvas.height)
    return Layer("air", 0.0, (Form(everything, palette.sky_high, into=palette.sky_low),))


def _sun(canvas: Canvas, x: float) -> Layer:
    palette, unit = canvas.palette, canvas.unit
    low = palette.hour in (Hour.DAWN, Hour.GOLDEN, Hour.DUSK)
    y = canvas.horizon * (canvas.chance.uniform(0.62, 0.8) if low else canvas.chance.uniform(0.28, 0.45))
    radius = unit * (11 if low else 8)
    reach = radius * (1.9 if palette.duotone else 5.5)
    halo = Glow(x, y, reach, reach, palette.sun, 0.3 if palette.duotone else 0.7, core=0.1)
    disc = Form(ellipse(x, y, radius, radius), palette.sun, edge=Edge.BODY)
    if palette.hour is Hour.NIGHT:
        return Layer("moon", 0.05, (halo, disc, *_seas(canvas, x, y, radius)))
    band = Glow(
        x, canvas.horizon, canvas.width * 0.7, unit * 16, palette.sun, 0.42 if low and not palette.duotone else 0.0
    )
    return Layer("sun", 0.05, (band, halo, disc))


def _seas(canvas: Canvas, x: float, y: float, radius: float) -> tuple[Mark, ...]:
    """The dark plains on the face of the moon."""
    shade = mix(canvas.palette.sun, canvas.palette.sky_high, 0.28)
    plains = ((-0.3, -0.25, 0.26), (0.28, -0.05, 0.2), (-0.08, 0.38, 0.17), (0.38, 0.42, 0.1))
    return tuple(
        Form(ellipse(x + radius * right, y + radius * down, radius * size, radius * size), shade, opacity=0.55)
        for right, down, size in plains
    )


def _stars(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    marks: list[Mark] = []
    for _ in range(70):
        x, y = chance.uniform(0, canvas.width), canvas.horizon * chance.uniform(0, 0.95)
        size = unit * chance.choice((0.12, 0.16, 0.22))
        marks.append(Form(ellipse(x, y, size, size), "#ffffff", opacity=round(chance.uniform(0.35, 0.95), 2)))
    for _ in range(5):
        x, y = chance.uniform(0, canvas.width), canvas.horizon * chance.uniform(0.05, 0.7)
        marks.append(Form(star(x, y, unit * chance.uniform(0.8, 1.5), waist=0.18), "#fffdf0", opacity=0.9))
    return Layer("stars", 0.02, tuple(marks))


def _clouds(canvas: Canvas) -> Layer:
    chance, unit = canvas.chance, canvas.unit
    colour = canvas.colour(Swatch.CLOUD, 0.75)
    marks: list[Mark] = []
    high = canvas.horizon - canvas.bleed
    for x in canvas.spread(max(2, round(canvas.width * high / (unit * unit * 1_900)))):
        y = canvas.bleed + high * chance.uniform(0.08, 0.72)
        length = unit * chance.uniform(16, 34)
        opacity = 0.28 if canvas.palette.dark else 0.82
        marks.append(Form(cloud(chance, x, y, length), colour, opacity=opacity, foot_opacity=opacity * 0.35))
    if not canvas.palette.dark and chance.random() < 0.6:
        marks.extend(_birds(canvas))
    return Layer("clouds", 0.12, tuple(marks))


def _birds(canvas: Canvas) -> list[Mark]:
    chance, unit = canvas.chance, canvas.unit
    x, y = canvas.width * chance.uniform(0.2, 0.8), canvas.horizon * chance.uniform(0.35, 0.6)
    shade = canvas.colour(Swatch.SHADE, 0.6)
    places = [
        (x + unit * 6 * index, y - unit * chance.uniform(-2, 2), unit * (1.3 - 0.2 * index)) for index in range(3)
    ]
    return [Stroke(bird(at, height, span), shade, unit * 0.28, 0.7) for at, height, span in places]
