"""What is heard in a clip: a voice from its first moments on, music that ends with it, or the one over the other."""

from dataclasses import dataclass
from pathlib import Path

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_mood, choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import ComposeRequest, SpeakRequest, Speech
from mutoscope.errors import InvalidInput
from mutoscope.render.accompaniment import Piece, accompany
from mutoscope.render.mix import mix
from mutoscope.render.sound import write_sound
from mutoscope.render.soundtrack import finish
from mutoscope.render.timeline import SAMPLE_RATE, Clip
from mutoscope.settings import Settings
from mutoscope.stages.stage import EngineId, Frozen

LEAD = SAMPLE_RATE * 3 // 10
"""How long it is before the voice begins."""
_SHORTEST_PIECE = 8


class NarrationOverruns(InvalidInput):
    """The narration takes {spoken} seconds, and the clip is {seconds} seconds long."""

    code = "narration_overruns"
    hint = "Shorten the narration, or order a longer clip."


class ClipSound(Frozen):
    """The voice is silent without a narration, the music without a mood; the engines are named where they work."""

    speaker: EngineId | None = None
    narration: str = ""
    language: str = "en"
    voice: str = ""
    composer: EngineId | None = None
    mood: str = ""


@dataclass(frozen=True)
class _Heard:
    samples: int
    voice: tuple[Clip, ...]
    music: tuple[Clip, ...]


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


def speak(heard: ClipSound, settings: Settings) -> Speech:
    request = SpeakRequest(text=heard.narration, language=heard.language, voice=heard.voice)
    return registry.speaker(settings).speak(request)


def make_sound(
    heard: ClipSound, samples: int, settings: Settings, scratch: Path, *, seed: int, speech: Speech | None = None
) -> Path | None:
    """An MP4 with AAC of so many samples, or None where nothing is heard. Raises NarrationOverruns."""
    sounds: dict[str, Path] = {}
    voice: tuple[Clip, ...] = ()
    music: tuple[Clip, ...] = ()
    if heard.narration:
        said = (speech or speak(heard, settings)).samples
        if LEAD + len(said) > samples:
            spoken = round((LEAD + len(said)) / SAMPLE_RATE, 1)
            raise NarrationOverruns(param="narration", spoken=spoken, seconds=round(samples / SAMPLE_RATE, 1))
        sounds["voice"] = scratch / "voice.flac"
        write_sound(sounds["voice"], said)
        voice = (Clip(asset="voice", start=LEAD, samples=len(said)),)
    if heard.mood:
        seconds = max(_SHORTEST_PIECE, -(-samples // SAMPLE_RATE))
        piece = registry.composer(settings).compose(ComposeRequest(mood=heard.mood, seconds=seconds, seed=seed))
        sounds["music"] = scratch / "music.flac"
        write_sound(sounds["music"], piece.samples)
        music = accompany(Piece("music", len(piece.samples), piece.ending, piece.bar), samples)
    if not sounds:
        return None
    return finish(mix(_Heard(samples, voice, music), sounds, scratch), scratch).aac
