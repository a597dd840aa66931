"""Pictograms of our own: a sheaf, a drop and trees in place of the package's, and what the package lacks.

They fill the same square of 32 units a side; nothing else knows that they are ours.
"""

import re
from collections.abc import Iterator, Mapping
from math import atan2, degrees

from mutoscope.engines.draw.own_growth import GROWTH
from mutoscope.engines.draw.own_landmarks import LANDMARKS

_STALK, _BLADE, _BLADE_DEEP = "#7FA83A", "#6BA539", "#4F8A2E"
_GRAIN, _GRAIN_DEEP = "#F6C453", "#E3A032"
_CROWN, _CROWN_LIT, _CROWN_DEEP, _BARK, _BARK_DEEP = "#4F9A3C", "#74B94F", "#357A33", "#8A5A3C", "#6E4530"
_PINE, _PINE_LIT, _PINE_DEEP = "#2F8A57", "#4DA86B", "#226B47"

Point = tuple[float, float]


def _sheaf() -> str:
    """Three stalks that bow under their grains, with long leaves."""
    leaves = (
        (_BLADE_DEEP, "M15 31Q8 24 3.5 24.5Q10 22 15.8 28Z"),
        (_BLADE, "M17 31Q25 23 29 23.4Q22 20.6 16.4 28Z"),
        (_BLADE, "M15.4 31Q10.5 18 5.8 15.5Q12.6 16.6 16.6 29Z"),
        (_BLADE_DEEP, "M16.4 31Q20.6 20.5 25.6 17.2Q18.4 18.6 15.6 28Z"),
    )
    ears: tuple[tuple[Point, Point, Point], ...] = (
        ((15.4, 30), (11.5, 9), (3.6, 10.8)),
        ((16.8, 30), (21.5, 10), (28.6, 12.6)),
        ((16, 30), (15.4, 2.6), (22.4, 3.4)),
    )
    return "".join(f'<path fill="{fill}" d="{path}"/>' for fill, path in leaves) + "".join(_ear(*bow) for bow in ears)


def _ear(foot: Point, bend: Point, tip: Point) -> str:
    line = f"M{foot[0]} {foot[1]}Q{bend[0]} {bend[1]} {tip[0]} {tip[1]}"
    stalk = f'<path fill="none" stroke="{_STALK}" stroke-width="0.7" stroke-linecap="round" d="{line}"/>'
    return stalk + "".join(_grains(foot, bend, tip))


def _grains(foot: Point, bend: Point, tip: Point) -> Iterator[str]:
    """Pairs of grains along the upper part of a stalk's bow, smaller towards its tip."""
    for step in range(10):
        along = 0.5 + 0.5 * step / 9
        x, y = (
            (1 - along) ** 2 * start + 2 * along * (1 - along) * middle + along**2 * end
            for start, middle, end in zip(foot, bend, tip, strict=True)
        )
        slope = [(1 - along) * (bend[axis] - foot[axis]) + along * (tip[axis] - bend[axis]) for axis in (0, 1)]
        angle, size = degrees(atan2(slope[1], slope[0])), 1.55 - 0.05 * step
        for side, fill in ((-1, _GRAIN), (1, _GRAIN_DEEP)):
            yield (
                f'<ellipse fill="{fill}" cx="{size * 0.8:.2f}" cy="{side * 0.85:.2f}" rx="{size:.2f}" ry="0.78" '
                f'transform="translate({x:.2f} {y:.2f}) rotate({angle + side * 24:.0f})"/>'
            )


def _drop() -> str:
    return (
        '<path fill="#2FA4E7" d="M16 2C19.8 8.2 26 14.4 26 20.6A10 9.8 0 0 1 6 20.6C6 14.4 12.2 8.2 16 2Z"/>'
        '<path fill="#1B82C9" d="M20.6 8.6C23.6 12.6 26 16.6 26 20.6A10 9.8 0 0 1 7.2 25.2C18 29.6 25 20 20.6 8.6Z"/>'
        '<path fill="#A9E0FB" d="M11.2 14.4C9.2 17.2 8.4 20 9.2 22.4C9.8 24 11.6 23.4 11.4 21.8C11.2 19.6 12 17.4 '
        '13.2 15.4C14 13.8 12.2 13 11.2 14.4Z"/>'
    )


