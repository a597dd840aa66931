"""How long a script takes when it is spoken; an estimate, used to choose the score's length and to tell time left."""

from mutoscope.films.script import Script

WORDS_PER_SECOND = 2.5
CHARACTERS_PER_SECOND = 4.5
"""For languages written without spaces."""
PAUSE_SECONDS = 0.8
_UNSPACED = {"zh", "ja"}


def spoken_seconds(script: Script) -> int:
    """Whole seconds, pauses between scenes included, between 10 and 1,800."""
    spoken = sum(_narration_seconds(scene.narration, script.language) + PAUSE_SECONDS for scene in script.scenes)
    return min(max(round(spoken), 10), 1_800)


def _narration_seconds(narration: str, language: str) -> float:
    if language in _UNSPACED:
        return len(narration) / CHARACTERS_PER_SECOND
    return len(narration.split()) / WORDS_PER_SECOND
