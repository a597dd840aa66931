"""The voice stage: a scene's narration as speech, with the time of every word.

The speech is always kept as FLAC, from which films are mixed, and once more in the format it was ordered in.
"""

from mutoscope.engines import registry
from mutoscope.engines.tasks import SpeakRequest, Word
from mutoscope.render.speech_file import SoundFormat, write_speech
from mutoscope.render.tempo import at_tempo
from mutoscope.stages.spoken import SPOKEN, tell
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

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


def run(inputs: VoiceInputs, bench: Bench) -> VoiceFacts:
    request = SpeakRequest(inputs.text, inputs.language, inputs.voice, inputs.instructions)
    speech = registry.speaker(bench.settings).speak(request)
    samples = at_tempo(speech.samples, inputs.speed)
    words = tuple(_scaled(word, inputs.speed) for word in speech.words)
    for format in {SoundFormat.FLAC, inputs.format}:
        write_speech(samples, bench.folder / format.file, format)
    told = tell(samples, words, text=inputs.text, language=inputs.language, voice=inputs.voice)
    (bench.folder / SPOKEN).write_text(told.model_dump_json(), encoding="utf-8")
    return VoiceFacts(
        samples=len(samples),
        words=tuple(SpokenWord(text=word.text, start=word.start, end=word.end) for word in words),
        followed=", ".join(speech.followed),
    )


def _scaled(word: Word, speed: float) -> Word:
    return Word(word.text, round(word.start / speed), round(word.end / speed))


VOICE = Stage("voice", "3", VoiceFacts, run)
