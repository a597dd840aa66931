"""Colours as `#rrggbb`, and the few ways a painter changes them: mixing, lightening, darkening, greying.

Every function takes and returns lower-case hex; mixing happens in sRGB, as gouache does rather than as light does.
"""

from functools import cache


@cache
def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255; the short form `#rgb` is read too."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def from_channels(red: float, green: float, blue: float) -> str:
    clamped = (min(255, max(0, round(value))) for value in (red, green, blue))
    return "#" + "".join(f"{value:02x}" for value in clamped)


def mix(colour: str, other: str, share: float) -> str:
    """`share` 0 gives `colour`, 1 gives `other`."""
    red, green, blue = (a + (b - a) * share for a, b in zip(channels(colour), channels(other), strict=True))
    return from_channels(red, green, blue)


def lighten(colour: str, share: float) -> str:
    return mix(colour, "#ffffff", share)


def darken(colour: str, share: float) -> str:
    return mix(colour, "#10131f", share)


def luminance(colour: str) -> float:
    """Rec. 709 luma of the encoded channels, 0 (black) to 1 (white)."""
    red, green, blue = channels(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def saturate(colour: str, factor: float) -> str:
    """`factor` 0 gives grey, 1 leaves the colour, above 1 makes it louder."""
    grey = luminance(colour) * 255
    red, green, blue = (grey + (value - grey) * factor for value in channels(colour))
    return from_channels(red, green, blue)


def ramp(stops: tuple[str, ...], position: float) -> str:
    """The colour at `position` (0 to 1) along evenly spaced stops."""
    scaled = min(1.0, max(0.0, position)) * (len(stops) - 1)
    index = min(int(scaled), len(stops) - 2)
    return mix(stops[index], stops[index + 1], scaled - index)
