"""The retouch stage: a picture of the user's own, edited or varied by the embedded editor, in the format asked for."""

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.tasks import EditRequest
from mutoscope.media.masks import Cover, read_mask
from mutoscope.media.open_picture import open_picture
from mutoscope.media.picture_format import PictureFormat, picture_file
from mutoscope.media.save_picture import save_picture
from mutoscope.stages.contracts.retouch import RetouchFacts, RetouchInputs
from mutoscope.stages.develop import fill
from mutoscope.stages.stage import Bench

MOST_PIXELS = 9_000_000
"""A picture of more is worked on at this size: an edit takes some forty bytes a pixel."""


def run(inputs: RetouchInputs, bench: Bench) -> RetouchFacts:
    picture = open_picture(bench.bring(inputs.image), inputs.image)
    mask = read_mask(bench.bring(inputs.mask), inputs.mask, *picture.shape[1::-1]) if inputs.mask else None
    picture, mask = _held(picture, mask)
    editor = registry.editor(bench.settings)
    request = EditRequest(picture, mask, inputs.prompt, inputs.style, inputs.seed, inputs.variation)
    made = (editor.edit if inputs.prompt else editor.vary)(request, bench.report)
    pixels = made.pixels
    if inputs.width and inputs.height:
        pixels = fill(pixels, inputs.width, inputs.height)
    path = bench.folder / picture_file(inputs.format)
    save_picture(without_alpha(pixels, inputs.format), path, inputs.format, inputs.compression)
    return RetouchFacts(width=pixels.shape[1], height=pixels.shape[0], done=", ".join(made.done))


def _held(picture: NDArray[np.uint8], mask: Cover | None) -> tuple[NDArray[np.uint8], Cover | None]:
    share = (MOST_PIXELS / (picture.shape[0] * picture.shape[1])) ** 0.5
    if share >= 1:
        return picture, mask
    size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
    smaller = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    if mask is None:
        return smaller, None
    return smaller, cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(bool)


def without_alpha(pixels: NDArray[np.uint8], format: PictureFormat) -> NDArray[np.uint8]:
    """On white, where the format has no clear parts."""
    if format is not PictureFormat.JPEG or pixels.shape[2] == 3:
        return pixels
    cover = pixels[:, :, 3:].astype(np.float32) / 255
    return np.rint(pixels[:, :, :3] * cover + 255 * (1 - cover)).astype(np.uint8)
