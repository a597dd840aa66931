"""What is ordered to be heard in a clip: a voice, music, or the one over the other."""

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_mood, choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.settings import Settings
from mutoscope.stages.stage import EngineId, Frozen


class ClipSound(Frozen):
    """The voice is silent without a narration, the music without a mood; the engines are named where they work."""

    speaker: EngineId | None = None
    narration: str = ""
    language: str = "en"
    voice: str = ""
    composer: EngineId | None = None
    mood: str = ""


def order_sound(settings: Settings, narration: str, language: str, voice: str | None, music: str | None) -> ClipSound:
    """Raises UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, UnknownMood."""
    speaks, plays = bool(narration), music is not None and music != "none"
    speaker, composer = registry.speaker(settings), registry.composer(settings)
    chosen = choose_voice(speaker, require_language(language), voice)
    return ClipSound(
        speaker=EngineId(name=speaker.name, version=speaker.version) if speaks else None,
        narration=narration,
        language=require_language(language),
        voice=chosen if speaks else "",
        composer=EngineId(name=composer.name, version=composer.version) if plays else None,
        mood=choose_mood(composer, music, param="music") if plays else "",
    )
