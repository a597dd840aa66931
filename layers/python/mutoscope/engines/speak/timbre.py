"""What espeak has no variant of a voice for."""

from dataclasses import dataclass
from fractions import Fraction

from mutoscope.engines.speak.tone import ESPEAK_RATE
from mutoscope.engines.tasks import SAMPLE_RATE


@dataclass(frozen=True)
class Timbre:
    """What espeak has no variant for. `size`: thousandths by which formants and pitch lie higher (a child is small).

    `tremor`: thousandths of pitch by which an old voice sways. The voice is given that much slower, so its pace stays.
    """

    size: int = 1_000
    tremor: int = 0

    @property
    def ratio(self) -> Fraction:
        """Samples at 48,000 Hz for one of espeak's."""
        return Fraction(SAMPLE_RATE * 1_000, ESPEAK_RATE * self.size)


PLAIN = Timbre()
