"""Pictograms of our own of what grows, which the package lacks: jasmine, wheat, bamboo, cotton, a plain pumpkin.

They fill the package's square of 32 units a side and stand at its foot.
"""

from collections.abc import Mapping

_LEAF, _LEAF_DEEP, _STALK = "#5FA645", "#3F7F33", "#7FA83A"
_EAR, _EAR_DEEP = "#F2C14E", "#D9982F"


def _jasmine() -> str:
    """White five-petalled stars before dark leaves."""
    leaves = ((9, 16, -50), (23, 15, 48), (16, 9, 0), (10, 24, -70), (22, 24, 70), (16, 20, 10))
    green = "".join(
        f'<path fill="{_LEAF if number % 2 else _LEAF_DEEP}" d="M0 7Q-5 0 0 -8Q5 0 0 7Z" '
        f'transform="translate({x} {y}) rotate({turn})"/>'
        for number, (x, y, turn) in enumerate(leaves)
    )
    stem = f'<path fill="none" stroke="{_LEAF_DEEP}" stroke-width="1.2" d="M16 31Q15 25 16 18"/>'
    buds = "".join(
        f'<path fill="#FFFFFF" stroke="#E9B7CC" stroke-width="0.4" d="M0 3Q-1.6 0 0 -3.4Q1.6 0 0 3Z" '
        f'transform="translate({x} {y}) rotate({turn})"/>'
        for x, y, turn in ((6.4, 9.4, -30), (25.6, 8.6, 34), (16, 3.8, 4))
    )
    flowers = "".join(_star(*place) for place in ((10.4, 15.6, 5.2), (22, 17, 5.6), (14.8, 24, 4.8)))
    return stem + green + buds + flowers


def _star(x: float, y: float, size: float) -> str:
    petal = f"M0 0Q{-size * 0.5:.1f} {-size * 0.62:.1f} 0 {-size:.1f}Q{size * 0.5:.1f} {-size * 0.62:.1f} 0 0Z"
    petals = "".join(
        f'<path fill="#FFFFFF" stroke="#C9D2EA" stroke-width="0.35" d="{petal}" transform="rotate({turn})"/>'
        for turn in range(0, 360, 72)
    )
    heart = f'<circle fill="#F3CF5B" r="{size * 0.17:.2f}"/>'
    return f'<g transform="translate({x} {y})">{petals}{heart}</g>'


def _wheat() -> str:
    """Five upright ears with awns."""
    return "".join(_ear(foot, lean, top) for foot, lean, top in (
        (14.6, -17, 8), (17.4, 17, 8), (15.2, -8, 4.6), (16.8, 8, 4.6), (16, 0, 2.4)
    ))  # fmt: skip


def _ear(foot: float, lean: float, top: float) -> str:
    stalk = f'<path stroke="{_STALK}" stroke-width="0.8" fill="none" d="M0 0V{top - 23:.1f}"/>'
    blade = f'<path fill="{_LEAF}" d="M0 -4Q{3 if lean > 0 else -3} -9 {6 if lean > 0 else -6} -9.6Q1 -7 0 -2Z"/>'
    grains, awns = "", ""
    for pair in range(6):
        y = top - 24 - pair * 1.5 + 3
        awns += f"M0 {y:.1f}L-2.6 {y - 4.4:.1f}M0 {y:.1f}L2.6 {y - 4.4:.1f}"
        for side, fill in ((-1, _EAR), (1, _EAR_DEEP)):
            grains += (
                f'<ellipse fill="{fill}" rx="0.85" ry="1.5" transform="translate({side * 0.95} {y:.1f}) '
                f'rotate({side * 22})"/>'
            )
    hairs = f'<path stroke="{_EAR_DEEP}" stroke-width="0.25" fill="none" d="{awns}"/>'
    return f'<g transform="translate({foot} 31) rotate({lean})">{stalk}{blade}{hairs}{grains}</g>'


