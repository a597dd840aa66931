"""The illustrator's promises: exact size, same request same bytes, really different styles."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mutoscope.engines.choices import UnknownStyle
from mutoscope.engines.draw.illustrator import Illustrator, offer
from mutoscope.engines.draw.motifs import MOTIFS
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.places import PLACES
from mutoscope.engines.draw.raster import flatten
from mutoscope.engines.draw.scene import Figure
from mutoscope.engines.draw.styles import STYLES
from mutoscope.engines.draw.svg import SvgWriter
from mutoscope.engines.tasks import DrawRequest
from mutoscope.films.script import Role
from mutoscope.settings import Settings


def test_it_is_not_offered_without_the_pictograms(tmp_path: Path) -> None:
    offered = offer(Settings(assets=tmp_path))

    assert offered is None


@pytest.mark.parametrize(
    ("width", "height"), [(640, 360), (360, 640), (257, 257), (1920, 1080), (2400, 256), (256, 2400)]
)
def test_a_picture_has_exactly_the_size_asked_for(
    illustrator: Illustrator, order: Callable[..., DrawRequest], width: int, height: int
) -> None:
    picture = illustrator.draw(order("rice", "farmer", width=width, height=height))

    assert picture.pixels.shape == (height, width, 3)
    assert picture.pixels.dtype == np.uint8


@pytest.mark.parametrize("style", list(STYLES))
def test_the_same_request_gives_the_same_bytes(order: Callable[..., DrawRequest], style: str) -> None:
    request = order("rice", "farmer", "water", style=style)
    folder = Settings().assets / "node_modules"

    first, second = Illustrator(folder).draw(request), Illustrator(folder).draw(request)

    assert first.pixels.tobytes() == second.pixels.tobytes()


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_another_seed_gives_another_picture(
    illustrator: Illustrator, order: Callable[..., DrawRequest], seed: int
) -> None:
    first = illustrator.draw(order("rice", "farmer", seed=1))
    second = illustrator.draw(order("rice", "farmer", seed=seed))

    assert np.abs(first.pixels.astype(int) - second.pixels).mean() > 5


def test_another_scene_of_the_same_seed_gives_another_picture(
    illustrator: Illustrator, order: Callable[..., DrawRequest]
) -> None:
    first = illustrator.draw(order("rice", prompt="rice is sown"))
    second = illustrator.draw(order("rice", prompt="rice is cut"))

    assert np.abs(first.pixels.astype(int) - second.pixels).mean() > 5


def test_the_styles_are_really_different(illustrator: Illustrator, order: Callable[..., DrawRequest]) -> None:
    pictures = [illustrator.draw(order("rice", style=style)).pixels.mean(axis=(0, 1)) for style in STYLES]

    apart = [np.abs(one - other).max() for i, one in enumerate(pictures) for other in pictures[:i]]

    assert min(apart) > 5


def test_there_are_at_least_three_styles_and_storybook_is_the_default(illustrator: Illustrator) -> None:
    styles = illustrator.styles()

    assert len(styles) >= 3
    assert next(iter(styles)) == "storybook"


def test_an_unknown_style_is_refused_with_the_list(illustrator: Illustrator, order: Callable[..., DrawRequest]) -> None:
    with pytest.raises(UnknownStyle) as refused:
        illustrator.draw(order("rice", style="cubist"))

    assert refused.value.code == "unknown_style"
    assert refused.value.param == "style"
    assert all(style in refused.value.advice for style in STYLES)


@pytest.mark.parametrize("place", list(MOTIFS))
@pytest.mark.parametrize("style", ["storybook", "paper", "ink"])
def test_every_place_is_painted_in_every_manner(
    illustrator: Illustrator, order: Callable[..., DrawRequest], place: str, style: str
) -> None:
    word = next(word for word, named in PLACES.items() if named == place)

    picture = illustrator.draw(order(word, style=style, width=320, height=180))

    assert picture.pixels.std() > 12


def test_no_text_of_the_request_gets_into_the_svg(
    illustrator: Illustrator, pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    request = order("</svg><script>evil</script>", 'rice" onload="evil', prompt="<image href='evil'/> &evil; rice")

    scene, palette = illustrator.compose(request, STYLES["paper"])
    svg = SvgWriter(scene, STYLES["paper"], palette, pictograms).write()

    assert "evil" not in svg
    assert "script" not in svg


def test_layers_come_from_far_to_near_and_can_be_painted_alone(
    illustrator: Illustrator, pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    style = STYLES["storybook"]
    scene, palette = illustrator.compose(order("fox", "forest"), style)
    subject = next(layer for layer in scene.layers if layer.name == "subject")

    alone = SvgWriter(scene, style, palette, pictograms).write_layers((subject,))

    assert scene.layers[0].depth == 0
    assert scene.layers[-1].depth == 1
    assert alone.count("<g>") == 1


@pytest.mark.parametrize("reserve", [0.0, 0.2, 0.4])
@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (480, 480)])
@pytest.mark.parametrize(
    "keywords", [("rice", "farmer", "water", "sun"), ("question", "answer"), ("ship", "sea", "whale")]
)
def test_figures_stay_in_the_frame_and_clear_of_the_captions(
    illustrator: Illustrator,
    order: Callable[..., DrawRequest],
    reserve: float,
    width: int,
    height: int,
    keywords: tuple[str, ...],
) -> None:
    request = order(*keywords, width=width, height=height, reserve_bottom=reserve)

    scene, _ = illustrator.compose(request, STYLES["storybook"])
    marks = [mark for layer in scene.layers for mark in layer.marks if layer.name != "row"]
    figures = [mark for mark in marks if isinstance(mark, Figure)]

    assert figures
    assert max(figure.foot for figure in figures) <= scene.bleed + height * (1 - reserve)
    assert min(figure.foot - figure.size for figure in figures) >= scene.bleed - 1
    assert min(figure.x - figure.size / 2 for figure in figures) >= scene.bleed
    assert max(figure.x + figure.size / 2 for figure in figures) <= scene.bleed + width


def test_captions_that_ask_for_everything_still_leave_a_picture(
    illustrator: Illustrator, order: Callable[..., DrawRequest]
) -> None:
    picture = illustrator.draw(order("rice", "farmer", reserve_bottom=1.0))

    assert picture.pixels.std() > 12


def test_one_subject_stands_out_and_off_the_middle(illustrator: Illustrator, order: Callable[..., DrawRequest]) -> None:
    scene, _ = illustrator.compose(order("cow", "tractor", "house"), STYLES["storybook"])

    figures = [mark for layer in scene.layers for mark in layer.marks if isinstance(mark, Figure)]
    subject, *companions = sorted(figures, key=lambda figure: -figure.size)

    assert subject.name == "cow"
    assert 0.04 < abs(subject.x / scene.width - 0.5) < 0.25
    assert all(companion.size < 0.7 * subject.size for companion in companions)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (480, 480)])
@pytest.mark.parametrize("style", list(STYLES))
def test_the_layers_laid_together_are_the_flat_picture(
    illustrator: Illustrator, order: Callable[..., DrawRequest], style: str, width: int, height: int
) -> None:
    picture = illustrator.draw(order("rain", "rice", "farmer", style=style, width=width, height=height))

    together = flatten(picture.layers, width, height)

    assert np.array_equal(together, picture.pixels)


def test_there_are_at_most_six_layers_from_far_to_near_and_the_first_is_opaque(
    illustrator: Illustrator, order: Callable[..., DrawRequest]
) -> None:
    request = order("storm", "ship", "whale", title="A storm at sea", role=Role.HOOK, film_seed=1, variation=1)

    first, *others = illustrator.draw(request).layers

    assert (first.x, first.y, first.pixels.shape, first.depth) == (0, 0, (360, 640, 4), 0)
    assert first.pixels[:, :, 3].min() == 255
    assert 3 <= len(others) <= 5
    assert [layer.depth for layer in others] == sorted({layer.depth for layer in others})


def test_near_layers_reach_beyond_the_picture_where_a_shift_would_uncover_an_edge(
    illustrator: Illustrator, order: Callable[..., DrawRequest]
) -> None:
    ground, *_, front = illustrator.draw(order("fox", "forest")).layers[1:]

    for layer in (ground, front):
        height, width = layer.pixels.shape[:2]
        assert layer.x < -10
        assert layer.x + width > 650
        assert layer.y + height > 370


@pytest.mark.parametrize("style", list(STYLES))
def test_a_film_keeps_one_palette_whatever_its_scenes_say(illustrator: Illustrator, style: str) -> None:
    scenes = [scene_of(words, style=style, number=number) for number, words in enumerate(("rice", "ship", "robot"), 1)]

    palettes = {illustrator.compose(scene, STYLES[style])[1].name for scene in scenes}

    assert len(palettes) == 1


def test_a_scene_by_night_is_dark_and_the_next_one_is_not(illustrator: Illustrator) -> None:
    night, day = (illustrator.compose(scene_of(words), STYLES["storybook"])[1] for words in ("night", "rice"))

    assert night.dark
    assert not day.dark


def test_no_two_scenes_of_a_film_are_composed_alike(illustrator: Illustrator) -> None:
    pictures = [illustrator.draw(scene_of("fox", number=number)).pixels.astype(int) for number in range(1, 9)]

    apart = [np.abs(one - other).mean() for index, one in enumerate(pictures) for other in pictures[:index]]

    assert min(apart) > 8


def scene_of(words: str, *, style: str = "storybook", number: int = 2) -> DrawRequest:
    return DrawRequest(
        prompt=words, keywords=(words,), style=style, width=640, height=360, seed=5 + number, reserve_bottom=0.2,
        film_seed=11, variation=number,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "drawn", "not_drawn"),
    [
        ("a red boat on a lake at dusk", ("boat", "lake", "dusk"), ("red",)),
        ("a hot air balloon over the sea", ("hot air balloon", "sea"), ()),
        ("an astronaut riding a horse on mars", ("astronaut", "horse", "mars"), ("riding",)),
        ("ein Hund am Strand bei Nacht", ("hund", "strand", "nacht"), ()),
        ("the sea in jealousy and envy", ("sea",), ("jealousy", "envy")),
    ],
)
def test_a_picture_says_which_words_are_in_it_and_which_are_not(
    illustrator: Illustrator, prompt: str, drawn: tuple[str, ...], not_drawn: tuple[str, ...]
) -> None:
    picture = illustrator.draw(DrawRequest(prompt, (), "storybook", 160, 90, 1, 0.0))

    assert (picture.drawn, picture.not_drawn) == (drawn, not_drawn)


def test_what_is_avoided_is_not_said_to_be_drawn(illustrator: Illustrator) -> None:
    asked = DrawRequest("a cat and a dog in a garden", (), "storybook", 160, 90, 1, 0.0, avoid="dog")

    assert illustrator.draw(asked).not_drawn == ("dog",)
