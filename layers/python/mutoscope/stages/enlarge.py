"""The enlarge stage: a picture of the user's own, larger, by the embedded resampler."""

from mutoscope.engines import registry
from mutoscope.engines.tasks import UpscaleRequest
from mutoscope.media.open_picture import open_picture
from mutoscope.media.picture_format import picture_file
from mutoscope.media.save_picture import save_picture
from mutoscope.stages.contracts.enlarge import MOST_MEGAPIXELS, EnlargedTooFar, EnlargeFacts, EnlargeInputs
from mutoscope.stages.retouch import without_alpha
from mutoscope.stages.stage import Bench


def run(inputs: EnlargeInputs, bench: Bench) -> EnlargeFacts:
    picture = open_picture(bench.bring(inputs.image), inputs.image)
    width, height = (round(side * inputs.factor) for side in picture.shape[1::-1])
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise EnlargedTooFar(param="factor", width=width, height=height, most=MOST_MEGAPIXELS)
    request = UpscaleRequest(picture, width, height, inputs.sharpness)
    pixels = registry.upscaler(bench.settings).upscale(request, bench.report)
    path = bench.folder / picture_file(inputs.format)
    save_picture(without_alpha(pixels, inputs.format), path, inputs.format, inputs.compression)
    return EnlargeFacts(engine=inputs.engine.name, width=width, height=height)
