"""GIFs: every frame at its time, in colours that are close, for ever, and marked as made by a model."""

from pathlib import Path

import av
import numpy as np
import pytest
import pyvips
from numpy.typing import NDArray

from mutoscope.engines.tasks import Generated
from mutoscope.media.gif_file import save_gif
from mutoscope.media.origin import SOURCE_TYPE, mark_gif
from mutoscope.stages.contracts.generate import FrameFormat
from mutoscope.stages.generate import save_generated

ACROSS, DOWN = np.meshgrid(np.arange(64), np.arange(48))
FRAMES = np.stack(
    [np.stack([(ACROSS * 4 + 8 * n) % 256, DOWN * 5, np.full_like(DOWN, 20 * n)], axis=-1) for n in range(6)]
).astype(np.uint8)


def decoded(path: Path) -> NDArray[np.uint8]:
    with av.open(str(path)) as file:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)])


def test_every_frame_is_there_in_its_colours(tmp_path: Path) -> None:
    save_gif(FRAMES, 8, tmp_path / "a.gif")

    frames = decoded(tmp_path / "a.gif")
    assert frames.shape == FRAMES.shape
    assert np.abs(frames.astype(int) - FRAMES).mean() < 8


@pytest.mark.parametrize(("fps", "delay"), [(8, 120), (10, 100), (25, 40)])
def test_it_plays_for_ever_at_the_nearest_hundredth_of_a_second(tmp_path: Path, fps: int, delay: int) -> None:
    save_gif(FRAMES, fps, tmp_path / "a.gif")

    picture = pyvips.Image.new_from_file(str(tmp_path / "a.gif"), n=-1)
    assert picture.get("delay") == [delay] * len(FRAMES)
    assert picture.get("loop") == 0


def test_a_single_frame_is_a_gif_too(tmp_path: Path) -> None:
    save_gif(FRAMES[:1], 8, tmp_path / "a.gif")

    assert decoded(tmp_path / "a.gif").shape == (1, 48, 64, 3)


def test_the_mark_is_a_comment_and_the_frames_stay(tmp_path: Path) -> None:
    save_gif(FRAMES, 8, tmp_path / "a.gif")
    before = decoded(tmp_path / "a.gif")

    mark_gif(tmp_path / "a.gif")

    content = (tmp_path / "a.gif").read_bytes()
    assert b"\x21\xfe" + bytes([len(SOURCE_TYPE)]) + SOURCE_TYPE.encode() + b"\0;" in content
    assert np.array_equal(decoded(tmp_path / "a.gif"), before)


def test_frames_are_delivered_as_the_file_that_was_asked_for(tmp_path: Path) -> None:
    facts = save_generated("animatediff", Generated(frames=FRAMES, fps=8), tmp_path, FrameFormat.GIF)

    assert [path.name for path in tmp_path.iterdir()] == ["animation.gif"]
    assert (facts.frames, facts.width, facts.height) == (6, 64, 48)
    assert SOURCE_TYPE.encode() in (tmp_path / "animation.gif").read_bytes()
