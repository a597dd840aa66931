"""What moves in the air of a place: what its weather lets fall, and else what is at home there by day and by night."""

from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.palettes import Hour, Palette
from mutoscope.engines.tasks import Air

_FALLING = {Weather.RAIN: Air.RAIN, Weather.STORM: Air.RAIN, Weather.SNOW: Air.SNOW, Weather.FOG: Air.CLEAR}
_BY_DAY = {"forest": Air.LEAVES, "garden": Air.PETALS, "underwater": Air.BUBBLES, "snow": Air.SNOW, "space": Air.CLEAR}
_LIT_BY_FIREFLIES = frozenset({"field", "forest", "garden", "hills", "lake", "river"})


def air_of(place: str, weather: Weather, palette: Palette) -> Air:
    if weather in _FALLING:
        return _FALLING[weather]
    if palette.hour is Hour.NIGHT and place in _LIT_BY_FIREFLIES:
        return Air.FIREFLIES
    return _BY_DAY.get(place, Air.MOTES)
