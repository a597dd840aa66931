"""The finished sound: as loud as platforms play it, its peaks under the ceiling after AAC, to the sample."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.render.loudness import measure
from mutoscope.render.soundtrack import CEILING, decoded, export, finish
from mutoscope.render.tape import Tape, record
from mutoscope.render.timeline import SAMPLE_RATE


def speechlike(seconds: float) -> NDArray[np.float32]:
    """Bursts of low noise with clicks: little loudness, high peaks."""
    random, time = np.random.default_rng(0), np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tone = sum(
        np.sin(2 * np.pi * pitch * time + pitch) / number for number, pitch in enumerate((180, 371, 990, 2210), 1)
    )
    sound = tone * 0.05 * (np.sin(2 * np.pi * 1.5 * time) > -0.3)
    sound[:: SAMPLE_RATE // 3] += random.choice((-0.9, 0.9), len(sound[:: SAMPLE_RATE // 3]))
    return np.repeat(sound[:, np.newaxis], 2, axis=1).astype(np.float32)


def taped(signal: NDArray[np.float32], folder: Path) -> Tape:
    return record(folder / "mix", [signal], "<f4")


@pytest.mark.parametrize("seconds", [0.5, 7.31])
def test_the_film_is_at_minus_14_lufs_and_under_the_ceiling_as_its_aac_is_decoded(
    seconds: float, tmp_path: Path
) -> None:
    mixed = taped(speechlike(seconds), tmp_path)

    sound = finish(mixed, tmp_path)

    assert sound.tape.samples == mixed.samples
    assert sound.loudness.peak <= CEILING
    assert sound.loudness == measure(decoded(sound.aac, mixed.samples))
    assert measure(sound.tape.signals()).integrated == pytest.approx(-14, abs=0.3)


def test_silence_stays_silent(tmp_path: Path) -> None:
    sound = finish(taped(np.zeros((SAMPLE_RATE, 2), np.float32), tmp_path), tmp_path)

    assert sound.tape.samples == SAMPLE_RATE
    assert not sound.tape.read(0, SAMPLE_RATE).any()


def test_loudness_is_the_same_in_one_block_and_in_many() -> None:
    signal = speechlike(4)

    whole = measure([signal])
    parts = measure(signal[start : start + 5_000] for start in range(0, len(signal), 5_000))

    assert whole.integrated == pytest.approx(parts.integrated, abs=0.01)
    assert whole.peak == pytest.approx(parts.peak, abs=0.01)


def test_the_same_mix_gives_the_same_bytes(tmp_path: Path) -> None:
    mixed = taped(speechlike(1), tmp_path)

    files = [finish(mixed, tmp_path).aac.read_bytes() for _ in range(2)]

    assert files[0] == files[1]


def test_the_sound_alone_plays_before_it_is_loaded(tmp_path: Path) -> None:
    mixed = taped(speechlike(2), tmp_path)

    written = export(finish(mixed, tmp_path).tape, tmp_path / "film.m4a").read_bytes()

    assert written[4:8] == b"ftyp"
    assert written.index(b"moov") < written.index(b"mdat")
