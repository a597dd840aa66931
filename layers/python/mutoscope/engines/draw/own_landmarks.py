"""Pictograms of our own of what people build and travel to, which the package lacks: mills, a bridge, a lighthouse.

They fill the package's square of 32 units a side and stand at its foot.
"""

from collections.abc import Mapping

_WHITE, _RED, _DARK, _LAMP = "#F6F2EA", "#E0483C", "#3B4252", "#FFD766"
_STONE, _STONE_DEEP, _STONE_LIT = "#B3A48F", "#8F7F6B", "#CDBFA9"
_SAND, _SAND_DEEP = "#E8B968", "#C8924C"
_WATER, _WATER_DEEP = "#6DBDEB", "#3E97D0"


def _lighthouse() -> str:
    """A white tower with red bands on a rock, its lantern lit."""
    parts = [_path("#8A8F98", "M5 31Q7 27 11 27.4L21 27.4Q26 27 27.5 31Z")]
    for band in range(5):
        low, high = band / 5, (band + 1) / 5
        wide, narrow = 4.8 - 1.9 * low, 4.8 - 1.9 * high
        y, above = 28 - 18 * low, 28 - 18 * high
        corners = f"M{16 - wide:.2f} {y:.2f}L{16 - narrow:.2f} {above:.2f}H{16 + narrow:.2f}L{16 + wide:.2f} {y:.2f}Z"
        parts.append(_path(_WHITE if band % 2 == 0 else _RED, corners))
    parts += [
        _path("#000000", "M16 10H18.9L20.8 28H16Z", opacity=0.1),
        _path(_DARK, "M11.8 9H20.2V10.3H11.8ZM14.9 23.6H17.1V28H14.9Z"),
        _path(_LAMP, "M13.6 5.2H18.4V9H13.6Z"),
        _path(_DARK, "M15.7 5.2H16.3V9H15.7Z"),
        _path(_RED, "M12.4 5.4L16 1.4L19.6 5.4Z"),
    ]
    return "".join(parts)


def _windmill() -> str:
    sail = _path("#FFF8EA", "M0.3 -1.4H3.4V-12.6H0.3Z") + _path("#7A4A32", "M-0.4 0H0.4V-13H-0.4Z")
    sails = "".join(f'<g transform="translate(16 12) rotate({turn})">{sail}</g>' for turn in (40, 130, 220, 310))
    body = _path("#C98B5E", "M8.6 31L12 13.5H20L23.4 31Z") + _path("#A96F47", "M17 13.5H20L23.4 31H18.4Z")
    roof = _path("#7A4A32", "M11 14Q12 7.6 16 7.2Q20 7.6 21 14Z")
    openings = _path(_DARK, "M14 31V26.6A2 2 0 0 1 18 26.6V31Z") + _path("#FFE9A8", "M14.8 18.4H17.2V21H14.8Z")
    return body + roof + openings + sails + '<circle fill="#3B2A20" cx="16" cy="12" r="1.2"/>'


def _wind_turbine() -> str:
    blade = _path("#FFFFFF", "M-0.5 0Q-1.7 -3.4 0.2 -11.4Q1.5 -4 0.5 0Z")
    blades = "".join(f'<g transform="translate(16 12) rotate({turn})">{blade}</g>' for turn in (12, 132, 252))
    mast = _path("#E4E9EF", "M15 31L15.6 12H16.4L17 31Z") + _path("#B9C3CE", "M16.1 12H16.4L17 31H16.3Z")
    return mast + blades + '<circle fill="#98A4B1" cx="16" cy="12" r="1.2"/>'


def _bridge() -> str:
    """Three arches of stone that rise to the middle."""
    arches = (
        "M0.6 30V19.4Q16 11.6 31.4 19.4V30H28.6V27.2A3.6 4.2 0 0 0 21.4 27.2V30H19.8V25.8A3.8 4.8 0 0 0 12.2 25.8V30"
        "H10.6V27.2A3.6 4.2 0 0 0 3.4 27.2V30Z"
    )
    rail = "M0.6 18.2Q16 10.4 31.4 18.2V20Q16 12.2 0.6 20Z"
    stones = "M4 21.6H7M9.5 20H12.6M14 17.6H18M19.6 20H22.6M25 21.6H28"
    joints = f'<path fill="none" stroke="{_STONE_DEEP}" stroke-width="0.6" d="{stones}"/>'
    return _path(_STONE, arches) + joints + _path(_STONE_LIT, rail)


