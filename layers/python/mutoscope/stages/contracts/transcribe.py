"""What the transcribe stage takes and tells; `stages/transcribe.py` does it."""

from pydantic import BaseModel, ConfigDict

from mutoscope.stages.contracts.spoken import TimedWord
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

TEXT, JSON, SRT, VTT = "transcript.txt", "transcript.json", "transcript.srt", "transcript.vtt"


class TranscribeInputs(Frozen):
    """`sound` is the key of a file that its owner sent; `language` empty where nobody said it."""

    engine: EngineId
    sound: str
    language: str
    prompt: str


class TranscribeFacts(Frozen):
    characters: int
    seconds: float
    language: str


class Segment(BaseModel):
    """As OpenAI's: what their model thinks of itself is 0 where a text is known and nothing was guessed."""

    model_config = ConfigDict(frozen=True)

    id: int
    seek: int = 0
    start: float
    end: float
    text: str
    tokens: tuple[int, ...] = ()
    temperature: float = 0.0
    avg_logprob: float = 0.0
    compression_ratio: float
    no_speech_prob: float = 0.0


class TranscriptFile(BaseModel):
    """The file `transcript.json`."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: str
    duration: float
    engine: str
    words: tuple[TimedWord, ...]
    segments: tuple[Segment, ...]


TRANSCRIBE = Stage("transcribe", "2", TranscribeFacts, worked_in("mutoscope.stages.transcribe"))