def _broad_tree() -> str:
    crown = ((16, 8.6, 6.8), (9.6, 12.6, 6.2), (22.4, 12.6, 6.2), (12.6, 17, 5.8), (19.6, 17, 5.8))
    shade = ((23.6, 14.6, 5), (19.8, 18.6, 4.4), (13.4, 19, 3.9))
    light = ((13.6, 7.6, 3.4), (8.6, 11.4, 2.9), (18.6, 11.8, 2.2), (13, 14.6, 1.8))
    trunk = (
        f'<path fill="{_BARK}" d="M14.4 31L14.9 22L10.8 18.2L12 17.2L15.4 19.8L15.6 15H16.6L16.9 19.6'
        f'L20.4 17L21.4 18L17.3 22L17.8 31Z"/><path fill="{_BARK_DEEP}" d="M16.2 31L16.4 21.6L17.3 22L17.8 31Z"/>'
    )
    return _discs(crown, _CROWN) + _discs(shade, _CROWN_DEEP) + _discs(light, _CROWN_LIT) + trunk


def _discs(places: tuple[tuple[float, float, float], ...], fill: str) -> str:
    return "".join(f'<circle fill="{fill}" cx="{x}" cy="{y}" r="{radius}"/>' for x, y, radius in places)


def _conifer() -> str:
    tiers = ((20.6, 28, 10.4), (14, 21.6, 8.6), (8, 15.4, 6.8), (2, 9.6, 4.8))
    parts = [f'<path fill="{_BARK}" d="M14.4 26H17.6V31H14.4Z"/><path fill="{_BARK_DEEP}" d="M16.2 26H17.6V31H16.2Z"/>']
    for top, foot, half in tiers:
        left, right, tip, sag = 16 - half, 16 + half, f"M16 {top - 2}", foot + 1
        bent, inner = 16 + half * 0.4, 16 + half * 0.1
        parts.append(
            f'<path fill="{_PINE}" d="{tip}L{right} {foot}Q16 {sag + 1.4} {left} {foot}Z"/>'
            f'<path fill="{_PINE_DEEP}" d="{tip}L{right} {foot}Q{bent} {sag + 0.6} {inner:.1f} {sag}Z"/>'
            f'<path fill="{_PINE_LIT}" d="{tip}L{left} {foot}L{16 - half * 0.55:.1f} {foot + 0.6}Z"/>'
        )
    return "".join(parts)


def _gull() -> str:
    """A gull that glides, seen from the side: white, with grey wings whose tips are black."""
    shapes = (
        ("#8E9BA8", "M15.6 15.2Q12.4 9.6 5.4 5.6Q8.2 12.4 13.4 17.4Z"),
        ("#2E3440", "M8.2 7.4L5.4 5.6Q6.2 8.4 7.9 11.2Q8.8 9.4 8.2 7.4Z"),
        (
            "#F4F6F8",
            "M4.2 20.4Q9 15 16.4 14.6Q22 14.4 24.4 15.4A3 2.9 0 0 1 27 18.2Q23 21.6 16.6 21.6Q10 21.6 6.6 20.8Z",
        ),
        ("#DDE3E8", "M6.6 20.8Q14 22 20 20.4Q24.4 19.2 27 18.2Q23 21.8 16.6 21.8Q10 21.8 6.6 20.8Z"),
        ("#F4F6F8", "M7.4 18.6L1.8 20Q4 21.6 7.6 21Z"),
        ("#A9B4BF", "M13.4 17.6Q17.6 10.6 27.2 5.4Q25.6 12.6 19.4 18.2Q16.4 19 13.4 17.6Z"),
        ("#2E3440", "M24.2 7.2L27.2 5.4Q26.8 8.4 25.1 11.2Q24 9.4 24.2 7.2Z"),
        ("#F2B134", "M26.8 17.2L30.4 18.2L26.6 18.9Z"),
    )
    body = "".join(f'<path fill="{fill}" d="{outline}"/>' for fill, outline in shapes)
    return body + '<circle fill="#2E3440" cx="24.9" cy="17" r="0.6"/>'


_OWN_WATER = re.compile(r'<path fill="#(?:00a6ed|5092ff)" d="M30[^"]*"/>')


def without_water(body: str) -> str:
    """A boat without the waves that its pictogram brings: it rides on the picture's own water."""
    return _OWN_WATER.sub("", body)


GULL = "gull"
OWN: Mapping[str, str] = {
    "sheaf-of-rice": _sheaf(),
    "droplet": _drop(),
    "deciduous-tree": _broad_tree(),
    "evergreen-tree": _conifer(),
    GULL: _gull(),
    **GROWTH,
    **LANDMARKS,
}

QUEEN_BEE = "queen-bee"
ADDED: Mapping[str, str] = {
    **dict.fromkeys(GROWTH, "Animals & Nature"),
    **dict.fromkeys(LANDMARKS, "Travel & Places"),
    QUEEN_BEE: "Animals & Nature",
    GULL: "Animals & Nature",
}
"""Those that the package has no name for, and the category that each belongs to."""


def crowned(bee: str, crown: str) -> str:
    """A queen bee: the honeybee under a small crown."""
    return f'{bee}<g transform="translate(-0.4 2.6) scale(0.36) rotate(-8 16 16)">{crown}</g>'
