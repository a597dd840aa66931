"""Speech as a file in the format it was ordered in: one voice, mono, the same bytes for the same samples.

`pcm` is OpenAI's: 24,000 Hz, 16 bit, little-endian, without a header. All others are at 48,000 Hz.
"""

import wave
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from numpy.typing import NDArray

from mutoscope.render.sound import as_frames, write_sound
from mutoscope.render.sound_format import SoundFormat
from mutoscope.render.timeline import SAMPLE_RATE

Sound = NDArray[np.int16]
PCM_RATE = 24_000


_ENCODERS = {
    SoundFormat.MP3: ("libmp3lame", "mp3", 96_000),
    SoundFormat.OPUS: ("libopus", "ogg", 64_000),
    SoundFormat.AAC: ("aac", "adts", 96_000),
}
"""Encoder, container and bits a second."""
_FRAME = 1_152
"""For an encoder that does not say how many samples it takes at once."""


def write_speech(samples: Sound, path: Path, format: SoundFormat) -> None:
    """Mono int16 at 48 kHz, shape (n,)."""
    if format in _ENCODERS:
        _encode(samples, path, *_ENCODERS[format])
    elif format is SoundFormat.WAV:
        _write_wav(samples, path)
    elif format is SoundFormat.PCM:
        path.write_bytes(_resampled(samples, PCM_RATE).astype("<i2").tobytes())
    else:
        write_sound(path, samples)


def _encode(samples: Sound, path: Path, encoder: str, container: str, bits: int) -> None:
    with av.open(str(path), "w", format=container, options={"fflags": "+bitexact"}) as file:
        stream = cast(AudioStream, file.add_stream(encoder, rate=SAMPLE_RATE, layout="mono"))
        codec = stream.codec_context
        codec.bit_rate = bits
        codec.flags |= Flags.bitexact
        if encoder == "aac":
            codec.format = "fltp"
        codec.open()
        for frame in as_frames([samples.reshape(-1, 1)], codec.frame_size or _FRAME):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _write_wav(samples: Sound, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def _resampled(samples: Sound, rate: int) -> Sound:
    resampler = AudioResampler(format="s16", layout="mono", rate=rate)
    frames = [*as_frames([samples.reshape(-1, 1)]), None]
    blocks = [block.to_ndarray().reshape(-1) for frame in frames for block in resampler.resample(frame)]
    return cast(Sound, np.concatenate(blocks)) if blocks else np.zeros(0, np.int16)
