"""The voice stage: a scene's narration as speech, with the time of every word.

The speech is always kept as FLAC, from which films are mixed, and once more in the format it was ordered in.
"""

from mutoscope.engines import registry
from mutoscope.engines.tasks import SpeakRequest, Word
from mutoscope.render.sound_format import SoundFormat
from mutoscope.render.speech_file import write_speech
from mutoscope.render.tempo import at_tempo
from mutoscope.stages.contracts.spoken import SPOKEN
from mutoscope.stages.contracts.voice import SpokenWord, VoiceFacts, VoiceInputs
from mutoscope.stages.spoken import tell
from mutoscope.stages.stage import Bench


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
