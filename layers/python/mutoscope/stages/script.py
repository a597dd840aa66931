"""The script stage: the writing of a film's script by itself, as files that are read, edited and ordered with."""

import json

from mutoscope.films.pace import told_seconds
from mutoscope.films.script import Script
from mutoscope.stages.contracts.script import JSON_FILE, TEXT_FILE, ScriptFacts
from mutoscope.stages.contracts.write import WriteInputs
from mutoscope.stages.stage import Bench
from mutoscope.stages.write import run as write


def run(inputs: WriteInputs, bench: Bench) -> ScriptFacts:
    script = write(inputs, bench).script
    (bench.folder / JSON_FILE).write_text(as_json(script), encoding="utf-8")
    (bench.folder / TEXT_FILE).write_text(as_text(script), encoding="utf-8")
    return ScriptFacts(title=script.title, scenes=len(script.scenes), seconds=told_seconds(script))


def as_json(script: Script) -> str:
    """The form in which POST /v1/films takes it as its `script`."""
    scenes = [scene.model_dump(mode="json", exclude={"scene_id", "role"}) for scene in script.scenes]
    return json.dumps({"title": script.title, "scenes": scenes}, ensure_ascii=False, indent=2)


def as_text(script: Script) -> str:
    """The form in which people write scripts; pictures stand in brackets."""
    scenes = [
        f"{scene.narration}\n[picture: {scene.picture}]" if scene.picture else scene.narration
        for scene in script.scenes
    ]
    return "\n\n".join([f"# {script.title}", *scenes]) + "\n"
