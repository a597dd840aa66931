"""Edits of tone and colour: each takes a sheet, how strong (1 is plain) and the dice, and gives another sheet."""

from collections.abc import Callable

import cv2
import numpy as np

from mutoscope.engines.edit.sheet import LUMA, Sheet, as_shares, blurred, mixed, rgb, saturated

Dice = np.random.Generator
Apply = Callable[[Sheet, float, Dice], Sheet]


def brighten(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return sheet.painted(sheet.colour ** (0.72**strength))


def darken(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return sheet.painted(sheet.colour ** (1.45**strength) * (0.94**strength))


def raise_contrast(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    middle = float(sheet.light.mean())
    return sheet.painted(middle + (sheet.colour - middle) * (1 + 0.35 * strength))


def lower_contrast(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    middle = float(sheet.light.mean())
    return sheet.painted(middle + (sheet.colour - middle) * (0.68**strength))


def sharpen(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    soft = blurred(sheet.colour, max(0.9, sheet.short / 500))
    return sheet.painted(sheet.colour + (sheet.colour - soft) * 1.1 * strength)


def blur(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return sheet.painted(blurred(sheet.colour, sheet.short / 110 * strength))


def vignette(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    across = np.linspace(-1, 1, sheet.width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, sheet.height, dtype=np.float32)[:, None]
    away = np.clip(np.sqrt(across**2 + down**2) - 0.45, 0, 1)
    return sheet.painted(sheet.colour * (1 - np.clip(0.75 * strength * away**1.3, 0, 0.95))[:, :, None])


def grain(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    noise = dice.standard_normal(sheet.light.shape, np.float32) * (0.045 * strength)
    return sheet.painted(sheet.colour + blurred(noise, 0.6)[:, :, None] * 1.6)


def calm_noise(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """Non-local means (Buades, Coll and Morel 2005)."""
    pixels = np.rint(sheet.colour * 255).astype(np.uint8)
    calm = cv2.fastNlMeansDenoisingColored(pixels, None, 4 * strength, 6 * strength, 5, 13)
    return sheet.painted(calm.astype(np.float32) / 255)


def grey(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return sheet.painted(np.repeat(sheet.light[:, :, None], 3, axis=2))


def sepia(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return _toned(sheet, "#1d130b", "#8a623c", "#f6e9cf")


def age(sheet: Sheet, strength: float, dice: Dice) -> Sheet:
    """An old print: lifted shadows, yellowed lights, faded colour, grain and darker corners."""
    faded = saturated(sheet.colour, 0.62) * np.array([0.86, 0.82, 0.72], np.float32)
    lifted = sheet.painted(faded + np.array([0.12, 0.1, 0.09], np.float32))
    return vignette(grain(lifted, 0.7 * strength, dice), 0.6 * strength, dice)


def saturate(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return sheet.painted(saturated(sheet.colour, 1 + 0.5 * strength))


def mute(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return sheet.painted(saturated(sheet.colour, 0.55**strength))


def pastel(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return sheet.painted(saturated(sheet.colour, 0.7) * 0.62 + 0.36)


def warm(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return _balanced(sheet, 0.13 * strength)


def cool(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    return _balanced(sheet, -0.13 * strength)


def invert(sheet: Sheet, _: float, __: Dice) -> Sheet:
    return sheet.painted(1 - sheet.colour)


def glow(sheet: Sheet, strength: float, _: Dice) -> Sheet:
    """Lights bleed into their surroundings (screen blending)."""
    lights = blurred(as_shares(sheet.colour * np.clip(sheet.light * 1.6 - 0.5, 0, 1)[:, :, None]), sheet.short / 28)
    return sheet.painted(1 - (1 - sheet.colour) * (1 - np.clip(lights * 0.9 * strength, 0, 1)))


def tinted(colour: str) -> Apply:
    """Everything in shades of one colour, lights and darks kept."""

    def apply(sheet: Sheet, strength: float, _: Dice) -> Sheet:
        ink = rgb(colour)
        dark, bright = ink * 0.12, 1 - (1 - ink) * 0.18
        light = sheet.light[:, :, None]
        low, high = mixed(dark, ink, 1.0) * light * 2 + dark * (1 - light * 2), ink + (bright - ink) * (light * 2 - 1)
        return sheet.painted(mixed(sheet.colour, np.where(light < 0.5, low, high), min(1.0, 0.85 * strength)))

    return apply


def recoloured(before: str, after: str) -> Apply:
    """What has the one hue takes the other; light, shade and all other hues stay."""

    def apply(sheet: Sheet, _: float, __: Dice) -> Sheet:
        hsv = cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2HSV)
        source, target = _hsv(before), _hsv(after)
        apart = np.abs((hsv[:, :, 0] - source[0] + 180) % 360 - 180)
        meant = np.clip((27 - apart) / 9, 0, 1) * np.clip((hsv[:, :, 1] - 0.16) / 0.14, 0, 1)
        meant = blurred(as_shares(meant * np.clip((hsv[:, :, 2] - 0.08) / 0.1, 0, 1)), 0.8)
        turned = hsv.copy()
        turned[:, :, 0] = (hsv[:, :, 0] - source[0] + target[0]) % 360
        turned[:, :, 1] = np.clip(hsv[:, :, 1] * (target[1] / max(source[1], 0.1)), 0, 1)
        turned[:, :, 2] = np.clip(hsv[:, :, 2] * (0.5 + 0.5 * target[2] / max(source[2], 0.1)), 0, 1)
        return sheet.painted(mixed(sheet.colour, cv2.cvtColor(turned, cv2.COLOR_HSV2RGB), meant))

    return apply


def _hsv(colour: str) -> tuple[float, float, float]:
    hue, saturation, value = cv2.cvtColor(rgb(colour)[None, None], cv2.COLOR_RGB2HSV)[0, 0]
    return float(hue), float(saturation), float(value)


def _balanced(sheet: Sheet, warmth: float) -> Sheet:
    """Red against blue, the lightness of the whole kept."""
    gains = np.array([1 + warmth, 1 + warmth * 0.15, 1 - warmth], np.float32)
    gained = sheet.colour * gains
    kept = float(sheet.light.mean()) / max(float((gained @ LUMA).mean()), 1e-3)
    return sheet.painted(gained * kept)


def _toned(sheet: Sheet, dark: str, middle: str, bright: str) -> Sheet:
    light = sheet.light[:, :, None]
    low = rgb(dark) + (rgb(middle) - rgb(dark)) * np.clip(light * 2, 0, 1)
    return sheet.painted(low + (rgb(bright) - low) * np.clip(light * 2 - 1, 0, 1))
