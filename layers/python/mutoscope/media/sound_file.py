"""Sounds that users bring: decoded with a limit on their length, because a small file can hold days of silence.

Invariant: 48,000 Hz, int16; never more than the limit is held in memory.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.media.file_type import HEAD_BYTES, Family, FileType, recognise
from mutoscope.media.open_alone import open_alone
from mutoscope.media.refusals import SoundBroken, SoundTooLong

MOST_SECONDS = 1_800
MOST_VOICE_SECONDS = 600
_LAYOUTS = {1: "mono", 2: "stereo"}


def check_sound(path: Path, kind: FileType, name: str) -> None:
    """Decodes the whole sound once without keeping it. Raises SoundBroken, SoundTooLong."""
    with path.open("rb") as file:
        samples = sum(block.shape[1] for block in sound_blocks(file, kind, name, channels=1, most=MOST_SECONDS))
    if samples == 0:
        raise SoundBroken(param="file", name=name, reason="there is no sound in it")


def read_own_sound(path: Path, name: str, *, channels: int, most: int) -> NDArray[np.int16]:
    """int16, shape (n, channels), 48 kHz, at most `most` seconds.

    Raises UnknownMediaType, SoundBroken, SoundTooLong.
    """
    with path.open("rb") as file:
        kind = recognise(file.read(HEAD_BYTES), name)
        if kind.family is not Family.SOUND:
            raise SoundBroken(param="file", name=name, reason="it is a picture")
        file.seek(0)
        blocks = list(sound_blocks(file, kind, name, channels=channels, most=most))
    if not blocks:
        raise SoundBroken(param="file", name=name, reason="there is no sound in it")
    return cast(NDArray[np.int16], np.concatenate(blocks, axis=1).reshape(-1, channels))


def sound_blocks(file: BinaryIO, kind: FileType, name: str, *, channels: int, most: int) -> Iterator[NDArray[np.int16]]:
    """Packed int16 blocks of shape (1, n * channels), 48 kHz. Raises SoundBroken, SoundTooLong."""
    left = most * SAMPLE_RATE * channels
    try:
        with open_alone(file, kind) as container:
            resampler = AudioResampler(format="s16", layout=_LAYOUTS[channels], rate=SAMPLE_RATE)
            for frame in chain(_frames(container, name), [None]):
                for block in resampler.resample(frame):
                    samples = cast(NDArray[np.int16], block.to_ndarray())
                    left -= samples.shape[1]
                    if left < 0:
                        raise SoundTooLong(param="file", name=name, most=most)
                    yield samples
    except (av.FFmpegError, ValueError) as error:
        raise SoundBroken(param="file", name=name, reason="it is damaged or not of its kind") from error


def _frames(container: av.container.InputContainer, name: str) -> Iterator[AudioFrame]:
    """What can be decoded, up to where a file was cut off; damage before any sound is an error."""
    if not container.streams.audio or not container.streams.audio[0].codec_context.sample_rate:
        raise SoundBroken(param="file", name=name, reason="there is no sound in it")
    heard = False
    try:
        for frame in container.decode(audio=0):
            heard = True
            yield frame
    except av.FFmpegError:
        if not heard:
            raise
