"""The poster: as the film shows it, and never a dark or an empty frame when there is a better one."""

from pathlib import Path

import av
import numpy as np

from mutoscope.render.planes import blank, convert
from mutoscope.render.poster import appeal, save_poster


def test_a_poster_is_a_jpeg_in_the_films_colours(tmp_path: Path) -> None:
    save_poster(convert(np.full((720, 2560, 3), (200, 60, 30), np.uint8)), tmp_path / "poster.jpg")

    with av.open(str(tmp_path / "poster.jpg")) as container:
        frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == (1280, 360)
        assert np.abs(frame.to_ndarray(format="rgb24").mean(axis=(0, 1)) - (200, 60, 30)).max() < 4


def test_a_lively_frame_is_more_appealing_than_a_dark_or_an_empty_one() -> None:
    random = np.random.default_rng(0)
    lively = random.integers(30, 240, (9, 16, 3), np.uint8).repeat(20, axis=0).repeat(20, axis=1)

    scores = [appeal(convert(picture)) for picture in (lively, lively // 6, np.full_like(lively, 128))]

    assert scores[0] > 2 * max(scores[1:])
    assert appeal(blank(320, 180)) == 0
