"""Sound as it lies between stages: FLAC files of 48,000 Hz, 16 bit, one or two channels.

Whatever is as long as a film is read and written in blocks, since ten minutes of it are larger than a worker.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from mutoscope.errors import InvalidInput
from mutoscope.render.timeline import SAMPLE_RATE

Sound = NDArray[np.int16]
LAYOUTS = {1: "mono", 2: "stereo"}
BLOCK = SAMPLE_RATE


class SoundUnreadable(InvalidInput):
    """The sound {name} cannot be read: {reason}."""

    code = "sound_unreadable"
    hint = "Give a FLAC or WAV file that plays."


def read_sound(path: Path) -> Sound:
    """int16, shape (n, 2), 48 kHz, from any file with sound in it; one channel is heard on both sides."""
    blocks = list(read_blocks(path))
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.int16)


def read_blocks(path: Path) -> Iterator[Sound]:
    """The same in blocks as they come. Raises SoundUnreadable."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio or not container.streams.audio[0].codec_context.sample_rate:
                raise SoundUnreadable(name=path.name, reason="there is no sound in it")
            layout = "mono" if container.streams.audio[0].codec_context.channels == 1 else "stereo"
            resampler = AudioResampler(format="s16", layout=layout, rate=SAMPLE_RATE)
            for frame in container.decode(audio=0):
                yield from _stereo_blocks(resampler, frame, layout)
            yield from _stereo_blocks(resampler, None, layout)
    except av.FFmpegError as error:
        raise SoundUnreadable(name=path.name, reason=str(error)) from error


def _stereo_blocks(resampler: AudioResampler, frame: AudioFrame | None, layout: str) -> Iterator[Sound]:
    for block in resampler.resample(frame):
        yield stereo(cast(Sound, block.to_ndarray()).reshape(-1, 1 if layout == "mono" else 2))


def write_sound(path: Path, samples: Sound) -> None:
    """Writes int16 samples at 48 kHz, shape (n,) or (n, 1) or (n, 2), as FLAC; the same samples give the same bytes."""
    shaped = samples.reshape(len(samples), -1)
    with av.open(str(path), "w", format="flac", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE, layout=LAYOUTS[shaped.shape[1]])
        stream.codec_context.format = "s16"
        for frame in as_frames([shaped]):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def as_frames(blocks: Iterable[Sound], size: int = 4096) -> Iterator[AudioFrame]:
    """The blocks, each of shape (n, channels), as packed frames of `size` with their times; the last may be shorter."""
    place = 0
    rest: Sound | None = None
    for block in blocks:
        rest = block if rest is None else np.concatenate([rest, block])
        whole = len(rest) - len(rest) % size
        for start in range(0, whole, size):
            yield _frame(rest[start : start + size], place + start)
        place, rest = place + whole, rest[whole:]
    if rest is not None and len(rest):
        yield _frame(rest, place)


def _frame(samples: Sound, place: int) -> AudioFrame:
    packed = np.ascontiguousarray(samples).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, format="s16", layout=LAYOUTS[samples.shape[1]])
    frame.rate = SAMPLE_RATE
    frame.pts = place
    return frame


def stereo(samples: Sound) -> Sound:
    """Shape (n, 2) from (n,), (n, 1) or (n, 2)."""
    shaped = samples.reshape(len(samples), -1)
    return cast(Sound, shaped if shaped.shape[1] == 2 else np.repeat(shaped, 2, axis=1))
