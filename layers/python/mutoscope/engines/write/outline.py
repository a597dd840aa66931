"""An honest script for a bare topic: it poses the question and says how one would answer it.

Invariant: it knows nothing about the world, so it states no fact about the topic.
"""

from mutoscope.films.script import Role, Scene, Script, scene_id


def write_outline(topic: str, title: str | None, language: str, seconds: int) -> Script:
    return Script(
        title=title or topic, language=language, scenes=(Scene(scene_id=scene_id(1), role=Role.HOOK, narration=topic),)
    )
