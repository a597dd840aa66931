"""The film's sound as it is delivered: at -14 LUFS, as AAC whose own true peaks stay under -1.5 dBTP.

Gain alone would clip, so it is followed by a limiter that sees peaks between samples. AAC raises peaks again by what it
leaves out, so it is decoded and measured, and made anew a little lower if need be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.codec.context import Flags

from mutoscope.render.loudness import SILENCE, Blocks, Loudness, Signal, limited, measure
from mutoscope.render.sound import Sound, as_frames
from mutoscope.render.tape import Tape, record
from mutoscope.render.timeline import SAMPLE_RATE

TARGET = -14.0
CEILING = -1.5
_BIT_RATE = 192_000
_MOST_GAIN = 50.0
_PASSES = 5
# At this rate a quicker search is as near to the sound as the usual one, in half the time, and there are bits enough to
# keep both channels as they are, and all noise.
_QUICK = {"aac_coder": "fast", "aac_is": "0", "aac_ms": "0", "aac_pns": "0"}
_HEADROOM = 0.7
"""What AAC adds to the peaks of speech over music at most times, in dB."""


@dataclass(frozen=True)
class Soundtrack:
    """`tape` is what is heard, in int16; `aac` the same in an MP4 file; `loudness` that of the AAC as it is decoded."""

    tape: Tape
    aac: Path
    loudness: Loudness


def finish(mixed: Tape, scratch: Path) -> Soundtrack:
    """The mix at its level. Silence stays silence."""
    ceiling = CEILING - _HEADROOM
    for _ in range(_PASSES):
        tape = level(mixed, scratch / "sound.tape", ceiling)
        aac = export(tape, scratch / "sound.m4a")
        loudness = measure(decoded(aac, tape.samples))
        if loudness.peak <= CEILING:
            break
        ceiling -= loudness.peak - CEILING + 0.1
    return Soundtrack(tape, aac, loudness)


def level(mixed: Tape, output: Path, ceiling: float) -> Tape:
    """The mix at -14 LUFS with its peaks held under `ceiling` dBTP, as int16 and exactly as long."""
    before = measure(mixed.signals(), peak=False).integrated
    if before <= SILENCE:
        return record(output, (), "<i2", samples=mixed.samples)
    gain = min(TARGET - before, _MOST_GAIN)
    # Without a look between samples the limiter takes away nearly as much, in a third of the time.
    roughly = measure(limited(mixed.signals(), gain=gain, ceiling=ceiling, between=False), peak=False).integrated
    gain = min(gain + TARGET - roughly, _MOST_GAIN)
    for _ in range(_PASSES):
        tape = record(
            output, _rounded(limited(mixed.signals(), gain=gain, ceiling=ceiling)), "<i2", samples=mixed.samples
        )
        reached = measure(tape.signals(), peak=False).integrated
        if abs(reached - TARGET) < 0.1:
            break
        gain = min(gain + TARGET - reached, _MOST_GAIN)
    return tape


def _rounded(blocks: Blocks) -> Iterator[Sound]:
    for block in blocks:
        yield np.clip(np.rint(block * 32767), -32768, 32767).astype(np.int16)


def export(tape: Tape, path: Path) -> Path:
    """Writes the tape as AAC at 192 kbit/s that plays before it is loaded; the same samples give the same bytes."""
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options=_QUICK)
        assert isinstance(stream, AudioStream)
        stream.bit_rate = _BIT_RATE
        stream.codec_context.flags |= Flags.bitexact
        for frame in as_frames(tape.sounds(), stream.codec_context.frame_size or 1024):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def decoded(path: Path, samples: int) -> Iterator[Signal]:
    """The first `samples` samples that a player hears, as they are, over full scale included."""
    left = samples
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            block = np.ascontiguousarray(frame.to_ndarray().T[:left], np.float32)
            left -= len(block)
            if len(block):
                yield block
