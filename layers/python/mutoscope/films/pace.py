"""How long a script takes when it is told: used to choose the score's length and to tell the time left."""

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.script import Script

PAUSE_SECONDS = 0.8
"""Between scenes: what `scene_timeline` adds before and after the narration."""


def told_seconds(script: Script) -> int:
    """Whole seconds, between 10 and 1,800."""
    told = sum(spoken_seconds(scene.narration, script.language) + PAUSE_SECONDS for scene in script.scenes)
    return min(max(round(told), 10), 1_800)
