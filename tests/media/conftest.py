"""Pictures and sounds as people have them, made for the test: photographs, recordings, and files that mean harm."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import pyvips
from av.audio.frame import AudioFrame
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from mutoscope.studio import Studio
from tests.media.library import Library

Picture = Callable[..., Path]
Recording = Callable[..., Path]
CODECS = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "ogg": "libopus", "m4a": "aac", "aac": "aac"}


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    """Makes a picture: its left half red, its right half blue."""

    def made(name: str = "photo.png", *, width: int = 320, height: int = 200, **options: object) -> Path:
        red = pyvips.Image.black(width // 2, height, bands=3).linear(1, [200, 20, 20]).cast("uchar")
        blue = pyvips.Image.black(width - width // 2, height, bands=3).linear(1, [20, 20, 200]).cast("uchar")
        path = tmp_path / name
        red.join(blue, "horizontal").copy(interpretation="srgb").write_to_file(str(path), **options)
        return path

    return made


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Makes a sound: half a second of silence, then tones like syllables, then half a second of silence."""

    def made(name: str = "voice.wav", *, seconds: float = 3.0, level: float = 0.05, rate: int = 44_100) -> Path:
        path = tmp_path / name
        suffix = name.rpartition(".")[2]
        rate = 48_000 if suffix == "ogg" else rate
        with av.open(str(path), "w") as container:
            stream = container.add_stream(CODECS[suffix], rate=rate, layout="mono")
            samples = syllables(seconds, rate, level)
            frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
            frame.rate = rate
            resampler = av.AudioResampler(
                format=stream.codec_context.format, layout="mono", rate=rate, frame_size=stream.codec_context.frame_size
            )
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                container.mux(stream.encode(part))
            container.mux(stream.encode(None))
        return path

    return made


def syllables(seconds: float, rate: int, level: float) -> NDArray[np.int16]:
    time = np.arange(round(seconds * rate)) / rate
    speaks = (time > 0.5) & (time < seconds - 0.5)
    sound = np.sin(2 * np.pi * 180 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)) * speaks * level
    return np.asarray(np.rint(sound * 32_767), np.int16)


@pytest.fixture
def library(studio: Studio, client: TestClient) -> Library:
    return Library(studio, client)


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., Path]:
    """Makes a film of two seconds, in which no frame is like another."""

    def made(name: str = "film.mp4", *, seconds: int = 2, flags: str = "") -> Path:
        noise = np.random.default_rng(7)
        path = tmp_path / name
        with av.open(str(path), "w", options={"movflags": flags} if flags else {}) as container:
            stream = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
            for _ in range(seconds * 25):
                pixels = noise.integers(0, 255, (240, 320, 3), dtype=np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
            container.mux(stream.encode(None))
        return path

    return made
