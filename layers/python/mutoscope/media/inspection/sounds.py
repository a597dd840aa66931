"""Inspecting a sound: decoded whole under a bound on its length, its loudest samples drawn as a waveform."""

import pkgutil
import wave
from importlib import import_module
from io import BytesIO
from itertools import pairwise
from typing import BinaryIO

import av
import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.media.file_type import WAV, FileType
from mutoscope.media.inspection.report import WAVE_HEIGHT, WAVE_WIDTH, Facts
from mutoscope.media.open_alone import open_alone
from mutoscope.media.refusals import SoundBroken
from mutoscope.media.sound_file import MOST_SECONDS, sound_blocks

_BIN = SAMPLE_RATE // 100
_INK = (70, 90, 140)


def inspect_sound(file: BinaryIO, kind: FileType) -> tuple[Facts, bytes]:
    """What it is, and its waveform as PNG. Raises SoundBroken, SoundTooLong."""
    peaks: list[NDArray[np.int16]] = []
    samples = 0
    rest = np.zeros(0, np.int16)
    for block in sound_blocks(file, kind, "", channels=1, most=MOST_SECONDS):
        samples += block.shape[1]
        whole = np.concatenate([rest, block[0]])
        kept = len(whole) // _BIN * _BIN
        peaks.append(np.abs(whole[:kept].reshape(-1, _BIN).astype(np.int32)).max(axis=1).astype(np.int16))
        rest = whole[kept:]
    if samples == 0:
        raise SoundBroken(name="", reason="there is no sound in it")
    return _facts(file, kind, samples), draw_waveform(np.concatenate(peaks) if samples >= _BIN else rest)


def warm_up() -> None:
    """Decodes a sound of our own, because a sealed process loads nothing any more."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if "__main__" not in module.name:
            import_module(module.name)
    silence = BytesIO()
    with wave.open(silence, "wb") as written:
        written.setparams((1, 2, 44_100, 0, "NONE", ""))
        written.writeframes(bytes(44_100))
    silence.seek(0)
    inspect_sound(silence, WAV)


def draw_waveform(peaks: NDArray[np.int16]) -> bytes:
    """A PNG of WAVE_WIDTH × WAVE_HEIGHT: in each column a line as high as the loudest of its samples."""
    at = np.linspace(0, len(peaks), WAVE_WIDTH + 1).astype(int)
    columns = np.array([peaks[first : max(first + 1, last)].max(initial=0) for first, last in pairwise(at)])
    half = np.maximum(1, np.rint(columns / 32_768 * WAVE_HEIGHT / 2))
    distance = np.abs(np.arange(WAVE_HEIGHT)[:, None] - (WAVE_HEIGHT - 1) / 2)
    picture = np.zeros((WAVE_HEIGHT, WAVE_WIDTH, 4), np.uint8)
    picture[:, :, :3] = _INK
    picture[:, :, 3] = np.where(distance < half[None, :], 255, 0)
    saved: bytes = pyvips.Image.new_from_array(picture, interpretation="srgb").pngsave_buffer(compression=6)
    return saved


def _facts(file: BinaryIO, kind: FileType, samples: int) -> Facts:
    file.seek(0)
    with open_alone(file, kind) as container:
        context = container.streams.audio[0].codec_context
        return Facts(
            seconds=round(samples / SAMPLE_RATE, 3),
            sound_codec=context.name,
            sample_rate=context.sample_rate,
            channels=context.channels,
        )
