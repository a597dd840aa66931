"""The files of one's own that a film uses: each must be stored, and be what its place asks for.

Invariant: an order with a file that is not there is refused before anything is stored or sent.
"""

import re
from collections.abc import Sequence

from mutoscope.films.request import FilmRequest, SceneEdit, SceneRequest, ScriptRequest
from mutoscope.films.script import MARK, Scene
from mutoscope.media.file_type import Family
from mutoscope.media.inputs import require_input
from mutoscope.media.use import key_of
from mutoscope.ports import Media
from mutoscope.studio import Studio


def with_keys(studio: Studio, user_id: str, request: FilmRequest) -> FilmRequest:
    """The order with library items named by the keys of their files. Raises InputMissing."""
    changed: dict[str, object] = {"music_file": key_of(studio, user_id, request.music_file, param="music_file")}
    if request.script is not None:
        changed["script"] = script_with_keys(studio, user_id, request.script)
    return request.model_copy(update=changed)


def script_with_keys(studio: Studio, user_id: str, script: ScriptRequest | str) -> ScriptRequest | str:
    """The same for a script alone; in a text, for what its marks name."""
    if isinstance(script, str):
        return MARK.sub(lambda mark: _mark_with_key(studio, user_id, mark), script)
    scenes = tuple(
        scene.model_copy(update=_scene_keys(studio, user_id, scene, f"script.scenes.{number}."))
        for number, scene in enumerate(script.scenes)
    )
    return script.model_copy(update={"scenes": scenes})


def edit_with_keys(studio: Studio, user_id: str, edit: SceneEdit) -> SceneEdit:
    return edit.model_copy(update=_scene_keys(studio, user_id, edit, ""))


def _scene_keys(studio: Studio, user_id: str, scene: SceneRequest | SceneEdit, where: str) -> dict[str, object]:
    given = {"picture_file": scene.picture_file, "voice_file": scene.voice_file}
    return {name: key_of(studio, user_id, key, param=where + name) for name, key in given.items() if key is not None}


def _mark_with_key(studio: Studio, user_id: str, mark: re.Match[str]) -> str:
    named = mark.group(2)
    return mark.group(0).replace(named, key_of(studio, user_id, named, param="script")) if named else mark.group(0)


def require_scene_files(media: Media, user_id: str, scenes: Sequence[Scene]) -> None:
    """Raises InputMissing, InputOfAnotherKind."""
    for number, scene in enumerate(scenes):
        if scene.picture_file:
            param = f"script.scenes.{number}.picture_file"
            require_input(media, user_id, scene.picture_file, Family.PICTURE, param=param)
        if scene.voice_file:
            param = f"script.scenes.{number}.voice_file"
            require_input(media, user_id, scene.voice_file, Family.SOUND, param=param)


def require_music(media: Media, user_id: str, key: str) -> None:
    """Raises InputMissing, InputOfAnotherKind."""
    if key:
        require_input(media, user_id, key, Family.SOUND, param="music_file")