def _bamboo() -> str:
    culms = "".join(_culm(*place) for place in ((9, 6, "#6FA53C"), (22.4, 4, "#6FA53C"), (15.4, 1, "#86BD4E")))
    leaf = "M0 0Q3.4 -2.4 7.4 0.6Q3 1.6 0 0Z"
    leaves = "".join(
        f'<path fill="{_LEAF if number % 2 else _LEAF_DEEP}" d="{leaf}" transform="translate({x} {y}) rotate({turn})"/>'
        for number, (x, y, turn) in enumerate(
            (
                (11, 9, 150),
                (11, 9, 200),
                (17, 6, -20),
                (17, 6, 30),
                (24, 11, 20),
                (24, 11, -30),
                (9, 17, 190),
                (17, 15, 10),
            )
        )
    )
    return culms + leaves


def _culm(x: float, top: float, fill: str) -> str:
    joints = "".join(
        f'<path fill="#4E7E2B" d="M{x - 0.2} {y:.1f}H{x + 3.2}V{y + 0.7:.1f}H{x - 0.2}Z"/>'
        for y in (top + (31 - top) * share for share in (0.2, 0.42, 0.64, 0.86))
    )
    light = f'<path fill="#B6DD85" fill-opacity="0.8" d="M{x + 0.5} {top}H{x + 1.1}V31H{x + 0.5}Z"/>'
    return f'<path fill="{fill}" d="M{x} {top}H{x + 3}V31H{x}Z"/>{light}{joints}'


def _cotton() -> str:
    stems = '<path fill="none" stroke="#8A6A3F" stroke-width="1.1" d="M16 31V12M16 24Q11 22 9 18M16 21Q21 20 23.4 16"/>'
    leaf = f'<path fill="{_LEAF}" d="M16 28Q22 24 26 27Q22 31 16 28ZM16 30Q10 26 6 28.6Q10 32 16 30Z"/>'
    return (
        stems + leaf + "".join(_boll(x, y, size) for x, y, size in ((9, 14.6, 4.4), (23.4, 12.6, 4.4), (16, 7.6, 5.2)))
    )


def _boll(x: float, y: float, size: float) -> str:
    puffs = "".join(
        f'<circle fill="{fill}" cx="{x + size * dx:.1f}" cy="{y + size * dy:.1f}" r="{size * r:.1f}"/>'
        for fill, dx, dy, r in (
            ("#E3E6EE", -0.5, 0.2, 0.6), ("#E3E6EE", 0.5, 0.2, 0.6), ("#FFFFFF", 0, -0.4, 0.66),
            ("#FFFFFF", -0.36, -0.02, 0.52), ("#FFFFFF", 0.38, -0.02, 0.52), ("#F4F6FA", 0, 0.34, 0.5),
        )
    )  # fmt: skip
    husk = f"M{x - size:.1f} {y + size * 0.3:.1f}Q{x} {y + size * 1.5:.1f} {x + size:.1f} {y + size * 0.3:.1f}"
    husk += (
        f"Q{x + size * 0.4:.1f} {y + size * 0.9:.1f} {x} {y + size * 0.7:.1f}Q{x - size * 0.4:.1f} {y + size * 0.9:.1f}"
    )
    return puffs + f'<path fill="#8A6A3F" d="{husk} {x - size:.1f} {y + size * 0.3:.1f}Z"/>'


def _pumpkin() -> str:
    ribs = ((7, 4.6, "#D9731F"), (25, 4.6, "#D9731F"), (11, 5.6, "#E98428"), (21, 5.6, "#E98428"), (16, 5.4, "#F5983A"))
    body = "".join(f'<ellipse fill="{fill}" cx="{x}" cy="20.6" rx="{rx}" ry="9.6"/>' for x, rx, fill in ribs)
    stem = '<path fill="#6B8E3A" d="M14.6 12.4Q15 8 12.6 6.2L15.6 4.8Q18.4 8 17.8 12.4Z"/>'
    leaf = f'<path fill="{_LEAF}" d="M18 11.6Q20.6 6.4 27 7.8Q25.6 12.8 18 11.6Z"/>'
    return body + stem + leaf


GROWTH: Mapping[str, str] = {
    "jasmine": _jasmine(),
    "wheat": _wheat(),
    "bamboo": _bamboo(),
    "cotton": _cotton(),
    "pumpkin": _pumpkin(),
}
