"""The image stage: a picture for its own sake, in the format it was asked for, and what it looked like on the way.

A partial picture is the layers that are laid so far, from the far sky on; fewer come where a picture has few layers.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from mutoscope.engines import registry
from mutoscope.engines.draw.depths import BACKDROP, FIGURES
from mutoscope.engines.draw.raster import flatten, lay_clear
from mutoscope.engines.tasks import DrawRequest, Layer, Picture
from mutoscope.media.picture_format import picture_file
from mutoscope.media.save_picture import save_picture
from mutoscope.stages.contracts.image import ImageFacts, ImageInputs, partial_file
from mutoscope.stages.stage import Bench


class _Showing:
    """Keeps a partial picture whenever another share of the layers is laid."""

    def __init__(self, inputs: ImageInputs, bench: Bench) -> None:
        self._inputs = inputs
        self._bench = bench
        self.made = 0

    def laid(self, layers: Sequence[Layer], total: int) -> None:
        self._bench.report(len(layers) / (total + 1))
        inputs = self._inputs
        due = min(len(layers) * (inputs.partials + 1) // total, inputs.partials)
        # Figures are one layer: of a subject alone there is nothing on the way.
        if len(layers) == total or self.made >= due or inputs.transparent:
            return
        self.made += 1
        path = self._bench.folder / partial_file(self.made, inputs.format)
        save_picture(flatten(layers, inputs.width, inputs.height), path, inputs.format, inputs.compression)
        self._bench.show(path)


def run(inputs: ImageInputs, bench: Bench) -> ImageFacts:
    asked = inputs.model_dump(exclude={"engine", "format", "compression", "transparent", "partials"})
    request = TypeAdapter(DrawRequest).validate_python({**asked, "reserve_bottom": 0.0})
    showing = _Showing(inputs, bench)
    picture = registry.drawer(bench.settings).draw(request, showing.laid)
    _save(_whole(picture, inputs), inputs, bench.folder)
    return ImageFacts(
        width=inputs.width,
        height=inputs.height,
        seed=inputs.seed,
        partials=showing.made,
        drawn=", ".join(picture.drawn),
        not_drawn=", ".join(picture.not_drawn),
    )


def _whole(picture: Picture, inputs: ImageInputs) -> NDArray[np.uint8]:
    """The figures, where the background is to be clear; of a place without any, all before its farthest layer."""
    if not inputs.transparent:
        return picture.pixels
    figures = [layer for layer in picture.layers if layer.depth == FIGURES]
    kept = figures or [layer for layer in picture.layers if layer.depth > BACKDROP]
    return lay_clear(kept, inputs.width, inputs.height)


def _save(pixels: NDArray[np.uint8], inputs: ImageInputs, folder: Path) -> None:
    save_picture(pixels, folder / picture_file(inputs.format), inputs.format, inputs.compression)
