"""How type is broken into lines."""

import numpy as np
import pytest

from mutoscope.engines.draw.lettering import set_type
from mutoscope.render.fonts import use_fonts
from mutoscope.settings import Settings


@pytest.fixture(autouse=True)
def fonts() -> None:
    use_fonts(Settings().assets)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Das Leben der Honigbiene", "de"), ("The history of the bicycle", "en"), ("மதுரை மல்லிகை", "ta")],
)
@pytest.mark.parametrize(("width", "height"), [(500, 520), (700, 420)])
def test_no_word_of_a_title_stands_alone_on_its_line(text: str, language: str, width: int, height: int) -> None:
    lettering = set_type(text, language, width, height, largest=150)

    bands = np.array_split(lettering.mask, lettering.lines)
    lengths = [int(np.ptp(np.flatnonzero(band.any(axis=0)))) for band in bands]
    assert min(lengths) > 0.5 * max(lengths)
    assert lettering.mask.shape[1] <= width
    assert lettering.mask.shape[0] <= height


def test_a_title_is_set_without_its_emoji() -> None:
    plain = set_type("The hive", "en", 500, 400, largest=90)

    assert np.array_equal(set_type("The hive 🐝", "en", 500, 400, largest=90).mask, plain.mask)
