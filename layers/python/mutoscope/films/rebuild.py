"""Making a film again from its manifest: the same order, and where nothing has a new version the same bytes."""

from mutoscope.films.manifest import Manifest
from mutoscope.films.request import FilmRequest, Look, SceneRequest, ScriptRequest


def request_from(manifest: Manifest) -> FilmRequest:
    """The order that makes the manifest's film again: its script as it was told, its look with every name resolved."""
    look = {name: value for name, value in manifest.settings.items() if name in Look.model_fields and name != "review"}
    scenes = tuple(
        SceneRequest(narration=scene.narration, picture=scene.picture, keywords=scene.keywords)
        for scene in manifest.script.scenes
    )
    script = ScriptRequest(title=manifest.script.title, scenes=scenes)
    return FilmRequest.model_validate({**look, "script": script})


def changes_since(manifest: Manifest, now: Manifest) -> tuple[str, ...]:
    """Which engines and stages have another version than when the film was made: its bytes may then differ."""
    before, after = {**manifest.engines, **manifest.stages}, {**now.engines, **now.stages}
    return tuple(
        f"{name}: {before[name]} is now {after.get(name, 'missing')}"
        for name in before
        if after.get(name) != before[name]
    )
