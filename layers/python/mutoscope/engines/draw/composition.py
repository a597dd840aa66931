"""Where things stand: one subject, large and a little off the middle, and its companions, smaller and further back.

Figures stay above the caption band and within the middle nine tenths of the width; things of the air hang in it.
"""

from dataclasses import dataclass

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.motifs import Motif
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.pictograms import Pictogram
from mutoscope.engines.draw.scene import Figure, Glow, Layer, Mark
from mutoscope.engines.draw.staging import AFLOAT, AIRBORNE, GROWING
from mutoscope.engines.draw.styles import Fill, Style


@dataclass(frozen=True)
class Spot:
    """A place for one figure: its middle, its foot and its size in pixels, and how near it is."""

    x: float
    foot: float
    size: float
    depth: float


def compose_figures(
    canvas: Canvas, motif: Motif, style: Style, figures: tuple[Pictogram, ...], side: int
) -> list[Layer]:
    """`side` is -1 when the subject stands left of the middle, 1 when right; layers come from far to near."""
    if not figures:
        return []
    subject, *companions = figures
    spot = _subject_spot(canvas, motif, subject, side)
    company = companions[: canvas.chance.choice((1, 2, 2, 3))]
    layers = _place_companions(canvas, motif, company, spot, side)
    if subject.name in GROWING and not motif.floating:
        layers.append(_row(canvas, subject, spot))
    front = Layer("subject", spot.depth, (*_halo(canvas, style, spot), *_stand(canvas, motif, subject, spot)))
    return [*sorted(layers, key=lambda layer: layer.depth), front]


def _subject_spot(canvas: Canvas, motif: Motif, subject: Pictogram, side: int) -> Spot:
    room = canvas.ground - canvas.height * 0.05
    size = min(room * 0.8, canvas.width * 0.64) * canvas.chance.uniform(0.92, 1.0)
    x = canvas.width * (0.5 + side * canvas.chance.uniform(0.1, 0.16))
    foot = canvas.between(motif.water) if motif.water and subject.name in AFLOAT else canvas.ground
    if motif.floating or subject.name in AIRBORNE:
        size *= 0.86
        foot -= (room - size) * canvas.chance.uniform(0.35, 0.55)
    return Spot(_within(canvas, x, size), foot, size, 0.9)


def _place_companions(
    canvas: Canvas, motif: Motif, companions: list[Pictogram], subject: Spot, side: int
) -> list[Layer]:
    """The first stands on the open side, the second beyond the subject, the third far out; none covers another."""
    layers: list[Layer] = []
    taken = [(subject.x - subject.size * 0.44, subject.x + subject.size * 0.44)]
    for pictogram in companions:
        index = len(layers)
        size = subject.size * (0.5, 0.4, 0.34)[index] * canvas.chance.uniform(0.94, 1.06)
        x = _free_place(canvas, taken, size, -side if index != 1 else side)
        if x is None:
            continue
        taken.append((x - size * 0.46, x + size * 0.46))
        spot = Spot(x, _companion_foot(canvas, motif, pictogram, index, subject), size, 0.82 - 0.06 * index)
        layers.append(Layer(f"companion {index}", spot.depth, _stand(canvas, motif, pictogram, spot)))
    return layers


def _free_place(canvas: Canvas, taken: list[tuple[float, float]], size: float, direction: int) -> float | None:
    """A middle beyond what is taken on that side, or else on the other; None where both sides are full."""
    gap = canvas.width * canvas.chance.uniform(0.015, 0.04)
    right = max(end for _, end in taken) + gap + size * 0.46
    left = min(start for start, _ in taken) - gap - size * 0.46
    margin = canvas.width * 0.04 + size * 0.46
    slack = size * 0.3 if canvas.width < canvas.height * 1.2 else 0.0
    for place in (left, right) if direction < 0 else (right, left):
        if margin - slack <= place <= canvas.width - margin + slack:
            return min(max(place, margin), canvas.width - margin)
    return None


def _companion_foot(canvas: Canvas, motif: Motif, pictogram: Pictogram, index: int, subject: Spot) -> float:
    if motif.floating or pictogram.name in AIRBORNE:
        level = subject.foot if motif.floating else canvas.ground
        return level - subject.size * ((0.5, 0.62, 0.2)[index] + canvas.chance.uniform(-0.08, 0.08))
    if motif.water and pictogram.name in AFLOAT:
        return canvas.between(motif.water * (0.75, 0.6, 0.5)[index])
    return canvas.between(1 - (1 - motif.back) * (0.25, 0.55, 0.85)[index])


def _row(canvas: Canvas, pictogram: Pictogram, subject: Spot) -> Layer:
    """Growing things do not grow alone: smaller ones stand behind, all across the picture."""
    marks: list[Mark] = []
    size = subject.size * 0.2
    for index, x in enumerate(canvas.spread(max(5, round(canvas.width / (size * 1.1))))):
        tall = size * canvas.chance.uniform(0.75, 1.15)
        foot = canvas.between(canvas.chance.uniform(0.62, 0.8))
        marks.extend((_shadow(canvas, x, foot, tall), Figure(pictogram.name, x, foot, tall, index % 2 == 0)))
    return Layer("row", 0.6, tuple(marks))


def _stand(canvas: Canvas, motif: Motif, pictogram: Pictogram, spot: Spot) -> tuple[Mark, ...]:
    figure = Figure(pictogram.name, spot.x, spot.foot, spot.size, portrait=pictogram.is_portrait)
    if motif.floating or pictogram.name in AIRBORNE:
        return (figure,)
    return (_shadow(canvas, spot.x, spot.foot, spot.size), figure)


def _shadow(canvas: Canvas, x: float, foot: float, size: float) -> Glow:
    return Glow(x, foot - size * 0.005, size * 0.5, size * 0.07, canvas.colour(Swatch.SHADE), 0.5, core=0.25)


def _halo(canvas: Canvas, style: Style, spot: Spot) -> tuple[Mark, ...]:
    if not style.halo:
        return ()
    size = spot.size * 0.95
    core = 0.5 if style.fill is Fill.WASH else 0.0
    return (Glow(spot.x, spot.foot - spot.size * 0.5, size, size, canvas.palette.light, style.halo, core),)


def _within(canvas: Canvas, x: float, size: float) -> float:
    margin = canvas.width * 0.05 + size / 2
    return min(max(x, margin), canvas.width - margin)
