"""Small films to render: seeded pictures and sounds, and timelines over them."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from mutoscope.render.sound import write_sound
from mutoscope.render.timeline import SAMPLE_RATE, Captions, Cue, CueWord, Shot, Timeline, Transition, View
from mutoscope.settings import settings

WIDTH, HEIGHT = 320, 180


@pytest.fixture
def fonts() -> Path:
    return settings().assets


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, Path]:
    files = {name: tmp_path / f"{name}.png" for name in ("a", "b")}
    for seed, file in enumerate(files.values()):
        coarse = np.random.default_rng(seed).integers(0, 255, (9, 16, 3), np.uint8)
        cv2.imwrite(str(file), cv2.resize(coarse, (480, 270), interpolation=cv2.INTER_CUBIC))
    return files


@pytest.fixture
def film() -> Callable[..., Timeline]:
    """Two moving shots of 20 frames, the second crossfading in, with two captions; fields can be replaced."""

    def make(**changes: object) -> Timeline:
        shots = (
            Shot(picture="a", frames=20, start=View(), end=View(zoom=1200, x=400)),
            Shot(
                picture="b",
                frames=20,
                start=View(zoom=1200, x=300),
                end=View(zoom=1200, x=700),
                transition=Transition.CROSSFADE,
                transition_frames=8,
            ),
        )
        cues = (
            Cue(first=2, last=18, words=(CueWord(text="Rice", start=3200, end=9600),)),
            Cue(first=18, last=40, words=(CueWord(text="grows.", start=28800, end=40000),)),
        )
        plain = Timeline(width=WIDTH, height=HEIGHT, language="en", captions=Captions.BURNED, shots=shots, cues=cues)
        return Timeline.model_validate({**dict(plain), **changes})

    return make


@pytest.fixture
def sounds(tmp_path: Path) -> dict[str, Path]:
    """`voice`: two seconds of noise in bursts, one channel. `music`: two seconds of a chord, two channels."""
    time = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    noise = np.random.default_rng(0).normal(0, 3000, len(time)) * (np.sin(2 * np.pi * 2 * time) > 0)
    chord = np.stack([np.sin(2 * np.pi * 220 * time), np.sin(2 * np.pi * 330 * time)], axis=1) * 9000
    files = {"voice": tmp_path / "voice.flac", "music": tmp_path / "music.flac"}
    write_sound(files["voice"], noise.astype(np.int16))
    write_sound(files["music"], chord.astype(np.int16))
    return files
