"""The words that the retoucher understands in an instruction, and the edit that each of them asks for.

A row is a pattern over plain lower-case words; what it matches counts as understood. Longer readings come first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mutoscope.engines.edit import backdrop, frames, hands, hours, tones
from mutoscope.engines.edit.tones import Apply

COLOURS = {
    "red": "#d8342c", "orange": "#ef8a2b", "yellow": "#f2d13a", "green": "#3f9b4f", "teal": "#1f9a97",
    "turquoise": "#35b8b0", "cyan": "#3cc4d9", "blue": "#2f66c9", "navy": "#1d2f66", "purple": "#7c3fb0",
    "violet": "#7c4fd0", "pink": "#f07fb0", "magenta": "#cf3f9f", "brown": "#8a5a36", "beige": "#e7d9be",
    "white": "#ffffff", "black": "#0b0b0d", "grey": "#8d9096", "gray": "#8d9096", "gold": "#e0b040",
    "golden": "#e0b040",     "silver": "#c3c8ce", "cream": "#f6eedb",
}  # fmt: skip
_COLOUR = "|".join(sorted(COLOURS, key=len, reverse=True))
_IT = r"(?:(?:it|everything|the (?:whole )?(?:image|picture|photo|photograph|scene|illustration)) )?"
_MORE = r"(?:more|higher|increase(?: the)?|increased|boost(?: the)?|add|stronger|raise(?: the)?|extra)"
_LESS = r"(?:less|lower|reduce(?: the)?|reduced|decrease(?: the)?|remove some|weaker)"

_DEGREES = r"(?:90|180|270)(?: ?°| degrees)?"
_WAY = r"(?:left|right|clockwise|counter[ -]?clockwise|anti[ -]?clockwise)"


@dataclass(frozen=True)
class Word:
    """`name` says in the facts what was done; `edit` makes it of what the pattern found."""

    pattern: re.Pattern[str]
    name: str
    edit: Callable[[re.Match[str]], Apply]


def _word(pattern: str, name: str, edit: Apply) -> Word:
    return Word(re.compile(rf"\b(?:{pattern})\b"), name, lambda _: edit)


def _turned(found: re.Match[str]) -> Apply:
    said = found.group()
    quarters = 2 if "180" in said else 3 if "270" in said else 1
    backwards = "left" in said or "counter" in said or "anti" in said
    return frames.turned(-quarters % 4 if backwards else quarters)


def _coloured(make: Callable[[str], Apply]) -> Callable[[re.Match[str]], Apply]:
    return lambda found: make(COLOURS[next(group for group in found.groups() if group)])


WORDS: tuple[Word, ...] = (
    # The background.
    _word(
        r"(?:remove|erase|delete|drop|cut out) (?:the |its )?background|transparent background|no background"
        r"|background (?:removed|transparent)|make (?:the )?background transparent|cut out the subject"
        r"|isolate the subject",
        "background removed", backdrop.clear,
    ),
    _word(
        r"blur(?:red|ry)? (?:the )?background|background (?:blur(?:red)?|out of focus)|(?:make|with) the background"
        r" (?:blurry|blurred|out of focus)|shallow depth of field|bokeh|portrait mode",
        "background out of focus", backdrop.out_of_focus,
    ),
    Word(
        re.compile(
            rf"\b(?:(?:a |plain |solid )*({_COLOUR}) background|(?:make|change|turn|replace|set|fill) the background"
            rf" (?:to |into |with |in )?(?:a |plain |solid )*({_COLOUR})|background (?:to |into |in )?({_COLOUR}))\b"
        ),
        "background in one colour", _coloured(backdrop.filled_with),
    ),
    # Colour.
    _word(
        r"black[ -]and[ -]white|b ?& ?w|b ?and ?w|gr[ae]y ?scale|monochrome|desaturated?|colou?rless"
        r"|(?:remove|without|no) (?:all )?(?:the |its )?colou?rs?",
        "black and white", tones.grey,
    ),
    _word(r"sepia(?: tone[sd]?)?", "sepia", tones.sepia),
    _word(r"vintage|retro|old photo(?:graph)?|aged|nostalgic|faded", "aged", tones.age),
    Word(
        re.compile(
            rf"\b(?:change|turn|replace|swap|recolou?r|make|paint) (?:the |all |every |of |that is "
            rf"|anything )*({_COLOUR})"
            rf"(?: [a-z]+)??(?: (?:to|into|with|for|by))? ({_COLOUR})\b"
        ),
        "one colour for another",
        lambda found: tones.recoloured(COLOURS[found.group(1)], COLOURS[found.group(2)]),
    ),
    Word(
        re.compile(
            rf"\b(?:tint(?:ed)?|colou?ri[sz]ed?|toned?) {_IT}(?:in |with |to )?({_COLOUR})"
            rf"|\b({_COLOUR}) (?:tint|tone|tones|wash|filter|cast|hue|light)\b"
            rf"|\b(?:make|turn|colou?r|paint) {_IT}({_COLOUR})\b"
        ),
        "tinted", _coloured(tones.tinted),
    ),
    _word(r"(?:invert(?:ed)?|negative)(?: (?:the )?colou?rs)?", "inverted", tones.invert),
    _word(
        rf"{_LESS} (?:saturat(?:ed|ion)(?: colou?rs?)?|colou?rs?|colou?rful|vivid|vibran(?:t|ce))|muted|washed out"
        rf"|paler?|softer colou?rs",
        "muted colours", tones.mute,
    ),
    _word(
        rf"{_MORE} (?:saturat(?:ed|ion)|colou?rs?|colou?rful|vivid|vibran(?:t|ce))|saturate|saturated|vivid|vibrant"
        rf"|colou?rful|richer colou?rs",
        "stronger colours", tones.saturate,
    ),
    _word(r"pastels?", "pastel", tones.pastel),
    _word(r"warm(?:er|th)?|hotter", "warmer", tones.warm),
    _word(r"cool(?:er)?|cold(?:er)?", "cooler", tones.cool),
    # Tone.
    _word(rf"{_MORE} contrast|contrasty|punchier|high contrast", "more contrast", tones.raise_contrast),
    _word(rf"{_LESS} contrast|flatter|low contrast|softer contrast", "less contrast", tones.lower_contrast),
    _word(rf"bright(?:er|en|ened)?|lighter|lighten|{_MORE} (?:brightness|light|exposure)", "brighter", tones.brighten),
    _word(rf"dark(?:er|en|ened)?|dim(?:mer)?|{_LESS} (?:bright(?:ness)?|light|exposure)", "darker", tones.darken),
    _word(rf"sharpen(?:ed)?|sharp(?:er)?|crisp(?:er)?|{_LESS} blur(?:ry)?|{_MORE} sharpness", "sharper", tones.sharpen),
    _word(r"denoised?|remove (?:the )?(?:noise|grain)|less (?:noise|grain)|noise reduction|clean(?: it)? up", "calmer",
          tones.calm_noise),
    _word(r"vignett(?:e|ing)|darker (?:corners|edges)|darken the (?:corners|edges)", "vignette", tones.vignette),
    _word(r"film grain|grain(?:y)?|noisy", "grain", tones.grain),
    _word(r"blur(?:red|ry|rier)?|soft focus|soften(?:ed)?|softer|out of focus", "blurred", tones.blur),
    _word(r"dreamy|glow(?:ing)?|bloom|soft glow", "glow", tones.glow),
    # The hour.
    _word(
        r"night ?time|night ?fall|nights?|midnight|moonlit|moonlight"
        r"|after dark", "night", hours.at_hour(hours.NIGHT)),
    _word(r"golden hour|golden light|late afternoon|afternoon(?: light)?", "golden hour", hours.at_hour(hours.GOLDEN)),
    _word(r"sunset|sun set|dusk|evening|twilight", "dusk", hours.at_hour(hours.DUSK)),
    _word(r"sunrise|dawn|(?:early )?morning|daybreak", "dawn", hours.at_hour(hours.DAWN)),
    _word(
        r"noon|midday|day ?light|day ?time|day|sunny|sunshine|sunlit|clear sky"
        r"|blue sky", "day", hours.at_hour(hours.DAY)),
    # The weather.
    _word(r"thunder ?storm|storm(?:y)?|tempest", "storm", hours.storm),
    _word(r"rain(?:y|ing|fall|storm)?|drizzle|wet weather", "rain", hours.rain),
    _word(r"snow(?:y|ing|fall|storm)?|blizzard|winter(?: scene)?|wintry", "snow", hours.snow),
    _word(r"fog(?:gy)?|mist(?:y)?|haz[ey]", "fog", hours.fog),
    _word(r"overcast|cloud(?:y|s|ed)?|gloomy|gr[ae]y sky", "overcast", hours.overcast),
    _word(r"autumn(?:al)?|fall colou?rs|fall foliage", "autumn", hours.autumn),
    # The hand.
    _word(r"water ?colou?rs?(?: painting)?|aquarelle", "watercolour", hands.watercolour),
    _word(r"oil[ -]paint(?:ing|ed)?|oils|impressionis(?:t|tic|m)", "oil painting", hands.oil),
    _word(r"pencil(?: (?:sketch|drawing))?|charcoal|hand[ -]drawn", "pencil", hands.pencil),
    _word(r"cartoon(?:ish|y)?|comic(?: ?book)?s?|cel[ -]shad(?:ed|ing)|toon", "cartoon", hands.cartoon),
    _word(r"ink(?: (?:drawing|sketch))?|line ?art|outlines?|woodcut|linocut", "ink", hands.ink),
    _word(r"pixel ?art|pixel[ -]art|pixelat(?:e|ed)|(?:8|16)[ -]bit", "pixel art", hands.pixels),
    _word(r"poster(?:i[sz]ed?)?|screen ?print|flat colou?rs|pop art", "poster", hands.poster),
    _word(r"half ?tone|newsprint|risograph", "halftone", hands.halftone),
    _word(r"mosaic|stained glass|tiles", "mosaic", hands.mosaic),
    _word(r"paint(?:ing|ed|erly)", "oil painting", hands.oil),
    _word(r"sketch(?:ed)?|drawing", "pencil", hands.pencil),
    # The frame.
    _word(r"upside down|flip(?:ped)?(?: it)? vertical(?:ly)?|vertical flip", "upside down", frames.upside_down),
    _word(r"mirror(?:ed)?|flip(?:ped)?(?: it)?(?: horizontal(?:ly)?)?|horizontal flip", "mirrored", frames.mirror),
    Word(
        re.compile(
            rf"\b(?:rotat(?:e|ed)|turn(?:ed)?) {_IT}(?:to the |by )?(?:{_DEGREES}(?: (?:to the )?{_WAY})?"
            rf"|{_WAY}(?: (?:by )?{_DEGREES})?)"
        ),
        "turned", _turned,
    ),
    _word(r"crop(?:ped)?(?: it)? (?:to |into |as )?(?:a )?square|square crop", "square", frames.crop_square),
    _word(r"crop(?:ped)?(?: it)? (?:to |into )?(?:a )?circle|circular|round picture", "circle", frames.circle),
    _word(r"round(?:ed)? corners", "round corners", frames.round_corners),
    _word(r"zoom(?:ed)? in|close[ -]?up|closer|crop(?:ped)? (?:in|closer|tighter)|nearer", "nearer", frames.nearer),
    Word(re.compile(rf"\b({_COLOUR}) (?:border|frame)\b"), "border", _coloured(frames.bordered)),
    _word(r"(?:border|frame)", "border", frames.bordered("#ffffff")),
)  # fmt: skip

WEAK = re.compile(r"\b(?:slight(?:ly)?|a (?:little|bit|touch|hint)(?: of)?|subtl[ey]|gently?|somewhat|lightly)\b")
STRONG = re.compile(
    r"\b(?:very|much|a lot|lots|strong(?:ly)?|heav(?:y|ily)|dramatic(?:ally)?|extreme(?:ly)?|really|far"
    r"|deep(?:ly)?|intense(?:ly)?)\b"
)
_IDLE = """
a add and apply as at be but by can change colour colours color colors convert could create do edit effect
effects enhance feel filter finish for from full get give go have i illustration image in into is it its just
kind like look looking looks make me mood more my now of on onto or overall photo photograph pic picture place
please put render rendered result scene set should so some style styled take taken that the their then there
this time to tone tones too touch transform turn us use version view want was weather were whole will with
would you your
"""
IDLE = frozenset(_IDLE.split())
"""Words that ask for nothing by themselves."""
