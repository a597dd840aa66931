"""The picture stage: what is seen in a scene, drawn larger than the frame so that no zoom has to invent pixels."""

import cv2

from mutoscope.engines import registry
from mutoscope.engines.tasks import DrawRequest
from mutoscope.errors import DiskFull
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

PICTURE = "picture.png"


class PictureInputs(Frozen):
    engine: EngineId
    prompt: str
    keywords: tuple[str, ...]
    style: str
    width: int
    height: int
    seed: int
    reserve_bottom: float


class PictureFacts(Frozen):
    width: int
    height: int


def run(inputs: PictureInputs, bench: Bench) -> PictureFacts:
    request = DrawRequest(
        prompt=inputs.prompt,
        keywords=inputs.keywords,
        style=inputs.style,
        width=inputs.width,
        height=inputs.height,
        seed=inputs.seed,
        reserve_bottom=inputs.reserve_bottom,
    )
    pixels = registry.drawer(bench.settings).draw(request).pixels
    # Level 1: the default level takes four times as long for a tenth of the size, and the file lives only in the cache.
    if not cv2.imwrite(str(bench.folder / PICTURE), pixels[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise DiskFull(where=str(bench.folder))
    return PictureFacts(width=inputs.width, height=inputs.height)


PICTURE_STAGE = Stage("picture", "1", PictureFacts, run)
