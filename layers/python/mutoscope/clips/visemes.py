"""What a mouth looks like while it speaks: a shape for each phoneme, and the way from one to the next.

Lips move ahead of the sound, as people's do, and close for every m, b and p, however short it is.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mutoscope.engines.tasks import SAMPLE_RATE, Phoneme

AHEAD = SAMPLE_RATE // 25
"""How long before its sound a shape is reached."""
_BLEND = SAMPLE_RATE * 70 // 1_000
_BRIEF = SAMPLE_RATE // 50


@dataclass(frozen=True)
class Mouth:
    """`opened` and `wide` in hundredths: 0 is shut, 100 as far open as speech goes; -100 rounded, 100 drawn wide.

    `teeth` and `tongue` in hundredths say how much of them is seen.
    """

    opened: float = 0.0
    wide: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0

    def towards(self, other: "Mouth", share: float) -> "Mouth":
        return Mouth(
            self.opened + (other.opened - self.opened) * share,
            self.wide + (other.wide - self.wide) * share,
            self.teeth + (other.teeth - self.teeth) * share,
            self.tongue + (other.tongue - self.tongue) * share,
        )


REST = Mouth(0, 10)
_SHUT = Mouth(0, 0)
_SHAPES = (
    (_SHUT, "mbpɓɱ"),
    (Mouth(14, 6, teeth=100), "fvʋɸβ"),
    (Mouth(88, 12, teeth=95, tongue=60), "aɑæɐʌ"),
    (Mouth(56, 34, teeth=85, tongue=50), "ɛeɜɚəɘ"),
    (Mouth(32, 78, teeth=80, tongue=20), "iɪjɨ"),
    (Mouth(70, -50, tongue=25), "oɔɒɤ"),
    (Mouth(30, -90), "uʊwyʏɯʍøœɥ"),
    (Mouth(16, 46, teeth=100), "szʑɕcʂʐ"),
    (Mouth(24, -40, teeth=90), "ʃʒɹɻʈɖ"),
    (Mouth(26, 24, teeth=70, tongue=100), "lθðɭɫʎ"),
    (Mouth(20, 26, teeth=60, tongue=60), "tdnɲɾrʀ"),
    (Mouth(34, 10, teeth=30, tongue=20), "kɡgŋxɣhqχħʕʔɦʁ"),
)
_BY_SOUND = {sound: shape for shape, sounds in _SHAPES for sound in sounds}


@dataclass(frozen=True)
class Key:
    """The mouth has this shape at this sample."""

    sample: int
    shape: Mouth
    stressed: bool = False


def mouth_keys(phonemes: Sequence[Phoneme], start: int) -> tuple[Key, ...]:
    """The shapes in order; the speech begins at sample `start` of the clip. A diphthong is two shapes."""
    keys: list[Key] = []
    for sound, after in pairwise((*phonemes, Phoneme("", phonemes[-1].start + SAMPLE_RATE))) if phonemes else ():
        shapes = [_BY_SOUND[letter] for letter in sound.ipa if letter in _BY_SOUND] or [
            REST if not sound.ipa else _SHUT
        ]
        step = (after.start - sound.start) // len(shapes)
        for place, shape in enumerate(shapes):
            # Lips that are shut for a sound open with the next one and not before.
            waits = shape is REST or (keys and keys[-1].shape is _SHUT)
            at = start + sound.start + place * step - (0 if waits else AHEAD)
            keys.append(Key(max(at, 0), shape, stressed="ˈ" in sound.ipa and place == 0))
    return tuple(keys)


class Lips:
    """The mouth at any sample of a clip."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = tuple(keys)
        self._samples = [key.sample for key in keys]

    def at(self, sample: int) -> Mouth:
        index = bisect_right(self._samples, sample) - 1
        if index < 0:
            return REST
        key, before = self._keys[index], self._keys[index - 1].shape if index else REST
        lasts = self._samples[index + 1] - key.sample if index + 1 < len(self._keys) else _BLEND * 4
        # What is soon over, and what shuts the lips, is reached at once.
        blend = max(_BRIEF, min(_BLEND, lasts * 2 // 3)) // (2 if key.shape is _SHUT else 1)
        return before.towards(key.shape, _eased(min(1.0, (sample - key.sample) / blend)))

    def stress(self, sample: int) -> float:
        """How fresh the last stressed sound is: 1 when it begins, fading over a third of a second."""
        index = bisect_right(self._samples, sample)
        for key in reversed(self._keys[max(0, index - 12) : index]):
            if key.stressed:
                return max(0.0, 1 - (sample - key.sample) * 3 / SAMPLE_RATE)
        return 0.0


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)
