"""Brings sound to the loudness platforms play at: -14 LUFS, with true peaks under -1.5 dBTP (ITU-R BS.1770, EBU R 128).

Gain alone would clip, so it is followed by a limiter that sees peaks between samples; the result is measured again.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from mutoscope.render.sound import Sound
from mutoscope.render.timeline import SAMPLE_RATE

Signal = NDArray[np.float32]
TARGET = -14.0
CEILING = -1.5
SILENCE = -69.0
_MOST_GAIN = 50.0
_PASSES = 5
_BLOCK = SAMPLE_RATE


@dataclass(frozen=True)
class Loudness:
    """`integrated` in LUFS (-70 is silence), `peak` in dBTP."""

    integrated: float
    peak: float


def measure(signal: Signal) -> Loudness:
    """`signal`: float32, shape (n, 2), full scale 1.0, 48 kHz. Less than three seconds is measured as if repeated."""
    if len(signal) == 0:
        return Loudness(-70.0, -math.inf)
    heard = signal if len(signal) >= 3 * SAMPLE_RATE else np.tile(signal, (-(-3 * SAMPLE_RATE // len(signal)), 1))
    facts: dict[str, str] = {}
    for frame in _filtered(heard, ("ebur128", "metadata=1:peak=true")):
        facts.update(frame.metadata)
    peak = float(facts["lavfi.r128.true_peak"])
    integrated = float(facts["lavfi.r128.I"])
    return Loudness(
        integrated=max(integrated, -70.0) if math.isfinite(integrated) else -70.0,
        peak=20 * math.log10(peak) if peak > 0 else -math.inf,
    )


def level(signal: Signal) -> Sound:
    """The signal at -14 LUFS and under -1.5 dBTP as int16, shape (n, 2). Silence stays silence."""
    loudness = measure(signal)
    if loudness.integrated <= SILENCE:
        return np.zeros(signal.shape, np.int16)
    gain, ceiling = min(TARGET - loudness.integrated, _MOST_GAIN), CEILING - 0.4
    for _ in range(_PASSES):
        limited = limit(signal, gain=gain, ceiling=ceiling)
        loudness = measure(limited)
        if abs(loudness.integrated - TARGET) < 0.1 and loudness.peak < CEILING - 0.1:
            break
        gain = min(gain + TARGET - loudness.integrated, _MOST_GAIN)
        ceiling -= max(0.0, loudness.peak - CEILING + 0.2)
    return cast(Sound, np.clip(np.rint(limited * 32767), -32768, 32767).astype(np.int16))


def limit(signal: Signal, *, gain: float, ceiling: float) -> Signal:
    """The signal `gain` dB louder with its peaks held under `ceiling` dBTP, found on four times as many samples."""
    blocks = [
        np.asarray(frame.to_ndarray(), np.float32).reshape(-1, 2)
        for frame in _filtered(
            signal,
            ("volume", f"{gain:.4f}dB:precision=float"),
            ("aresample", f"{4 * SAMPLE_RATE}"),
            ("alimiter", f"limit={10 ** (ceiling / 20):.6f}:attack=5:release=80:level=false:latency=true"),
            ("aresample", f"{SAMPLE_RATE}"),
            ("aformat", "sample_fmts=flt:channel_layouts=stereo"),
        )
    ]
    limited = np.concatenate(blocks)[: len(signal)]
    return np.pad(limited, ((0, len(signal) - len(limited)), (0, 0)))


def _filtered(signal: Signal, *filters: tuple[str, str]) -> Iterator[AudioFrame]:
    # The graph is held until the last frame is out: collected while in use it takes the process down.
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE, format="flt", layout="stereo", time_base=Fraction(1, SAMPLE_RATE)
    )
    sink = graph.add("abuffersink")
    graph.link_nodes(source, *(graph.add(name, options) for name, options in filters), sink).configure()
    for start in range(0, len(signal), _BLOCK):
        source.push(_frame(signal, start))
        yield from _ready(graph)
    source.push(None)
    yield from _ready(graph)


def _frame(signal: Signal, start: int) -> AudioFrame:
    block = np.ascontiguousarray(signal[start : start + _BLOCK], np.float32).reshape(1, -1)
    frame = AudioFrame.from_ndarray(block, format="flt", layout="stereo")
    frame.rate = SAMPLE_RATE
    frame.pts = start
    return frame


def _ready(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            yield cast(AudioFrame, graph.pull())
        except (av.BlockingIOError, av.EOFError):
            return
