"""The picture stage: what is seen in a scene, drawn larger than the frame so that no zoom has to invent pixels.

The result is the whole picture, or, where layers are wanted and the engine gives them, these alone with `layers.json`
to say where each lies.
"""

from pathlib import Path

import cv2
from pydantic import TypeAdapter

from mutoscope.engines import registry
from mutoscope.engines.tasks import DrawRequest, Picture
from mutoscope.errors import DiskFull
from mutoscope.render.layers import LAYERS, LayerFile, LayersFile, layer_name
from mutoscope.stages.contracts.picture import PICTURE, PictureFacts, PictureInputs
from mutoscope.stages.stage import Bench

# Flat colours take no filter: without one they are no larger, and written in a third of the time, read in half.
_QUICK = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE)


def run(inputs: PictureInputs, bench: Bench) -> PictureFacts:
    asked = inputs.model_dump(exclude={"engine", "layered"})
    request = TypeAdapter(DrawRequest).validate_python(asked)
    picture = registry.drawer(bench.settings).draw(request)
    layers = len(picture.layers) if inputs.layered else 0
    if layers:
        save_layers(picture, inputs.width, inputs.height, bench.folder)
    else:
        _save(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2BGR), bench.folder / PICTURE)
    return PictureFacts(width=inputs.width, height=inputs.height, layers=layers)


def save_layers(picture: Picture, width: int, height: int, folder: Path) -> LayersFile:
    """Writes the layers and the list of them, which it answers. Raises DiskFull."""
    places = []
    for number, layer in enumerate(picture.layers):
        place = LayerFile(file=layer_name(number), x=layer.x, y=layer.y, depth=layer.depth)
        # What hides all behind it is as good without its cover, and quicker to write and to read.
        opaque = int(cv2.minMaxLoc(cv2.extractChannel(layer.pixels, 3))[0]) == 255
        _save(cv2.cvtColor(layer.pixels, cv2.COLOR_RGBA2BGR if opaque else cv2.COLOR_RGBA2BGRA), folder / place.file)
        places.append(place)
    listed = LayersFile(width=width, height=height, layers=tuple(places))
    (folder / LAYERS).write_text(listed.model_dump_json(), encoding="utf-8")
    return listed


def _save(pixels: cv2.typing.MatLike, path: Path) -> None:
    if not cv2.imwrite(str(path), pixels, _QUICK):
        raise DiskFull(where=str(path.parent))
