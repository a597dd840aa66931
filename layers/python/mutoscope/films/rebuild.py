"""Making a film again from its manifest: the same order, and where nothing has a new version the same bytes."""

from mutoscope.engines import registry
from mutoscope.errors import InvalidInput
from mutoscope.films.manifest import Manifest
from mutoscope.films.request import FilmRequest, Look, SceneRequest, ScriptRequest
from mutoscope.settings import Settings
from mutoscope.stages.contracts.master import stage_versions


class OtherVersions(InvalidInput):
    """The film cannot be made again byte for byte, because what made it has changed: {changes}."""

    code = "other_versions"
    hint = "Make it with the release that made it ({made_by}), or with --anyway as today's engines make it."


def request_from(manifest: Manifest) -> FilmRequest:
    """The order that makes the manifest's film again: its script as it was told, its look with every name resolved."""
    look = {name: value for name, value in manifest.settings.items() if name in Look.model_fields and name != "review"}
    scenes = tuple(
        SceneRequest.model_validate(scene.model_dump(exclude={"scene_id", "role"})) for scene in manifest.script.scenes
    )
    script = ScriptRequest(title=manifest.script.title, scenes=scenes)
    return FilmRequest.model_validate({**look, "script": script})


def own_file_keys(manifest: Manifest) -> tuple[str, ...]:
    """The keys of the owner's files that the film was made with, each once."""
    scenes = [key for scene in manifest.script.scenes for key in (scene.picture_file, scene.voice_file)]
    return tuple(dict.fromkeys(key for key in (*scenes, str(manifest.settings.get("music_file", ""))) if key))


def require_same_versions(manifest: Manifest, settings: Settings) -> None:
    """Raises OtherVersions, which names what has changed since the film was made."""
    changes = changes_since(manifest, engine_versions(settings), stage_versions())
    if changes:
        raise OtherVersions(changes="; ".join(changes), made_by=manifest.made_by)


def engine_versions(settings: Settings) -> dict[str, str]:
    """Task to the name and version of the engine that would do it now, as manifests have it."""
    engines = {
        "speak": registry.speaker(settings),
        "draw": registry.drawer(settings),
        "compose": registry.composer(settings),
    }
    return {task: f"{engine.name} {engine.version}" for task, engine in engines.items()}


def changes_since(manifest: Manifest, engines: dict[str, str], stages: dict[str, str]) -> tuple[str, ...]:
    """Which engines and stages have another version than when the film was made: its bytes may then differ."""
    before, after = {**manifest.engines, **manifest.stages}, {**engines, **stages}
    return tuple(
        f"{name}: {before[name]} is now {after.get(name, 'missing')}"
        for name in before
        if after.get(name) != before[name]
    )
