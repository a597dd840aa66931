"""The look stage: what a picture is like, as text, as figures, and as prompts for new pictures of its kind."""

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict

from mutoscope.engines import registry
from mutoscope.engines.look.exif import read_exif
from mutoscope.engines.look.measure import Measurements, measure
from mutoscope.engines.understanding import Focus, LookRequest
from mutoscope.media.inputs import name_of
from mutoscope.media.picture_file import upright
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

TEXT, JSON = "analysis.txt", "analysis.json"
_MOST_SIDE = 2_048


class LookInputs(Frozen):
    """`image` is the key of a picture that its owner sent."""

    engine: EngineId
    image: str
    focus: Focus
    subject: str


class LookFacts(Frozen):
    width: int
    height: int
    brightness: float
    contrast: float
    sharpness: float
    colourfulness: float
    colours: str
    rows_of_type: int


class AnalysisFile(BaseModel):
    """The file `analysis.json`."""

    model_config = ConfigDict(frozen=True)

    engine: str
    report: str
    prompts: tuple[str, ...]
    measurements: dict[str, object]


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


LOOK = Stage("look", "1", LookFacts, run)
