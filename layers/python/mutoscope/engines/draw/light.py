"""The light of a film: one palette for all its scenes, and what an hour or weather named in a scene makes of it.

The palette follows from the film's seed and the style. A scene that names no hour has the one that scenes around it
agree on (`shared_sky.py`), so an edit that names another, or none any more, can change its neighbours' light as well.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from mutoscope.engines.draw.colours import darken, mix, saturate
from mutoscope.engines.draw.palettes import Hour, Palette
from mutoscope.engines.draw.styles import Style


class Weather(StrEnum):
    CLEAR = "clear"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"


@dataclass(frozen=True)
class _Key:
    """The colours of an hour's light: of the sky above and at the horizon, of the sun, and of what it tints."""

    high: str
    low: str
    sun: str
    tint: str
    share: float


_KEYS = {
    Hour.DAWN: _Key("#8fa9dc", "#ffd3bd", "#fff0d2", "#f0b3a6", 0.22),
    Hour.DAY: _Key("#6fbbe0", "#f6f3dc", "#fff3c4", "#fff0c8", 0.08),
    Hour.GOLDEN: _Key("#f0a45c", "#ffe6ae", "#fffbe0", "#f0a04e", 0.26),
    Hour.DUSK: _Key("#54477f", "#f29b86", "#ffdca8", "#6a4884", 0.38),
    Hour.NIGHT: _Key("#121a40", "#3a5890", "#fdf6d8", "#1c2960", 0.60),
}
_ASHEN = {Weather.RAIN: 0.5, Weather.STORM: 0.72, Weather.SNOW: 0.4, Weather.FOG: 0.55}
_CLOUDED = {Weather.RAIN: "#7d90a3", Weather.STORM: "#39435c", Weather.SNOW: "#b9c9d8", Weather.FOG: "#ccd3d4"}


def choose_palette(style: Style, film_seed: int | None, hour: Hour | None, chance: Random) -> Palette:
    """The film's palette, or its nearest kin of the hour that a scene's words ask for."""
    lot = Random(f"{film_seed}/{style.name}") if film_seed is not None else chance
    usual = [palette for palette in style.palettes if palette.hour is not Hour.NIGHT] or list(style.palettes)
    palette = lot.choice(usual)
    if hour is None or hour is palette.hour or style.nocturnal:
        return palette
    fitting = [other for other in style.palettes if other.hour is hour]
    return lot.choice(fitting) if fitting else _at_hour(palette, hour)


def _at_hour(palette: Palette, hour: Hour) -> Palette:
    if palette.duotone:
        return _duotone_at_hour(palette, hour)
    key = _KEYS[hour]
    return replace(
        palette,
        name=f"{palette.name} at {hour}",
        hour=hour,
        sky_high=mix(palette.sky_high, key.high, 0.85),
        sky_low=mix(palette.sky_low, key.low, 0.85),
        sun=key.sun,
        haze=mix(mix(key.low, key.high, 0.35), palette.haze, 0.2),
        tint=mix(key.tint, palette.tint, 0.2),
        tint_share=key.share,
    )


def _duotone_at_hour(palette: Palette, hour: Hour) -> Palette:
    """The same inks: by night the darkest make the sky, at dusk and dawn the middle ones do."""
    dark, deep, middle, light, bright = palette.duotone
    skies = {
        Hour.NIGHT: (dark, mix(deep, dark, 0.25)),
        Hour.DUSK: (deep, light),
        Hour.DAWN: (middle, bright),
        Hour.GOLDEN: (light, bright),
        Hour.DAY: (mix(bright, middle, 0.3), bright),
    }
    high, low = skies[hour]
    night = hour is Hour.NIGHT
    stops = (darken(dark, 0.35), darken(deep, 0.35), deep, middle, light) if night else palette.duotone
    sun = bright if night else palette.sun
    return replace(
        palette, name=f"{palette.name} at {hour}", hour=hour, sky_high=high, sky_low=low, sun=sun, haze=low,
        duotone=stops,
    )  # fmt: skip


def under_weather(palette: Palette, weather: Weather) -> Palette:
    """Overcast: the sky greys, colours lose their strength, and far things fade sooner."""
    if weather is Weather.CLEAR:
        return palette
    share, cloud = _ASHEN[weather], _CLOUDED[weather]
    if palette.dark:
        cloud = mix(cloud, palette.sky_high, 0.75)
    if palette.duotone:
        cloud = mix(cloud, palette.duotone[2 if weather is Weather.STORM else 3], 0.7)
    return replace(
        palette,
        sky_high=mix(palette.sky_high, cloud, share),
        sky_low=mix(palette.sky_low, mix(cloud, "#ffffff", 0.25), share * (0.55 if palette.dark else 0.8)),
        sun=mix(palette.sun, cloud, share * 0.6),
        haze=saturate(mix(palette.haze, cloud, share), 0.9),
        saturation=palette.saturation * (1 - share * 0.35),
        haze_share=min(0.95, palette.haze_share + (0.2 if weather is Weather.FOG else 0.08)),
    )
