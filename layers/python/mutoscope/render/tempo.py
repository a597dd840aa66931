"""Speech faster or slower at the same pitch, by FFmpeg's `atempo` (WSOLA).

Invariant: the result is as long as the speech divided by the tempo, to the sample, so that times of words scale alike.
"""

from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from mutoscope.render.sound import as_frames
from mutoscope.render.timeline import SAMPLE_RATE

Sound = NDArray[np.int16]
_LEAST, _MOST = 0.5, 2.0
"""What one filter does well; beyond it several follow one another."""


def at_tempo(samples: Sound, tempo: float) -> Sound:
    """int16 mono at 48 kHz, shape (n,), to shape (round(n / tempo),)."""
    if tempo == 1.0 or not len(samples):
        return samples
    length = round(len(samples) / tempo)
    graph = _graph(tempo)
    heard: list[Sound] = []
    for frame in as_frames([samples.reshape(-1, 1)]):
        graph.push(frame)
        heard.extend(_pulled(graph))
    graph.push(None)
    heard.extend(_pulled(graph))
    whole = np.concatenate(heard)[:length]
    return np.pad(whole, (0, length - len(whole)))


def _graph(tempo: float) -> Graph:
    graph = Graph()
    chain = [graph.add_abuffer(sample_rate=SAMPLE_RATE, format="s16", layout="mono")]
    chain += [graph.add("atempo", f"{step:.6f}") for step in _steps(tempo)]
    chain.append(graph.add("abuffersink"))
    graph.link_nodes(*chain).configure()
    return graph


def _steps(tempo: float) -> list[float]:
    count = 1
    while not _LEAST <= tempo ** (1 / count) <= _MOST:
        count += 1
    return [tempo ** (1 / count)] * count


def _pulled(graph: Graph) -> list[Sound]:
    blocks: list[Sound] = []
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, EOFError):
            return blocks
        blocks.append(cast(Sound, cast(AudioFrame, frame).to_ndarray().reshape(-1)))