def _pyramid() -> str:
    courses = "".join(f"M{16 - 14 * at:.1f} {8 + 22 * at:.1f}H{16 + 14 * at:.1f}" for at in (0.3, 0.5, 0.7, 0.86))
    lines = f'<path fill="none" stroke="{_SAND_DEEP}" stroke-width="0.4" stroke-opacity="0.7" d="{courses}"/>'
    small = _path("#DDAA5A", "M20 30L26.4 19.4L32 30Z") + _path("#B98343", "M26.4 19.4L32 30H28Z")
    return small + _path(_SAND, "M2 30L16 8L30 30Z") + lines + _path(_SAND_DEEP, "M16 8L30 30H20.4Z", opacity=0.75)


def _waterfall() -> str:
    """A white curtain between two rocks, with spray at its foot."""
    streaks = "M13 5.4V26M15.2 4.6V28M17.6 5V25M19.6 5.6V27.4"
    rocks = _path("#7D8590", "M2 31V10Q3 4.6 8 4.4L12.6 3.6V31Z") + _path(
        "#69717C", "M30 31V9Q28.6 3.8 24 4L19.6 3.4V31Z"
    )
    turf = _path("#5FA645", "M2 11Q3 4 8 3.4L13 2.8V5.6Q6 5.4 2 11ZM30 10Q28.6 3.2 24 3L19.4 2.6V5.2Q27 5.6 30 10Z")
    water = _path(_WATER, "M11.6 4.6Q16 3.4 20.4 4.6L21 29Q16 31 11 29Z")
    light = f'<path fill="none" stroke="#FFFFFF" stroke-width="0.8" stroke-opacity="0.75" d="{streaks}"/>'
    pool = f'<ellipse fill="{_WATER_DEEP}" cx="16" cy="29.4" rx="12" ry="2"/>'
    spray = "".join(
        f'<circle fill="#FFFFFF" fill-opacity="0.9" cx="{x}" cy="{y}" r="{r}"/>'
        for x, y, r in ((11, 28, 1.8), (14, 28.8, 1.5), (17, 28.6, 1.9), (20.4, 28, 1.7), (8.8, 29, 1.1), (23, 29, 1.1))
    )
    return rocks + turf + pool + water + light + spray


def _hot_air_balloon() -> str:
    """An envelope of red and white gores over a wicker basket."""
    shade = "M16 1.6C23.4 1.6 28 6.6 28 12.4C28 17.6 23.4 21.4 19.4 25H17C21 20 23 9 16 1.6Z"
    return "".join(
        (
            _path(_RED, _gore(12, 3.4)),
            _path(_WHITE, _gore(7.6, 2.2)),
            _path(_RED, _gore(4.2, 1)),
            _path("#000000", shade, opacity=0.1),
            _path(_DARK, "M12.8 25H13.3L14 28H13.6ZM19.2 25H18.7L18 28H18.4Z"),
            _path("#A9713F", "M13.2 27.6H18.8L18.2 31H13.8Z"),
            _path("#7F5029", "M13 27.2H19V28.2H13Z"),
        )
    )


def _gore(wide: float, narrow: float) -> str:
    """The envelope as far as `wide` from its middle, and as far as `narrow` at its mouth."""
    left, right, bend = 16 - wide, 16 + wide, wide * 0.617
    return (
        f"M16 1.6C{16 - bend:.2f} 1.6 {left} 6.6 {left} 12.4C{left} 17.6 {16 - bend:.2f} 21.4 {16 - narrow} 25"
        f"H{16 + narrow}C{16 + bend:.2f} 21.4 {right} 17.6 {right} 12.4C{right} 6.6 {16 + bend:.2f} 1.6 16 1.6Z"
    )


def _path(fill: str, outline: str, *, opacity: float = 1.0) -> str:
    seen = "" if opacity == 1 else f' fill-opacity="{opacity}"'
    return f'<path fill="{fill}"{seen} d="{outline}"/>'


LANDMARKS: Mapping[str, str] = {
    "hot-air-balloon": _hot_air_balloon(),
    "lighthouse": _lighthouse(),
    "windmill": _windmill(),
    "wind-turbine": _wind_turbine(),
    "bridge": _bridge(),
    "pyramid": _pyramid(),
    "waterfall": _waterfall(),
}
