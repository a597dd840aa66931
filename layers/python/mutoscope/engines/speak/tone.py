"""How espeak is told to speak."""

from dataclasses import dataclass

ESPEAK_RATE = 22_050


@dataclass(frozen=True)
class Tone:
    """`voice` is espeak's name with its variant (`en-us+f3`), `rate` words a minute, `pitch` and `range` 0 to 99."""

    voice: str
    rate: int
    pitch: int
    range: int
