"""What a viewer would notice: measured on a finished film, as it is delivered."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.render.camera import camera_at
from mutoscope.render.caption_art import CaptionArtist
from mutoscope.render.frames import FrameArtist
from mutoscope.render.loudness import measure
from mutoscope.render.planes import blank
from mutoscope.render.segment import render_segment
from mutoscope.render.sound import read_sound
from mutoscope.render.timeline import FPS, SAMPLE_RATE, Captions, Shot, Timeline, View
from mutoscope.settings import settings

HEARD = 0.01


def onsets(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Seconds at which something is heard after a fifth of a second of silence."""
    step = SAMPLE_RATE // 200
    loud = np.abs(sound[: len(sound) // step * step]).reshape(-1, step).max(axis=1) > HEARD
    quiet_before = np.convolve(loud, np.ones(41))[: len(loud)] - loud == 0
    return np.flatnonzero(loud & quiet_before) / 200


def test_captions_come_within_eighty_milliseconds_of_the_voice(finished: Any) -> None:
    heard = onsets(finished.sound())
    text = (finished.folder / "captions").read_text()
    starts = [
        int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000
        for h, m, s, ms in re.findall(r"(\d+):(\d+):(\d+),(\d+) -->", text)
    ]

    after_silence = [start for start in starts if np.abs(heard - start).min() < 0.3]

    assert len(after_silence) >= 4
    assert max(np.abs(heard - start).min() for start in after_silence) <= 0.08


def test_sound_and_picture_drift_by_less_than_a_frame(finished: Any) -> None:
    clip = finished.timeline.voice[-1]
    sound = finished.sound()
    said = read_sound(finished.voices[clip.asset])[:, 0].astype(np.float32)

    heard = sound[clip.start - SAMPLE_RATE // 2 : clip.start + SAMPLE_RATE // 2]
    drift = int(np.argmax(np.correlate(heard, said[: SAMPLE_RATE // 4], "valid"))) - SAMPLE_RATE // 2

    assert abs(drift) < SAMPLE_RATE / FPS
    assert abs(len(sound) / SAMPLE_RATE - finished.timeline.frames / FPS) < 1 / FPS


def test_the_film_has_exactly_its_frames(finished: Any, frames: Any) -> None:
    assert frames.times == pytest.approx([number / FPS for number in range(finished.timeline.frames)])


def test_the_sound_is_at_its_level_as_a_player_decodes_it(finished: Any) -> None:
    loudness = measure([np.repeat(finished.sound()[:, np.newaxis], 2, axis=1)])

    assert loudness.integrated == pytest.approx(-14, abs=0.3)
    assert loudness.peak <= -1.5


def test_no_text_lies_outside_the_safe_area(finished: Any) -> None:
    timeline, fonts = finished.timeline, settings().assets
    width, height = timeline.width, timeline.height
    silent = timeline.model_copy(update={"captions": Captions.NONE})
    with_text, without = FrameArtist(timeline, finished.pictures, fonts), FrameArtist(silent, finished.pictures, fonts)
    safe = np.zeros((height, width), bool)
    safe[height // 20 : -height // 20, width // 20 : -width // 20] = True

    for cue in timeline.cues:
        one, other = blank(width, height), blank(width, height)
        with_text.draw((cue.first + cue.last) // 2, one)
        without.draw((cue.first + cue.last) // 2, other)
        text = one.y != other.y
        assert text.any()
        assert not (text & ~safe).any()


def test_captions_have_a_contrast_of_four_and_a_half_in_the_film(finished: Any) -> None:
    timeline = finished.timeline
    artist = CaptionArtist(timeline.width, timeline.height, timeline.language, settings().assets)
    middles = {(cue.first + cue.last) // 2: artist.draw(cue) for cue in timeline.cues}

    with av.open(str(finished.video)) as container:
        for number, frame in enumerate(container.decode(container.streams.video[0])):
            if number in middles:
                patch = middles[number]
                rows, columns = patch.cover.y.shape
                seen = frame.to_ndarray()[patch.top : patch.top + rows, patch.left : patch.left + columns]
                letters = np.percentile(seen[patch.colour.y > 230], 5)
                outline = np.percentile(seen[(patch.cover.y == 255) & (patch.colour.y < 20)], 90)
                assert contrast(float(letters), float(outline)) >= 4.5


def contrast(light: float, dark: float) -> float:
    """WCAG 2, of greys of limited-range video."""
    bright, dim = (max((value - 16) / 219, 0) ** 2.2 + 0.05 for value in (light, dark))
    return bright / dim


def test_nothing_is_black_or_frozen_for_two_seconds(frames: Any) -> None:
    seen = [luma.astype(int) for luma in frames.luma]
    lit = [luma.mean() > 24 for luma in seen]

    assert all(any(lit[start : start + 2 * FPS]) for start in range(len(lit) - 2 * FPS + 1))
    assert min(np.abs(after - before).mean() for before, after in zip(seen, seen[2 * FPS :], strict=False)) > 0.3


def test_no_two_scenes_look_alike(finished: Any, frames: Any) -> None:
    starts = np.cumsum([0, *(shot.frames for shot in finished.timeline.shots)])
    hashes = [difference_hash(frames.luma[(first + last) // 2]) for first, last in pairwise(starts.tolist())]

    assert min(int((one != other).sum()) for one, other in combinations(hashes, 2)) >= 8


def difference_hash(luma: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """64 bits: whether it gets brighter from left to right, on a grid."""
    small = cv2.resize(luma, (9, 8), interpolation=cv2.INTER_AREA).astype(int)
    return np.diff(small, axis=1) > 0


def test_the_poster_is_bright_and_shows_something(finished: Any) -> None:
    poster = cv2.imdecode(np.frombuffer((finished.folder / "thumbnail").read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)

    assert poster is not None
    assert 60 < poster.mean() < 215
    assert poster.std() > 20


def test_motion_is_smooth_to_six_hundredths_of_a_pixel_after_encoding(tmp_path: Path) -> None:
    size = (1472, 828)
    coarse = np.random.default_rng(0).integers(40, 215, (104, 184, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "spots.png"), cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC))
    shot = Shot(picture="p", frames=60, start=View(zoom=1060, x=490), end=View(zoom=1060, x=510))
    timeline = Timeline(width=1280, height=720, language="en", captions=Captions.NONE, shots=(shot,))

    render_segment(timeline, {"p": tmp_path / "spots.png"}, tmp_path / "film.mp4", fonts=settings().assets)

    with av.open(str(tmp_path / "film.mp4")) as container:
        frames = [frame.to_ndarray()[:720].astype(np.float32) for frame in container.decode(video=0)]
    columns = [camera_at(shot, number, size, (1280, 720), 0.5).column(736) for number in range(60)]
    wanted = np.subtract(columns, columns[0])
    errors = [moved(frames[0], frame, way) - way for frame, way in zip(frames, wanted, strict=True)]
    assert np.std(errors) <= 0.06


def moved(before: NDArray[np.float32], after: NDArray[np.float32], about: float) -> float:
    """How many pixels the picture's middle moved across, by the gradient (Lucas and Kanade, 1981)."""
    whole = round(about)
    one, other = before[104:616, 384:896], after[104:616, 384 + whole : 896 + whole]
    slope = np.gradient((one + other) / 2, axis=1)
    return whole + float(((one - other) * slope).sum() / (slope * slope).sum())
