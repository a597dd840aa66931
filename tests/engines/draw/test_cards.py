"""Cards of type: on a layer of their own, inside what a near view shows, clear of captions, figures and each other."""

import numpy as np
import pytest

from mutoscope.engines.draw.depths import CARD
from mutoscope.engines.draw.illustrator import Illustrator
from mutoscope.engines.draw.inks import choose_inks, contrast
from mutoscope.engines.draw.scene import Figure
from mutoscope.engines.draw.styles import STYLES
from mutoscope.engines.tasks import DrawRequest, Layer
from mutoscope.films.script import Role

SIZES = [(640, 360), (360, 640), (480, 480)]
TITLES = {
    "ar": "تاريخ المنارات",
    "de": "Die Geschichte der Leuchttürme",
    "en": "The history of lighthouses",
    "es": "La historia de los faros",
    "fr": "L'histoire des phares",
    "hi": "प्रकाशस्तंभों का इतिहास",
    "id": "Sejarah mercusuar",
    "ja": "灯台の歴史",
    "ta": "கலங்கரை விளக்கங்களின் வரலாறு",
    "zh": "灯塔的历史",
}
SHARES = "Schools take 40 %, roads 35 % and parks 25 %."
NARRATIONS = [
    SHARES,
    "In 2020 we spent $390 million; in 2025 it was $480 million.",
    "Britain had 200 lighthouses, France had 150 and America had 1,500.",
    "It was begun in 1163, burned in 2019 and opened in 2024.",
    "About 70 % of the Earth is water.",
    "For 4,000 years people have grown rice.",
    "“That is one small step for a man, and one giant leap for all of us who watch from far below.”",
]


def request(width: int = 640, height: int = 360, **changes: object) -> DrawRequest:
    fields: dict[str, object] = {
        "prompt": "", "keywords": ("ship", "whale", "sun"), "style": "storybook", "width": width, "height": height,
        "seed": 3, "reserve_bottom": 0.22, "film_seed": 5, "variation": 1, **changes,
    }  # fmt: skip
    return DrawRequest(**fields)  # type: ignore[arg-type]


def card_of(layers: tuple[Layer, ...]) -> Layer:
    (card,) = (layer for layer in layers if layer.depth == CARD)
    return card


def inked(card: Layer) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is nearly opaque: the glow around type may fade further out."""
    rows, columns = np.nonzero(card.pixels[:, :, 3] > 240)
    return card.x + columns.min(), card.y + rows.min(), card.x + columns.max(), card.y + rows.max()


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", list(TITLES))
def test_a_title_lies_inside_the_view_and_above_the_captions_in_every_language(
    illustrator: Illustrator, language: str, width: int, height: int
) -> None:
    asked = request(width, height, title=TITLES[language], language=language, role=Role.HOOK)

    left, top, right, bottom = inked(card_of(illustrator.draw(asked).layers))

    assert left >= 0.1 * width - 2
    assert right <= 0.9 * width + 2
    assert top >= 0.08 * height
    assert bottom <= 0.78 * height


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("narration", NARRATIONS)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_a_scene_states_is_shown_clear_of_the_captions(
    illustrator: Illustrator, narration: str, style: str, width: int, height: int
) -> None:
    asked = request(width, height, narration=narration, variation=2, style=style)

    left, top, right, bottom = inked(card_of(illustrator.draw(asked).layers))

    assert left >= 0.05 * width
    assert right <= 0.95 * width
    assert top >= 0.05 * height
    assert bottom <= 0.78 * height


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("variation", range(1, 9))
def test_figures_leave_the_card_free(illustrator: Illustrator, variation: int, width: int, height: int) -> None:
    asked = request(width, height, narration=SHARES, variation=variation)

    scene, _ = illustrator.compose(asked, STYLES["storybook"])
    left, top, right, bottom = inked(card_of(illustrator.draw(asked).layers))
    figures = [mark for layer in scene.layers for mark in layer.marks if isinstance(mark, Figure)]
    apart = [
        figure.x - scene.bleed + figure.size * 0.4 <= left
        or figure.x - scene.bleed - figure.size * 0.4 >= right
        or figure.foot - scene.bleed - figure.size * 0.9 >= bottom
        for figure in figures
    ]

    assert figures
    assert all(apart)
    assert right > left
    assert bottom > top


def test_only_the_first_and_the_last_scene_carry_the_title(illustrator: Illustrator) -> None:
    between = illustrator.draw(request(topic="The history of lighthouses"))
    opening = illustrator.draw(request(topic="The history of lighthouses", title="The history of lighthouses"))

    assert CARD not in {layer.depth for layer in between.layers}
    assert CARD in {layer.depth for layer in opening.layers}


def test_a_title_that_no_font_can_set_is_not_set(illustrator: Illustrator) -> None:
    opening = illustrator.draw(request(title="🎉🐝", role=Role.HOOK))

    assert CARD not in {layer.depth for layer in opening.layers}


@pytest.mark.parametrize("behind", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("style", list(STYLES))
def test_type_always_stands_out_from_its_plate(style: str, behind: float) -> None:
    inks = [choose_inks(STYLES[style], palette, behind=behind) for palette in STYLES[style].palettes]

    assert min(contrast(ink.type, ink.plate) for ink in inks) >= 4.5
    assert min(contrast(ink.accent, ink.plate) for ink in inks) >= 2.9


def test_a_very_long_title_still_fits(illustrator: Illustrator) -> None:
    asked = request(title="A history of everything that ever was " * 5, role=Role.HOOK)

    _, top, _, bottom = inked(card_of(illustrator.draw(asked).layers))

    assert top >= 0.05 * 360
    assert bottom <= 0.8 * 360


def test_type_that_looks_like_markup_is_set_as_it_is(illustrator: Illustrator) -> None:
    asked = request(title="<b>Salt & pepper</b> </svg>", role=Role.HOOK)

    assert card_of(illustrator.draw(asked).layers).pixels.size > 0


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("changes", [{"title": "The lighthouse", "role": Role.HOOK}, {"narration": NARRATIONS[4]}])
def test_a_lighthouse_stands_clear_of_type_and_not_on_its_cape_behind_it(
    illustrator: Illustrator, width: int, height: int, changes: dict[str, object]
) -> None:
    asked = request(width, height, keywords=("lighthouse", "sea"), topic="The lighthouse", **changes)

    scene, _ = illustrator.compose(asked, STYLES["storybook"])
    card = next(layer for layer in illustrator.draw(asked).layers if layer.depth == CARD)

    assert "headland" not in {layer.name for layer in scene.layers}
    shown = [mark for layer in scene.layers for mark in layer.marks if isinstance(mark, Figure)]
    tower = next(figure for figure in shown if figure.name == "lighthouse")
    left, top = tower.x - tower.size * 0.35 - scene.bleed, tower.foot - tower.size - scene.bleed
    assert (
        left >= card.x + card.pixels.shape[1] * 0.9
        or top >= card.y + card.pixels.shape[0] * 0.8
        or (tower.x + tower.size * 0.35 - scene.bleed <= card.x + card.pixels.shape[1] * 0.1)
    )
