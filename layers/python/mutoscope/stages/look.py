"""The look stage: what a picture is like, as text, as figures, and as prompts for new pictures of its kind."""

from dataclasses import asdict

from mutoscope.engines import registry
from mutoscope.engines.look.exif import read_exif
from mutoscope.engines.look.measure import Measurements, measure
from mutoscope.engines.understanding import LookRequest
from mutoscope.media.inputs import name_of
from mutoscope.media.picture_file import upright
from mutoscope.stages.contracts.look import JSON, TEXT, AnalysisFile, LookFacts, LookInputs
from mutoscope.stages.stage import Bench

_MOST_SIDE = 2_048


def run(inputs: LookInputs, bench: Bench) -> LookFacts:
    path, name = bench.bring(inputs.image), name_of(inputs.image)
    pixels, size = upright(path, _MOST_SIDE, name)
    measured = measure(pixels, read_exif(path), size)
    settings = bench.own_settings()
    engine = registry.looker(settings, keep=settings is bench.settings)
    seen = engine.look(LookRequest(pixels, measured, inputs.focus, inputs.subject))
    file = AnalysisFile(engine=engine.name, report=seen.report, prompts=seen.prompts, measurements=asdict(measured))
    (bench.folder / JSON).write_text(file.model_dump_json(), encoding="utf-8")
    prompts = "\n".join(f"- {prompt}" for prompt in seen.prompts)
    (bench.folder / TEXT).write_text(f"{seen.report}\n\nPrompts:\n{prompts}\n", encoding="utf-8")
    return _facts(measured)


def _facts(measured: Measurements) -> LookFacts:
    names = LookFacts.model_fields.keys() - {"colours"}
    colours = ", ".join(f"{colour.name} {colour.hex}" for colour in measured.colours)
    return LookFacts(colours=colours, **{name: getattr(measured, name) for name in names})
