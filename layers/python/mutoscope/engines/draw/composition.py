"""Where things stand: one subject, large and a little off the middle, and its companions, smaller and further back.

Figures stay above the caption band and within their room; things of the air hang in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.framing import Company, Framing
from mutoscope.engines.draw.motifs import Motif
from mutoscope.engines.draw.outlines import number
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.pictograms import Pictogram
from mutoscope.engines.draw.room import Box
from mutoscope.engines.draw.scene import Figure, Glow, Layer, Mark, Stroke
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
    canvas: Canvas, motif: Motif, style: Style, figures: tuple[Pictogram, ...], framing: Framing, room: Box
) -> list[Layer]:
    """The figures stand in `room`; layers come from far to near."""
    if not figures:
        return []
    subject, *companions = _cast(figures, framing)
    spot = _subject_spot(canvas, motif, subject, framing, room)
    company = companions[: canvas.chance.choice((2, 2, 3))]
    layers = _place_companions(canvas, motif, company, spot, framing, room)
    if subject.name in GROWING and motif.outdoors and not motif.barren:
        layers.append(_row(canvas, subject, spot))
    halo = Layer("halo", 0.5, _halo(canvas, style, spot))
    front = Layer("subject", spot.depth, _stand(canvas, motif, subject, spot))
    return [halo, *sorted(layers, key=lambda layer: layer.depth), front]


def _cast(figures: tuple[Pictogram, ...], framing: Framing) -> tuple[Pictogram, ...]:
    # Of two, the second is often no more than another picture for the first one's word.
    if framing.second and len(figures) > 2:
        return (figures[1], figures[0], *figures[2:])
    return figures


def _subject_spot(canvas: Canvas, motif: Motif, subject: Pictogram, framing: Framing, room: Box) -> Spot:
    tall = room.height > room.width
    widest = room.width * (0.76 if tall else 0.66)
    size = min(room.height * 0.8, widest) * framing.nearness * canvas.chance.uniform(0.96, 1.02)
    size = min(size, room.height * 0.92, room.width * 0.84)
    x = room.middle + framing.side * room.width * canvas.chance.uniform(0.11, 0.17)
    foot = canvas.between(motif.water) if motif.water and subject.name in AFLOAT else canvas.ground
    if motif.floating or subject.name in AIRBORNE:
        size *= 0.8
        foot -= (room.height - size) * canvas.chance.uniform(0.4, 0.65)
    return Spot(_within(room, x, size), min(max(foot, room.top + size), room.bottom), size, 0.9)


def _place_companions(
    canvas: Canvas, motif: Motif, companions: Sequence[Pictogram], subject: Spot, framing: Framing, room: Box
) -> list[Layer]:
    """None covers another: each stands where there is room, first on the open side or as the framing has it."""
    layers: list[Layer] = []
    taken = [(subject.x - subject.size * 0.44, subject.x + subject.size * 0.44)]
    for pictogram in companions:
        index, company = len(layers), _company(framing, motif, pictogram)
        size = min(subject.size * _SHARES[company][index], room.width * 0.4) * canvas.chance.uniform(0.94, 1.06)
        direction = framing.side if (company is Company.AROUND) == (index == 0) else -framing.side
        x = _free_place(canvas, taken, size, direction, room)
        if x is None:
            continue
        taken.append((x - size * 0.46, x + size * 0.46))
        foot = _companion_foot(canvas, motif, pictogram, _FAR[company][index], subject)
        spot = Spot(x, max(foot, room.top + size), size, 0.82 - 0.06 * index)
        layers.append(Layer(f"companion {index}", spot.depth, _stand(canvas, motif, pictogram, spot)))
    return layers


def _company(framing: Framing, motif: Motif, pictogram: Pictogram) -> Company:
    """Trees, houses and animals may be far out; a cup on the horizon would be as large as a house."""
    far_out = pictogram.category in _OUT_OF_DOORS and motif.outdoors
    return Company.BESIDE if framing.company is Company.BEYOND and not far_out else framing.company


_OUT_OF_DOORS = frozenset({"Animals & Nature", "Travel & Places"})
_SHARES = {
    Company.BESIDE: (0.54, 0.42, 0.34),
    Company.AROUND: (0.46, 0.5, 0.32),
    Company.BEYOND: (0.36, 0.3, 0.26),
}
_FAR = {Company.BESIDE: (0.2, 0.55, 0.85), Company.AROUND: (0.1, 0.4, 0.9), Company.BEYOND: (0.75, 0.95, 0.6)}
"""How far out companions stand: 0 is the subject's line, 1 as far back as the place allows."""


def _free_place(
    canvas: Canvas, taken: list[tuple[float, float]], size: float, direction: int, room: Box
) -> float | None:
    """A middle beyond what is taken on that side, or else on the other; None where both sides are full."""
    gap = room.width * canvas.chance.uniform(0.015, 0.05)
    right = max(end for _, end in taken) + gap + size * 0.46
    left = min(start for start, _ in taken) - gap - size * 0.46
    first, last = room.left + size * 0.46, room.right - size * 0.46
    slack = size * 0.4 if canvas.width < canvas.height * 1.2 else 0.0
    for place in (left, right) if direction < 0 else (right, left):
        if first - slack <= place <= last + slack:
            return min(max(place, first), last)
    return None


def _companion_foot(canvas: Canvas, motif: Motif, pictogram: Pictogram, far: float, subject: Spot) -> float:
    if motif.floating or pictogram.name in AIRBORNE:
        level = subject.foot if motif.floating else canvas.ground
        return level - subject.size * (0.3 + 0.4 * far + canvas.chance.uniform(-0.08, 0.08))
    if motif.water and pictogram.name in AFLOAT:
        return canvas.between(motif.water * (0.8 - 0.35 * far))
    return canvas.between(1 - (1 - motif.back) * far)


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
    if motif.water and pictogram.name in AFLOAT:
        return (_reflection(canvas, spot), figure, *_ripples(canvas, spot))
    return (_shadow(canvas, spot.x, spot.foot, spot.size), figure)


def _reflection(canvas: Canvas, spot: Spot) -> Glow:
    return Glow(
        spot.x, spot.foot + spot.size * 0.02, spot.size * 0.46, spot.size * 0.09,
        canvas.colour(Swatch.WATER_DEEP), 0.75, core=0.3,
    )  # fmt: skip


def _ripples(canvas: Canvas, spot: Spot) -> tuple[Mark, ...]:
    """Short waves run from the foot of the hull."""
    size, foot = spot.size, spot.foot
    return tuple(
        Stroke(
            f"M{number(spot.x - size * half)} {number(foot + size * down)}h{number(size * half * 2)}",
            canvas.colour(Swatch.SNOW), canvas.unit * 0.4, 0.55,
        )
        for down, half in ((-0.005, 0.47), (0.035, 0.36), (0.075, 0.22))
    )  # fmt: skip


def _shadow(canvas: Canvas, x: float, foot: float, size: float) -> Glow:
    return Glow(x, foot - size * 0.005, size * 0.5, size * 0.07, canvas.colour(Swatch.SHADE), 0.5, core=0.25)


def _halo(canvas: Canvas, style: Style, spot: Spot) -> tuple[Mark, ...]:
    if not style.halo:
        return ()
    size = spot.size * 0.95
    core = 0.5 if style.fill is Fill.WASH else 0.0
    return (Glow(spot.x, spot.foot - spot.size * 0.5, size, size, canvas.palette.light, style.halo, core),)


def _within(room: Box, x: float, size: float) -> float:
    return min(max(x, room.left + size / 2), room.right - size / 2)
