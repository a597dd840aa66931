"""A video that goes on: its own frames first, then the last of them under a moving camera, and no jump between."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.media.film_file import FilmTooSmall
from mutoscope.media.refusals import FilmBroken
from mutoscope.render.soundtrack import decoded
from mutoscope.stages.contracts.extension import ExtendedTooFar
from tests.kinds.benches import Made, make

KEY = f"{'a' * 64}/mine.mp4"
RATE = Fraction(30_000, 1_001)
UPRIGHT, ON_ITS_SIDE = (
    b"".join(number.to_bytes(4, "big", signed=True) for number in matrix)
    for matrix in (
        (1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30),
        (0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30),
    )
)
"""The matrices of a track: as it is, and as a telephone writes it that was held upright."""


def picture(number: int, width: int = 160, height: int = 96) -> NDArray[np.uint8]:
    """Blotches that drift to the left, no frame like another."""
    chance = np.random.default_rng(5)
    whole = cv2.resize(chance.integers(0, 255, (12, 40, 3), np.uint8), (3 * width, height))
    return np.ascontiguousarray(whole[:, 2 * number : 2 * number + width], np.uint8)


def save_film(path: Path, times: Iterable[int], *, sound: bool = False, size: tuple[int, int] = (160, 96)) -> Path:
    """H.264 at 29.97 frames a second; `times` count in frames, and the sound is a tone for as long."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=RATE, options={"crf": "16"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        audio = container.add_stream("aac", rate=44_100, layout="mono") if sound else None
        for number, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(picture(number, *size), format="rgb24")
            frame.pts, frame.time_base = time, 1 / RATE
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            tone = np.sin(np.arange(44_100 * 20 // 30) * 2 * np.pi * 440 / 44_100).astype(np.float32)[np.newaxis] / 4
            heard = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            heard.rate = 44_100
            container.mux(audio.encode(heard))
            container.mux(audio.encode(None))
    return path


def decode(path: Path) -> list[NDArray[np.int16]]:
    """A small film that does not say which colours it means, means those of BT.601."""
    colours = {"src_colorspace": "ITU601", "dst_colorspace": "ITU601"}
    with av.open(str(path)) as container:
        frames = [frame.reformat(format="rgb24", **colours) for frame in container.decode(video=0)]
    return [frame.to_ndarray().astype(np.int16) for frame in frames]


def extend(folder: Path, film: Path, **given: Any) -> Made:
    return make("video_extension", {"video": KEY, "seconds": 1, "prompt": "zoom in", **given}, folder, {KEY: film})


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_film(tmp_path_factory.mktemp("film") / "film.mp4", range(20), sound=True)


@pytest.fixture(scope="module")
def extended(film: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return extend(tmp_path_factory.mktemp("extended"), film)


def differences(frames: list[NDArray[Any]]) -> list[float]:
    return [float(np.abs(after.astype(int) - before).mean()) for before, after in pairwise(frames)]


def test_the_film_comes_first_frame_by_frame_at_its_size_and_rate(film: Path, extended: Made) -> None:
    own, made = decode(film), extended.frames()

    with av.open(str(extended.folder / "video.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.frames, stream.average_rate) == (50, RATE)
    assert (len(made), extended.facts.source_frames, extended.facts.frames) == (50, 20, 50)
    assert made[0].shape == own[0].shape
    beside = [float(np.abs(made[number] - frame).mean()) for number, frame in enumerate(own)]
    shifted = [float(np.abs(made[number + 1] - frame).mean()) for number, frame in enumerate(own[:-1])]
    assert max(beside) < 4 < min(shifted) / 2
    assert np.abs(np.mean([made[number] - frame for number, frame in enumerate(own)], axis=(0, 1, 2))).max() < 2


@pytest.mark.parametrize("prompt", ["", "zoom out", "pan left", "pan right", "tilt up", "tilt down", "static, snow"])
def test_nothing_jumps_where_the_film_goes_on_and_the_camera_moves_on(film: Path, tmp_path: Path, prompt: str) -> None:
    made = extend(tmp_path, film, prompt=prompt)

    moved = differences(made.frames())

    assert max(moved[19:]) < max(moved[:19])
    assert moved[19] < 1.5
    assert np.abs(made.frames()[35].astype(int) - made.frames()[19]).mean() > 1


def test_the_camera_goes_where_the_prompt_says(film: Path, tmp_path: Path) -> None:
    left, right = (extend(tmp_path / way, film, prompt=f"pan {way}").frames() for way in ("left", "right"))
    wide, high = round(160 / 1.12), round(96 / 1.12)
    top = (96 - high) // 2
    windows = [cv2.resize(left[19][top : top + high, at : at + wide], (160, 96)) for at in (0, 160 - wide)]

    apart = [[np.abs(frames[-1].astype(int) - window).mean() for window in windows] for frames in (left, right)]

    assert apart[0][0] < apart[0][1] / 2
    assert apart[1][1] < apart[1][0] / 2


def test_its_sound_stays_and_silence_follows(extended: Made) -> None:
    heard = np.concatenate(list(decoded(extended.folder / "video.mp4", 10**7)))

    assert abs(len(heard) - round(50 / RATE * 48_000)) <= 1_024
    assert np.sqrt((heard[4_000:14_000] ** 2).mean()) == pytest.approx(0.25 / 2**0.5, abs=0.02)
    assert np.abs(heard[36_000:]).max() < 0.001


def test_a_silent_film_stays_silent_and_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    silent = save_film(tmp_path / "silent.mp4", range(20))
    one, two = (extend(tmp_path / name, silent, prompt="rain") for name in ("one", "two"))
    other = extend(tmp_path / "other", silent, prompt="rain", seed=3)

    with av.open(str(one.folder / "video.mp4")) as container:
        assert container.streams.audio == ()
    for name in ("video.mp4", "thumbnail.jpg", "spritesheet.jpg"):
        assert one.read(name) == two.read(name)
    assert other.read() != one.read()


def test_a_film_of_uneven_times_is_shown_at_an_even_rate(tmp_path: Path) -> None:
    uneven = save_film(tmp_path / "uneven.mp4", [0, 1, 2, 3, 4, 5, 6, 7, 18, 19])

    made = extend(tmp_path, uneven)

    seconds = made.facts.source_frames / made.facts.fps
    assert seconds == pytest.approx(20 / RATE, abs=2 / made.facts.fps)


def test_a_film_held_upright_is_shown_upright(film: Path, tmp_path: Path) -> None:
    content = film.read_bytes()
    place = content.index(UPRIGHT, content.index(b"tkhd"))
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(content[:place] + ON_ITS_SIDE + content[place + len(UPRIGHT) :])

    made = extend(tmp_path, turned)

    clockwise = np.rot90(decode(film)[0], -1)
    assert made.frames()[0].shape == (160, 96, 3)
    assert np.abs(made.frames()[0] - clockwise).mean() < 4


def test_what_is_too_long_in_all_or_too_small_or_no_film_is_refused(film: Path, tmp_path: Path) -> None:
    long = save_film(tmp_path / "long.mp4", [0, 1, 30 * 100])
    small = save_film(tmp_path / "small.mp4", range(3), size=(48, 32))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(film.read_bytes()[:300])

    with pytest.raises(ExtendedTooFar) as refused:
        extend(tmp_path / "1", long, seconds=30)
    with pytest.raises(FilmTooSmall):
        extend(tmp_path / "2", small)
    with pytest.raises(FilmBroken):
        extend(tmp_path / "3", broken)

    assert (refused.value.code, refused.value.param) == ("extended_too_far", "seconds")
