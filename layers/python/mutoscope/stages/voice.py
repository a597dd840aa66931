"""The voice stage: a scene's narration as speech, with the time of every word."""

from mutoscope.engines import registry
from mutoscope.engines.tasks import SpeakRequest
from mutoscope.render.sound import write_sound
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

SPEECH = "speech.flac"


class VoiceInputs(Frozen):
    engine: EngineId
    text: str
    language: str
    voice: str


class SpokenWord(Frozen):
    text: str
    start: int
    """Samples at 48 kHz from the start of the speech."""
    end: int


class VoiceFacts(Frozen):
    samples: int
    words: tuple[SpokenWord, ...]


def run(inputs: VoiceInputs, bench: Bench) -> VoiceFacts:
    request = SpeakRequest(text=inputs.text, language=inputs.language, voice=inputs.voice)
    speech = registry.speaker(bench.settings).speak(request)
    write_sound(bench.folder / SPEECH, speech.samples)
    words = tuple(SpokenWord(text=word.text, start=word.start, end=word.end) for word in speech.words)
    return VoiceFacts(samples=len(speech.samples), words=words)


VOICE = Stage("voice", "1", VoiceFacts, run)
