"""What a speech says and when, kept beside it: for subtitles, for transcriptions, for whoever animates a mouth.

Its fingerprint lets the studio recognise the speech again in whatever format it comes back.
"""

import base64

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.engines.transcribe.fingerprint import BANDS, fingerprint
from mutoscope.engines.understanding import SpokenBefore
from mutoscope.stages.contracts.spoken import Spoken, TimedWord


def tell(samples: NDArray[np.int16], words: tuple[Word, ...], *, text: str, language: str, voice: str) -> Spoken:
    return Spoken(
        text=text,
        language=language,
        voice=voice,
        duration=seconds(len(samples)),
        words=tuple(TimedWord(word=word.text, start=seconds(word.start), end=seconds(word.end)) for word in words),
        fingerprint=base64.b64encode(fingerprint(samples).tobytes()).decode(),
    )


def remember(spoken: Spoken) -> SpokenBefore:
    return SpokenBefore(
        text=spoken.text,
        language=spoken.language,
        words=tuple(Word(word.word, samples(word.start), samples(word.end)) for word in spoken.words),
        fingerprint=np.frombuffer(base64.b64decode(spoken.fingerprint), np.uint8).reshape(-1, BANDS),
    )


def seconds(samples: int) -> float:
    return round(samples / SAMPLE_RATE, 4)


def samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
