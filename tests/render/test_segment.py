"""Slices of a film: whoever renders them, they are the same frames, and they join."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.render.frames import PictureMissing
from mutoscope.render.planes import PictureUnreadable
from mutoscope.render.segment import EmptySlice, draw_frames, render_segment
from mutoscope.render.timeline import Captions, Shot, Timeline, Transition


def drawn(film: Timeline, pictures: dict[str, Path], fonts: Path, first: int, last: int) -> list[NDArray[np.uint8]]:
    return [frame.to_ndarray().copy() for frame in draw_frames(film, pictures, fonts, first, last)]


def test_a_slice_has_the_frames_of_the_whole(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path
) -> None:
    whole = drawn(film(), pictures, fonts, 0, 40)

    parts = [
        frame for first, last in ((0, 7), (7, 23), (23, 40)) for frame in drawn(film(), pictures, fonts, first, last)
    ]

    assert len(parts) == 40
    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))


def test_the_same_slice_gives_the_same_bytes(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    for name in ("one.mp4", "two.mp4"):
        render_segment(film(), pictures, tmp_path / name, fonts=fonts, first=5, last=25)

    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_segments_of_different_films_carry_the_same_headers(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    still = film(shots=(Shot(picture="b", frames=3),), cues=(), captions=Captions.NONE)

    render_segment(film(), pictures, tmp_path / "moving.mp4", fonts=fonts)
    render_segment(still, pictures, tmp_path / "still.mp4", fonts=fonts)

    with av.open(str(tmp_path / "moving.mp4")) as moving, av.open(str(tmp_path / "still.mp4")) as one:
        assert moving.streams.video[0].codec_context.extradata == one.streams.video[0].codec_context.extradata


def test_a_segment_has_its_frames_at_thirty_a_second_and_names_its_colours(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    render_segment(film(), pictures, tmp_path / "segment.mp4", fonts=fonts, first=10, last=33)

    with av.open(str(tmp_path / "segment.mp4")) as container:
        codec = container.streams.video[0].codec_context
        times = [frame.time for frame in container.decode(video=0)]
        assert times == pytest.approx([number / 30 for number in range(23)])
        assert (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range) == (1, 1, 1, 1)
        assert (codec.name, codec.pix_fmt, codec.width, codec.height) == ("h264", "yuv420p", 320, 180)


def test_progress_ends_at_one(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    shares: list[float] = []

    render_segment(film(), pictures, tmp_path / "segment.mp4", fonts=fonts, on_progress=shares.append)

    assert shares == [0.75, 1.0]


def test_a_crossfade_starts_near_the_last_view_of_the_shot_before(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path
) -> None:
    frames = drawn(film(captions=Captions.NONE), pictures, fonts, 0, 40)

    first_step = np.abs(frames[20].astype(int) - frames[19]).mean()
    whole_way = np.abs(frames[28].astype(int) - frames[19]).mean()

    assert first_step < whole_way / 4


def test_a_shot_from_black_starts_dark(film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path) -> None:
    shot = Shot(picture="a", frames=20, transition=Transition.BLACK, transition_frames=10)

    frames = drawn(film(shots=(shot,), cues=()), pictures, fonts, 0, 11)

    brightness = [frame[:180].mean() for frame in frames]
    assert brightness[0] < 16 + (brightness[10] - 16) / 5
    assert brightness == sorted(brightness)


def test_captions_are_burned_only_when_asked(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path
) -> None:
    burned = drawn(film(), pictures, fonts, 10, 11)
    soft = drawn(film(captions=Captions.SOFT), pictures, fonts, 10, 11)

    changed = np.argwhere(burned[0][:180] != soft[0][:180])

    assert len(changed) > 100
    assert changed[:, 0].min() > 120


def test_an_empty_slice_is_refused(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    with pytest.raises(EmptySlice):
        render_segment(film(), pictures, tmp_path / "segment.mp4", fonts=fonts, first=20, last=20)

    assert not (tmp_path / "segment.mp4").exists()


def test_a_missing_picture_is_named(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    with pytest.raises(PictureMissing, match="picture b"):
        render_segment(film(), {"a": pictures["a"]}, tmp_path / "segment.mp4", fonts=fonts)


def test_a_broken_picture_is_named(
    film: Callable[..., Timeline], pictures: dict[str, Path], fonts: Path, tmp_path: Path
) -> None:
    broken = Path(tmp_path / "broken.png")
    broken.write_bytes(b"no picture")

    with pytest.raises(PictureUnreadable, match=r"broken\.png"):
        render_segment(film(), {**pictures, "b": broken}, tmp_path / "segment.mp4", fonts=fonts)
