"""Variations of a picture without a model: other framing, other light, now and then another hand; each says which."""

from mutoscope.engines.edit import frames, hands, hours, tones
from mutoscope.engines.edit.instruction import Edit
from mutoscope.engines.edit.sheet import Sheet
from mutoscope.engines.edit.tones import Apply, Dice

_LIGHTS: tuple[tuple[str, Apply], ...] = (
    ("warmer", tones.warm),
    ("cooler", tones.cool),
    ("golden hour", hours.at_hour(hours.GOLDEN)),
    ("dusk", hours.at_hour(hours.DUSK)),
    ("brighter", tones.brighten),
    ("more contrast", tones.raise_contrast),
    ("stronger colours", tones.saturate),
    ("muted colours", tones.mute),
    ("aged", tones.age),
)
_HANDS: tuple[tuple[str, Apply], ...] = (
    ("oil painting", hands.oil),
    ("watercolour", hands.watercolour),
    ("poster", hands.poster),
)


def choose_variation(dice: Dice) -> tuple[Edit, ...]:
    """Framing first, then light, then the hand."""
    edits = [Edit("reframed", 1.0, _reframed)]
    if dice.random() < 0.5:
        edits.insert(0, Edit("mirrored", 1.0, frames.mirror))
    name, apply = _LIGHTS[int(dice.integers(len(_LIGHTS)))]
    edits.append(Edit(name, float(dice.uniform(0.5, 0.9)), apply))
    if dice.random() < 0.33:
        name, apply = _HANDS[int(dice.integers(len(_HANDS)))]
        edits.append(Edit(name, 0.8, apply))
    return tuple(edits)


def _reframed(sheet: Sheet, _: float, dice: Dice) -> Sheet:
    share = float(dice.uniform(0.78, 0.93))
    width, height = round(sheet.width * share), round(sheet.height * share)
    left, top = (int(dice.integers(0, rest + 1)) for rest in (sheet.width - width, sheet.height - height))
    return frames.window(sheet, left, top, width, height)
