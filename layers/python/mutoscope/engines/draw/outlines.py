"""The outlines that motifs are cut from, as SVG path data: ridges, hills, trees, clouds, houses, tufts.

Lengths are pixels; an outline stands on the point that it is given (its foot), unless its docstring says otherwise.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

Point = tuple[float, float]


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def curve(points: Sequence[Point]) -> str:
    """A smooth open line through the middles of the given points, from the first to the last."""
    start, *inner, last = points
    parts = [f"M{number(start[0])} {number(start[1])}"]
    for (x, y), (next_x, next_y) in zip(inner, [*inner[1:], last], strict=True):
        parts.append(f"Q{number(x)} {number(y)} {number((x + next_x) / 2)} {number((y + next_y) / 2)}")
    return "".join(parts) + f"L{number(last[0])} {number(last[1])}"


def land(points: Sequence[Point], bottom: float) -> str:
    """The mass under a smooth line, down to `bottom`."""
    return curve(points) + f"L{number(points[-1][0])} {number(bottom)}L{number(points[0][0])} {number(bottom)}Z"


def rolling(chance: Random, width: float, top: float, swell: float, *, waves: float = 1.6) -> list[Point]:
    """A gentle ridge line from beyond the left edge to beyond the right; `swell` is how far it strays from `top`."""
    phases = [chance.uniform(0, 2 * pi) for _ in range(3)]
    steps = 26
    return [
        (
            width * (index / (steps - 2) * 1.1 - 0.05),
            top
            + swell
            * sum(
                sin(phase + index / steps * 2 * pi * waves * (order + 1)) / (order + 1) ** 1.5
                for order, phase in enumerate(phases)
            )
            / 1.6,
        )
        for index in range(steps)
    ]


def jagged(chance: Random, width: float, top: float, height: float, peaks: int) -> list[Point]:
    """Peaks and saddles from left to right; `top` is the highest peak, valleys lie up to `height` lower."""
    step = width * 1.2 / peaks
    points: list[Point] = [(-width * 0.1, top + height)]
    for index in range(peaks):
        left = -width * 0.1 + index * step
        peak = top + height * chance.uniform(0, 0.5)
        points.append((left + step * chance.uniform(0.35, 0.65), peak))
        points.append((left + step, top + height * chance.uniform(0.75, 1.0)))
    return points


def ellipse(x: float, y: float, across: float, high: float) -> str:
    """An ellipse about its middle; `across` and `high` are radii."""
    return (
        f"M{number(x - across)} {number(y)}a{number(across)} {number(high)} 0 1 1 {number(2 * across)} 0"
        f"a{number(across)} {number(high)} 0 1 1 {number(-2 * across)} 0Z"
    )


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle from its upper left corner."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}Z"


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle with round corners, from its upper left corner."""
    r, w, h = number(radius), number(width - 2 * radius), number(height - 2 * radius)
    minus = number(-radius)
    return (
        f"M{number(x + radius)} {number(y)}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1 {minus} {r}"
        f"h{number(-(width - 2 * radius))}a{r} {r} 0 0 1 {minus} {minus}v{number(-(height - 2 * radius))}"
        f"a{r} {r} 0 0 1 {r} {minus}Z"
    )


def cloud(chance: Random, x: float, y: float, length: float) -> str:
    """A flat-bottomed cloud; `x`, `y` is the middle of its bottom."""
    base = box(x - length * 0.42, y - length * 0.11, length * 0.84, length * 0.11)
    ends = ellipse(x - length * 0.42, y - length * 0.075, length * 0.1, length * 0.075)
    ends += ellipse(x + length * 0.42, y - length * 0.075, length * 0.1, length * 0.075)
    puffs = ""
    for index in range(4):
        radius = length * chance.uniform(0.11, 0.15) * (1.3 if index in (1, 2) else 0.9)
        puffs += ellipse(x + length * (index - 1.5) * 0.21, y - length * 0.12, radius, radius)
    return base + ends + puffs


def round_tree(x: float, foot: float, height: float) -> str:
    """The crown of a broad-leaved tree over its trunk."""
    crown = height * 0.34
    return (
        ellipse(x, foot - height * 0.66, crown, crown)
        + ellipse(x - crown * 0.7, foot - height * 0.5, crown * 0.68, crown * 0.62)
        + ellipse(x + crown * 0.72, foot - height * 0.52, crown * 0.66, crown * 0.6)
    )


def trunk(x: float, foot: float, height: float) -> str:
    half = height * 0.035
    return polygon(
        [
            (x - half * 1.7, foot),
            (x - half, foot - height * 0.45),
            (x + half, foot - height * 0.45),
            (x + half * 1.7, foot),
        ]
    )


def pine(x: float, foot: float, height: float) -> str:
    """A conifer of three tiers."""
    tiers = ""
    for base, top, half in ((0.06, 0.52, 0.24), (0.3, 0.76, 0.185), (0.54, 1.0, 0.13)):
        tiers += polygon(
            [
                (x - height * half, foot - height * base),
                (x, foot - height * top),
                (x + height * half, foot - height * base),
            ]
        )
    return tiers + box(x - height * 0.025, foot - height * 0.08, height * 0.05, height * 0.09)


def blades(chance: Random, x: float, foot: float, height: float, count: int = 5) -> str:
    """A tuft of grass or young rice."""
    path = ""
    for index in range(count):
        lean = (index - (count - 1) / 2) / count * height * 1.1 + chance.uniform(-0.06, 0.06) * height
        tall = height * chance.uniform(0.75, 1.0) * (1 - abs(index - (count - 1) / 2) / count * 0.6)
        half = height * 0.05
        path += (
            f"M{number(x - half)} {number(foot)}Q{number(x + lean * 0.3)} {number(foot - tall * 0.7)} "
            f"{number(x + lean)} {number(foot - tall)}Q{number(x + lean * 0.45 + half)} {number(foot - tall * 0.6)} "
            f"{number(x + half)} {number(foot)}Z"
        )
    return path


def star(x: float, y: float, radius: float, points: int = 4, waist: float = 0.34) -> str:
    corners = [
        (
            x + cos(pi * index / points - pi / 2) * radius * (1 if index % 2 == 0 else waist),
            y + sin(pi * index / points - pi / 2) * radius * (1 if index % 2 == 0 else waist),
        )
        for index in range(points * 2)
    ]
    return polygon(corners)


def bird(x: float, y: float, span: float) -> str:
    """A far bird as two open strokes; `x`, `y` is its body."""
    return (
        f"M{number(x - span)} {number(y - span * 0.3)}Q{number(x - span * 0.4)} {number(y - span * 0.55)} "
        f"{number(x)} {number(y)}Q{number(x + span * 0.4)} {number(y - span * 0.55)} "
        f"{number(x + span)} {number(y - span * 0.3)}"
    )
