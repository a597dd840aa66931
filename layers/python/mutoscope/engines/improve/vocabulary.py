"""What a prompt may lack, by what it is for: how it is seen that an aspect is there, and the phrases that bring it."""

import re
from dataclasses import dataclass

from mutoscope.engines.understanding import Medium


@dataclass(frozen=True)
class Aspect:
    """`said` finds it in a prompt. `where` has phrases for prompts with certain words, `plain` for all others."""

    name: str
    said: re.Pattern[str]
    plain: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _aspect(name: str, said: str, plain: tuple[str, ...], *where: tuple[str, tuple[str, ...]]) -> Aspect:
    return Aspect(name, re.compile(rf"\b(?:{said})", re.IGNORECASE), plain, where)


_NIGHT = r"\b(?:night|midnight|moon|stars?|dark)\b"
_INSIDE = r"\b(?:room|kitchen|house|inside|indoors?|table|library|cafe|workshop|office|bedroom)\b"
_PERSON = r"\b(?:portrait|face|man|woman|girl|boy|child|person|people|farmer|king|queen|dancer|teacher)\b"
_LAND = r"\b(?:mountains?|valley|sea|ocean|coast|field|forest|desert|city|skyline|landscape|river|lake|village)\b"

_LIGHT = _aspect(
    "light",
    r"light|lit\b|sun|dusk|dawn|sunset|sunrise|golden hour|glow|shadow|backlit|neon|moonlight|candle",
    (
        "soft daylight from the side",
        "golden light of the late afternoon",
        "clear morning light with long shadows",
        "overcast light, even and quiet",
    ),
    (_NIGHT, ("lit by the moon, deep blue shadows", "lit by one warm lamp in the dark", "starlight and a faint glow")),
    (_INSIDE, ("light from a window on one side", "a warm lamp and soft shadows", "morning light through curtains")),
)
_FRAMING = _aspect(
    "framing",
    r"close[- ]?up|wide|aerial|macro|shot|view|angle|framing|composition|foreground|bird's|panorama",
    (
        "seen at eye level, subject on a point of thirds",
        "wide view with a clear foreground",
        "close view, background out of focus",
        "seen from a little above, much room around it",
    ),
    (_PERSON, ("head and shoulders, looking past the camera", "seen from the waist up, at eye level")),
    (_LAND, ("wide view, low horizon, something near in the foreground", "aerial view, lines leading into depth")),
)
_DETAIL = _aspect(
    "detail",
    r"detail|texture|sharp|crisp|material|rough|smooth|grain|intricate",
    ("fine texture in what is near", "clear shapes, few things, each readable", "rich detail where the eye rests"),
)
_COLOUR = _aspect(
    "colour",
    r"colou?r|palette|red|blue|green|yellow|orange|teal|pastel|monochrome|black and white|sepia|tones?\b|warm|cool",
    ("a palette of few colours, one of them strong", "muted colours with one warm accent", "cool shadows, warm lights"),
    (_NIGHT, ("deep blues with one warm accent", "near-black blues and amber")),
)
_MOVEMENT = _aspect(
    "camera",
    r"camera|pan|tilt|zoom|dolly|tracking|handheld|static|orbit|crane|push in|pull back|fly",
    ("the camera slowly moves in", "the camera glides to the right", "static camera, only the subject moves"),
    (_LAND, ("the camera flies slowly forward", "a slow pan over the land")),
    (_PERSON, ("the camera slowly moves in on the face", "static camera at eye level")),
)
_PACE = _aspect(
    "pace",
    r"slow|fast|quick|pace|gentle|calm|sudden|time-?lapse|slow[- ]?motion",
    ("calm, one movement from beginning to end", "in slow motion", "steady pace, no cut"),
)
_TEMPO = _aspect(
    "tempo", r"bpm|tempo|slow|fast|upbeat|andante|allegro|adagio", ("around 72 bpm", "around 96 bpm", "around 120 bpm")
)
_PLAYERS = _aspect(
    "instruments",
    r"piano|guitar|strings?|violin|cello|flute|drums?|synth|orchestra|sitar|tabla|voice|choir|brass|bass|harp",
    ("piano and soft strings", "acoustic guitar with light percussion", "warm synthesiser pads and a simple bass"),
)
_MOOD = _aspect(
    "mood",
    r"calm|happy|sad|hopeful|tense|dramatic|dreamy|playful|dark|bright|joy|melanchol|epic|peaceful|mood",
    ("hopeful and calm", "thoughtful, a little wistful", "bright and easy-going"),
)
_FORM = _aspect(
    "form", r"intro|build|ending|fade|loop|verse|chorus|bridge|climax", ("a quiet beginning, one rise, a clear ending",)
)
ASPECTS: dict[Medium, tuple[Aspect, ...]] = {
    Medium.IMAGE: (_FRAMING, _LIGHT, _COLOUR, _DETAIL),
    Medium.VIDEO: (_FRAMING, _MOVEMENT, _PACE, _LIGHT, _COLOUR),
    Medium.MUSIC: (_MOOD, _TEMPO, _PLAYERS, _FORM),
}
