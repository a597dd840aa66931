"""Where things stand: one subject, large and a little off the middle, and its companions, smaller and further back.

Figures stay above the caption band and within the middle nine tenths of the width; things of the air hang in it.
"""

from dataclasses import dataclass

from mutoscope.engines.draw.canvas import Canvas
from mutoscope.engines.draw.motifs import Motif
from mutoscope.engines.draw.palettes import Swatch
from mutoscope.engines.draw.pictograms import Pictogram
from mutoscope.engines.draw.scene import Figure, Glow, Layer, Mark
from mutoscope.engines.draw.styles import Style

AIRBORNE = frozenset(
    ["sun", "sun-with-face", "cloud-with-rain", "sun-behind-cloud", "crescent-moon", "full-moon", "glowing-star", "rainbow", "airplane", "bird", "butterfly", "honeybee", "rocket", "satellite", "balloon", "kite", "dove", "wind-face", "cloud", "high-voltage", "ringed-planet", "milky-way", "star", "leaf-fluttering-in-wind", "snowflake", "sparkles", "comet", "helicopter", "parachute", "owl", "eagle", "bat", "light-bulb", "red-question-mark", "speech-balloon", "thought-balloon", "musical-note", "droplet", "magnifying-glass-tilted-left", "thinking-face", "red-heart", "globe-showing-europe-africa", "globe-showing-asia-australia", "globe-showing-americas", "globe-with-meridians", "atom-symbol", "high-speed-airplane", "flying-saucer", "dna", "brain", "lungs", "anatomical-heart", "microbe"]
)
GROWING = frozenset(
    ["sheaf-of-rice", "seedling", "ear-of-corn", "sunflower", "tulip", "hibiscus", "evergreen-tree", "deciduous-tree", "herb", "cactus", "mushroom", "palm-tree", "rose", "cherry-blossom", "potted-plant"]
)


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
    """`side` is -1 when the subject stands left of the middle, 1 when right."""
    if not figures:
        return []
    subject, *companions = figures
    subject_spot = _subject_spot(canvas, motif, subject, side)
    layers = [
        _companion(canvas, motif, pictogram, index, side, subject_spot) for index, pictogram in enumerate(companions)
    ]
    if subject.name in GROWING and not motif.floating:
        layers.append(_row(canvas, subject, subject_spot, side))
    halo = _halo(canvas, style, subject_spot)
    front = Layer("subject", 0.9, (*halo, *_stand(canvas, motif, subject, subject_spot, side)))
    return [*sorted(layers, key=lambda layer: layer.depth), front]


def _subject_spot(canvas: Canvas, motif: Motif, subject: Pictogram, side: int) -> Spot:
    room = canvas.ground - canvas.height * 0.06
    size = min(room * 0.66, canvas.width * 0.56) * canvas.chance.uniform(0.9, 1.0)
    x = canvas.width * (0.5 + side * canvas.chance.uniform(0.1, 0.15) * min(1.2, canvas.width / canvas.height))
    lifted = motif.floating or subject.name in AIRBORNE
    foot = canvas.ground - (room - size) * canvas.chance.uniform(0.4, 0.6) if lifted else canvas.ground
    return Spot(_within(canvas, x, size), foot, size, 0.9)


def _companion(canvas: Canvas, motif: Motif, pictogram: Pictogram, index: int, side: int, subject: Spot) -> Layer:
    """The first stands beyond the subject, the next ones further out and back on either side."""
    share = (0.52, 0.4, 0.34)[index]
    size = subject.size * share * canvas.chance.uniform(0.92, 1.08)
    direction = -side if index != 1 else side
    reach = subject.size * (0.42, 0.48, 0.74)[index] + size * (0.56, 0.5, 0.6)[index]
    x = _within(canvas, subject.x + direction * reach, size)
    foot = canvas.ground - canvas.unit * (1.5, 4.5, 6.5)[index]
    if motif.floating or pictogram.name in AIRBORNE:
        foot = canvas.ground * (0.42, 0.34, 0.3)[index] + size * 0.4
    spot = Spot(x, foot, size, 0.8 - 0.06 * index)
    return Layer(f"companion {index}", spot.depth, _stand(canvas, motif, pictogram, spot, direction))


def _row(canvas: Canvas, pictogram: Pictogram, subject: Spot, side: int) -> Layer:
    """Growing things do not grow alone: a row of smaller ones behind."""
    marks: list[Mark] = []
    for index in range(5):
        size = subject.size * canvas.chance.uniform(0.2, 0.3)
        x = subject.x + side * subject.size * (0.46 - 0.34 * index) * 1.25
        foot = canvas.ground - canvas.unit * canvas.chance.uniform(3, 7)
        marks.extend((_shadow(canvas, x, foot, size), Figure(pictogram.name, x, foot, size, index % 2 == 0)))
    return Layer("row", 0.7, tuple(marks))


def _stand(canvas: Canvas, motif: Motif, pictogram: Pictogram, spot: Spot, side: int) -> tuple[Mark, ...]:
    lifted = motif.floating or pictogram.name in AIRBORNE
    figure = Figure(pictogram.name, spot.x, spot.foot, spot.size, mirrored=False, portrait=pictogram.is_portrait)
    if lifted:
        return (figure,)
    return (_shadow(canvas, spot.x, spot.foot, spot.size), figure)


def _shadow(canvas: Canvas, x: float, foot: float, size: float) -> Glow:
    return Glow(x, foot - size * 0.005, size * 0.5, size * 0.075, canvas.colour(Swatch.SHADE), 0.5, core=0.25)


def _halo(canvas: Canvas, style: Style, spot: Spot) -> tuple[Mark, ...]:
    if not style.halo:
        return ()
    size = spot.size * 0.95
    return (Glow(spot.x, spot.foot - spot.size * 0.5, size, size, canvas.palette.sun, style.halo),)


def _within(canvas: Canvas, x: float, size: float) -> float:
    margin = canvas.width * 0.05 + size / 2
    return min(max(x, margin), canvas.width - margin) if margin * 2 < canvas.width else canvas.width / 2
