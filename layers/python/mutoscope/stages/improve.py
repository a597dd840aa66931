"""The improve stage: a prompt said better, in several ways, with what was added to each."""

from mutoscope.engines import registry
from mutoscope.engines.understanding import ImproveRequest
from mutoscope.stages.contracts.improve import JSON, TEXT, ImproveFacts, ImproveInputs, PromptsFile, Way
from mutoscope.stages.stage import Bench


def run(inputs: ImproveInputs, bench: Bench) -> ImproveFacts:
    settings = bench.own_settings()
    engine = registry.improver(settings, keep=settings is bench.settings)
    request = ImproveRequest(inputs.prompt, inputs.medium, inputs.style, inputs.count, inputs.seed)
    ways = tuple(Way(prompt=each.prompt, added=each.added) for each in engine.improve(request))
    file = PromptsFile(engine=engine.name, original=inputs.prompt, prompts=ways)
    (bench.folder / JSON).write_text(file.model_dump_json(), encoding="utf-8")
    (bench.folder / TEXT).write_text("".join(f"{way.prompt}\n" for way in ways), encoding="utf-8")
    return ImproveFacts(prompt=ways[0].prompt, prompts=len(ways))
