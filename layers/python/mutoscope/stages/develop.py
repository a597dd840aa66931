"""The develop stage: a picture that a model made, brought to the size and format that were asked for.

Where a mask was given, everything outside of it is put back from the picture that was edited, pixel by pixel.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.models import Output
from mutoscope.media.masks import feathered, read_mask
from mutoscope.media.open_picture import open_picture
from mutoscope.media.origin import sign
from mutoscope.media.picture_format import picture_file
from mutoscope.media.save_picture import save_picture
from mutoscope.stages.contracts.develop import DevelopFacts, DevelopInputs
from mutoscope.stages.contracts.generate import FILES
from mutoscope.stages.stage import Bench


def run(inputs: DevelopInputs, bench: Bench) -> DevelopFacts:
    made = open_picture(bench.fetch(inputs.source, FILES[Output.IMAGES][1]), "the picture")[:, :, :3]
    if inputs.image and inputs.mask:
        made = _put_back(made, inputs, bench)
    size = (inputs.width or made.shape[1], inputs.height or made.shape[0])
    pixels = fill(made, *size)
    path: Path = bench.folder / picture_file(inputs.format)
    save_picture(pixels, path, inputs.format, inputs.compression, by_model=True)
    sign(path, bench.settings.sign_command)
    model = str(bench.read(inputs.source).facts["model"])
    return DevelopFacts(model=model, width=size[0], height=size[1])


def _put_back(made: NDArray[np.uint8], inputs: DevelopInputs, bench: Bench) -> NDArray[np.uint8]:
    image = open_picture(bench.bring(inputs.image), inputs.image)[:, :, :3]
    height, width = image.shape[:2]
    share = feathered(read_mask(bench.bring(inputs.mask), inputs.mask, width, height))
    # The model saw the whole picture at a size of its own; only stretched back does it lie where it was painted.
    mixed = _scaled(made, width, height) * share + image * (1 - share)
    return np.rint(mixed).astype(np.uint8)


def fill(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Scaled to fill the frame, what is too much cut off at both sides alike."""
    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    across, down = max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale))
    scaled = _scaled(pixels, across, down)
    left, top = (scaled.shape[1] - width) // 2, (scaled.shape[0] - height) // 2
    return np.asarray(scaled[top : top + height, left : left + width], np.uint8)


def _scaled(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    if pixels.shape[:2] == (height, width):
        return pixels
    how = cv2.INTER_AREA if width * height < pixels.shape[0] * pixels.shape[1] else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how), np.uint8)
