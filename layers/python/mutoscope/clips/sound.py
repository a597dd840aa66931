"""What is heard in a clip: a voice from its first moments on, music that ends with it, or the one over the other."""

from dataclasses import dataclass
from pathlib import Path

from mutoscope.clips.sound_order import ClipSound
from mutoscope.engines import registry
from mutoscope.engines.tasks import ComposeRequest, SpeakRequest, Speech
from mutoscope.errors import InvalidInput
from mutoscope.render.accompaniment import Piece, accompany
from mutoscope.render.mix import mix
from mutoscope.render.sound import write_sound
from mutoscope.render.soundtrack import finish
from mutoscope.render.timeline import SAMPLE_RATE, Clip
from mutoscope.settings import Settings

LEAD = SAMPLE_RATE * 3 // 10
"""How long it is before the voice begins."""
_SHORTEST_PIECE = 8


class NarrationOverruns(InvalidInput):
    """The narration takes {spoken} seconds, and the clip is {seconds} seconds long."""

    code = "narration_overruns"
    hint = "Shorten the narration, or order a longer clip."


@dataclass(frozen=True)
class _Heard:
    samples: int
    voice: tuple[Clip, ...]
    music: tuple[Clip, ...]


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
