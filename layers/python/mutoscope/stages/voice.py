"""The voice stage: a scene's narration as speech, with the time of every word.

The speech is always kept as FLAC, from which films are mixed, and once more in the format it was ordered in.
"""

import wave
from enum import StrEnum
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.tasks import SAMPLE_RATE, SpeakRequest
from mutoscope.render.sound import as_frames, write_sound
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

SPEECH = "speech.flac"


class SoundFormat(StrEnum):
    FLAC = "flac"
    MP3 = "mp3"
    WAV = "wav"

    @property
    def file(self) -> str:
        return f"speech.{self.value}"


class VoiceInputs(Frozen):
    engine: EngineId
    text: str
    language: str
    voice: str
    format: SoundFormat = SoundFormat.FLAC


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
    _export(speech.samples, bench.folder / inputs.format.file, inputs.format)
    words = tuple(SpokenWord(text=word.text, start=word.start, end=word.end) for word in speech.words)
    return VoiceFacts(samples=len(speech.samples), words=words)


def _export(samples: NDArray[np.int16], path: Path, format: SoundFormat) -> None:
    """Mono int16 at 48 kHz beside the FLAC file that is there; MP3 at 96 kbit/s."""
    if format is SoundFormat.WAV:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes(samples.astype("<i2").tobytes())
    elif format is SoundFormat.MP3:
        _export_mp3(samples, path)


def _export_mp3(samples: NDArray[np.int16], path: Path) -> None:
    with av.open(str(path), "w", format="mp3", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = 96_000
        stream.codec_context.flags |= Flags.bitexact
        for frame in as_frames([samples.reshape(-1, 1)], stream.codec_context.frame_size or 1_152):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


VOICE = Stage("voice", "2", VoiceFacts, run)
