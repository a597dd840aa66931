"""The files of one's own that a film uses: each must be stored, and be what its place asks for.

Invariant: an order with a file that is not there is refused before anything is stored or sent.
"""

from collections.abc import Sequence

from mutoscope.films.script import Scene
from mutoscope.media.file_type import Family
from mutoscope.media.inputs import require_input
from mutoscope.ports import Media


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
