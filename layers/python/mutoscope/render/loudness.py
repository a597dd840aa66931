"""Measures and limits sound, a block at a time: loudness by ITU-R BS.1770 and EBU R 128, true peaks between samples.

A signal is an iterable of float32 blocks of shape (n, 2) at 48 kHz, full scale 1.0, however long it is altogether.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from mutoscope.render.timeline import SAMPLE_RATE

Signal = NDArray[np.float32]
Blocks = Iterable[Signal]
SILENCE = -69.0
_SHORTEST = 3 * SAMPLE_RATE


@dataclass(frozen=True)
class Loudness:
    """`integrated` in LUFS (-70 is silence), `peak` in dBTP."""

    integrated: float
    peak: float


def measure(blocks: Blocks, *, peak: bool = True) -> Loudness:
    """Less than three seconds is measured as if repeated. Without `peak` it is quicker, and the peak is not known."""
    facts: dict[str, str] = {}
    for frame in _filtered(_long_enough(blocks), ("ebur128", f"metadata=1:peak={'true' if peak else 'none'}")):
        facts.update(frame.metadata)
    if "lavfi.r128.I" not in facts:
        return Loudness(-70.0, -math.inf)
    highest = float(facts.get("lavfi.r128.true_peak", "0"))
    integrated = float(facts["lavfi.r128.I"])
    return Loudness(
        integrated=max(integrated, -70.0) if math.isfinite(integrated) else -70.0,
        peak=20 * math.log10(highest) if highest > 0 else -math.inf,
    )


def limited(blocks: Blocks, *, gain: float, ceiling: float, between: bool = True) -> Iterator[Signal]:
    """The signal `gain` dB louder with its peaks held under `ceiling` dBTP, found on four times as many samples.

    It may be a few samples longer or shorter than what came in. Without `between` its own samples' peaks are held.
    """
    limiter = ("alimiter", f"limit={10 ** (ceiling / 20):.6f}:attack=5:release=80:level=false:latency=true")
    finely = (("aresample", f"{4 * SAMPLE_RATE}"), limiter, ("aresample", f"{SAMPLE_RATE}"))
    for frame in _filtered(
        blocks,
        ("volume", f"{gain:.4f}dB:precision=float"),
        *(finely if between else (limiter,)),
        ("aformat", "sample_fmts=flt:channel_layouts=stereo"),
    ):
        yield np.asarray(frame.to_ndarray(), np.float32).reshape(-1, 2)


def _long_enough(blocks: Blocks) -> Iterator[Signal]:
    short: list[Signal] = []
    seen = 0
    for block in blocks:
        seen += len(block)
        if seen <= _SHORTEST:
            short.append(block)
        yield block
    while 0 < seen < _SHORTEST:
        for block in short:
            seen += len(block)
            yield block


def _filtered(blocks: Blocks, *filters: tuple[str, str]) -> Iterator[AudioFrame]:
    # The graph is held until the last frame is out: collected while in use it takes the process down.
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE, format="flt", layout="stereo", time_base=Fraction(1, SAMPLE_RATE)
    )
    sink = graph.add("abuffersink")
    graph.link_nodes(source, *(graph.add(name, options) for name, options in filters), sink).configure()
    place = 0
    for block in blocks:
        source.push(_frame(block, place))
        place += len(block)
        yield from _ready(graph)
    source.push(None)
    yield from _ready(graph)


def _frame(block: Signal, place: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(block, np.float32).reshape(1, -1), format="flt", layout="stereo"
    )
    frame.rate = SAMPLE_RATE
    frame.pts = place
    return frame


def _ready(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            yield cast(AudioFrame, graph.pull())
        except (av.BlockingIOError, av.EOFError):
            return
