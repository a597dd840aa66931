"""A study: what is said is drawn when it is said, line by line, by one hand."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from mutoscope.clips.boards import Board, plan_board
from mutoscope.clips.passages import passages
from mutoscope.clips.sketch import sketch_letters, sketch_pictogram
from mutoscope.clips.sound import LEAD
from mutoscope.engines import registry
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.tasks import SpeakRequest, Word
from mutoscope.kinds.registry import require_kind
from mutoscope.render.timeline import SAMPLES_PER_FRAME
from mutoscope.settings import Settings
from tests.kinds.benches import Made, make

TEXT = "A bee finds a flower. Honey never spoils."
SMALL = {"text": TEXT, "title": "Honey", "width": 320, "height": 180, "captions": False}
SENTENCE = "A bee carries nectar from a flower to the hive in 2 hours."


@pytest.fixture(scope="module")
def pictograms() -> Pictograms:
    return Pictograms(Settings().assets / "node_modules")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make("study_animation", SMALL, tmp_path_factory.mktemp("study"))


def spoken(text: str, *, seconds: float = 0.4) -> list[Word]:
    """Each word takes as long as any other."""
    step = round(seconds * 48_000)
    return [Word(word, LEAD + place * step, LEAD + (place + 1) * step) for place, word in enumerate(text.split())]


def board_of(text: str, pictograms: Pictograms, *, last: int = 400, title: str = "") -> Board:
    return plan_board(spoken(text), 0, last, "en", pictograms, title=title, frame=SAMPLES_PER_FRAME)


def test_a_thing_is_drawn_when_its_word_is_heard(pictograms: Pictograms) -> None:
    board = board_of(SENTENCE, pictograms)
    heard = {word.text: word.start // SAMPLES_PER_FRAME for word in spoken(SENTENCE)}

    things = [mark for mark in board.marks if mark.pictogram]
    assert [mark.word for mark in things] == ["bee", "flower"]
    assert [mark.first for mark in things] == [heard["bee"], heard["flower"]]


def test_one_hand_draws_one_thing_at_a_time_and_is_done_before_the_board_goes(pictograms: Pictograms) -> None:
    for last in (400, 160, 60):
        board = board_of(SENTENCE, pictograms, last=last, title="Bees at work")

        assert all(before.last <= after.first for before, after in pairwise(board.marks))
        assert board.marks[-1].last <= last


def test_a_number_that_is_said_is_written(pictograms: Pictograms) -> None:
    board = board_of("There are 60,000 bees in a hive.", pictograms)

    assert "60,000" in [mark.word for mark in board.marks if not mark.pictogram]


def test_what_names_no_two_things_is_written_down(pictograms: Pictograms) -> None:
    board = board_of("It never ends. Nobody knows why that is so.", pictograms)

    assert board.marks[0].word == "It never ends."


def test_the_lines_of_a_sketch_come_one_after_another_and_the_colour_after_them(pictograms: Pictograms) -> None:
    sketch = sketch_pictogram(pictograms.body("honeybee"), 120, 3.0, np.random.default_rng(1))
    inked = [int((sketch.inked(share) > 0).sum()) for share in (0, 0.25, 0.5, 0.75, 1)]

    assert inked[0] < inked[1] < inked[2] < inked[3] < inked[4] == (sketch.ink > 0).sum()
    assert sketch.washed(0) is None
    half, whole = sketch.washed(0.5), sketch.washed(1)
    assert half is not None
    assert whole is not None
    assert 0.2 < (half[..., 3] > 0).sum() / (whole[..., 3] > 0).sum() < 0.9


def test_the_pen_is_at_the_line_that_is_drawn(pictograms: Pictograms) -> None:
    sketch = sketch_pictogram(pictograms.body("honeybee"), 120, 3.0, np.random.default_rng(1))

    for share in (0.2, 0.5, 0.8):
        rows, columns = np.nonzero((sketch.moments > share - 0.02) & (sketch.moments <= share + 0.02))
        x, y = sketch.pen(share)
        assert np.hypot(columns - x, rows - y).min() < 6


def test_letters_are_written_from_left_to_right_and_line_by_line() -> None:
    mask = np.zeros((40, 100), np.uint8)
    mask[5:15, 10:90] = mask[25:35, 10:90] = 255

    sketch = sketch_letters(mask, 2, np.random.default_rng(0))

    half = sketch.inked(0.49)
    assert half[:19].any()
    assert not half[22:].any()
    assert sketch.moments[10, 20] < sketch.moments[10, 80] < sketch.moments[30, 20]


def test_ink_comes_onto_the_paper_over_time_in_the_film_itself(made: Made) -> None:
    inked = [float((frame.max(axis=2) < 120).mean()) for frame in made.frames()]

    assert inked[0] == 0
    assert inked[15] < inked[30] < inked[60]


def test_a_study_is_as_long_as_its_voice_and_what_stands_around_it(made: Made) -> None:
    speaker = registry.speaker(Settings())
    said = [len(speaker.speak(SpeakRequest(part, "en", "en-warm-woman")).samples) for part in passages(TEXT, "en")]

    with av.open(str(made.folder / "video.mp4")) as container:
        assert container.streams.video[0].frames == made.facts.frames
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert made.facts.frames == -(-(LEAD + sum(said) + 72_000) // SAMPLES_PER_FRAME)
    assert abs(samples - made.facts.frames * SAMPLES_PER_FRAME) <= 1_024


def test_the_same_order_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    assert make("study_animation", SMALL, tmp_path).read() == made.read()


def test_a_text_in_passages_is_the_text() -> None:
    text = "One is here. Two is there, and it is long enough to be alone.\n\nThree follows. " + "Four is last. " * 30

    parts = passages(text, "en", seconds=4.0)

    assert " ".join(parts).split() == text.split()
    assert len(parts) > 5


@pytest.mark.parametrize("given", [{}, {"text": "a", "topic": "b"}, {"text": "!!!"}, {"text": "a", "width": 321}])
def test_a_study_of_nothing_or_of_no_possible_size_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"either|nothing to say|multiple of 2"):
        require_kind("study_animation").request.model_validate(given)


def test_a_board_whose_words_name_no_thing_is_not_left_empty(pictograms: Pictograms) -> None:
    words = spoken("It never ends, and nobody knows why.")

    board = plan_board(words, 0, 300, "en", pictograms, title="", frame=SAMPLES_PER_FRAME, spare="light-bulb")

    assert [(mark.word, mark.pictogram) for mark in board.marks] == [("It never ends", ""), ("", "light-bulb")]
