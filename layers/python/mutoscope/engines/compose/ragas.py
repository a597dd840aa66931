"""The Indian moods: the notes of a raga, the phrases it is known by, and who leads."""

from mutoscope.engines.compose.harmony import LYDIAN, Key
from mutoscope.engines.compose.mood import Raga
from mutoscope.engines.compose.score import Instrument

MORNING = Raga(
    description="Ahir Bhairav on bansuri over a tanpura: dawn, India, devotion, nature",
    key=Key(62, (0, 1, 4, 5, 7, 9, 10)),
    beats_per_minute=72,
    phrases=(
        (0, 1, 2, 1, 0, None),
        (2, 3, 4, 3, 2, 1, 0, None),
        (-1, -2, -1, 0, 1, 0, None),
        (3, 2, 3, 4, None, 3, 2, 1, 0, None),
        (2, 4, 3, 5, 4, None, 3, 2, 1, None),
    ),
    high_phrases=(
        (4, 5, 6, 7, None, 6, 5, 4, None),
        (7, 8, 7, 6, 5, 4, 3, 4, None),
        (5, 6, 5, 4, 3, 2, 3, 4, None),
        (7, 6, 5, 6, 5, 4, 3, 2, 1, 0, None),
    ),
    ending=(3, 2, 1, 0),
    drone=(4, 7, 7, 0),
    lead=Instrument.BANSURI,
)
EVENING = Raga(
    description="Yaman on sitar over a tanpura: dusk, cities, celebration, craft",
    key=Key(61, LYDIAN),
    beats_per_minute=84,
    phrases=(
        (-1, 1, 2, 1, 0, None),
        (-1, 1, 2, 3, 2, None, 1, 0, None),
        (2, 3, 4, 3, 2, 1, 2, None),
        (4, 2, 1, 2, 1, 0, None),
        (3, 5, 4, 3, 2, 1, 0, None),
    ),
    high_phrases=(
        (3, 5, 6, 7, None, 6, 5, 4, None),
        (6, 8, 9, 8, 7, None, 6, 5, 4, 3, 2, None),
        (7, 6, 5, 4, 3, 4, 2, None),
        (4, 3, 5, 6, 7, 6, 5, 3, 4, None),
    ),
    ending=(2, 1, -1, 0),
    drone=(4, 7, 7, 0),
    lead=Instrument.SITAR,
)
