"""What the voice stage takes and tells; `stages/voice.py` does it."""

from mutoscope.render.sound_format import SoundFormat
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

SPEECH = SoundFormat.FLAC.file


class VoiceInputs(Frozen):
    """`speed` stretches what the engine has spoken; `instructions` are the engine's to follow."""

    engine: EngineId
    text: str
    language: str
    voice: str
    format: SoundFormat = SoundFormat.FLAC
    speed: float = 1.0
    instructions: str = ""


class SpokenWord(Frozen):
    text: str
    start: int
    """Samples at 48 kHz from the start of the speech."""
    end: int


class VoiceFacts(Frozen):
    """`followed` names what the engine followed of its instructions, separated by commas."""

    samples: int
    words: tuple[SpokenWord, ...]
    followed: str = ""


VOICE = Stage("voice", "3", VoiceFacts, worked_in("mutoscope.stages.voice"))
