"""How long a script takes when it is told: used to choose the score's length and to tell the time left."""

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.script import Script

PAUSE_SECONDS = 0.8
"""Between scenes: what `scene_timeline` adds before and after the narration."""
SCENE_SECONDS = 8.0
CLOSING_SECONDS = 2.8
"""After the last word, where the score's last chord rings."""


def told_seconds(script: Script) -> int:
    """Whole seconds, between 10 and 1,800."""
    told = sum(spoken_seconds(scene.narration, script.language) + PAUSE_SECONDS for scene in script.scenes)
    return min(max(round(told + CLOSING_SECONDS), 10), 1_800)


def narration_seconds(seconds: int, pace: int = 1_000) -> float:
    """What of a film's length is left to speak in: scenes of about eight seconds each bring their pause.

    A voice of less `pace` than a calm narrator's (thousandths) says less in it.
    """
    return max(5.0, round((seconds - CLOSING_SECONDS) / (1 + PAUSE_SECONDS / SCENE_SECONDS) * pace / 1_000, 1))
