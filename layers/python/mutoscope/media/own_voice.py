"""A recording of somebody's own voice: its loudness, and where in it each word of the narration is likely said.

The times are estimates: speech is found by its loudness, and shared among the words by how long each takes to say.
"""

import re
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.errors import InvalidInput
from mutoscope.render.loudness import SILENCE, limited, measure
from mutoscope.render.sound import stereo

Sound = NDArray[np.int16]

SPEECH_LOUDNESS = -20.0
_CEILING = -3.0
_WINDOW = SAMPLE_RATE // 100
_QUIETEST = 10 ** (-55 / 20)
_UNDER_SPEECH = 10 ** (-32 / 20)
_UNSPACED = frozenset({"ja", "zh"})
_WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々]"
_WIDE_WORD = re.compile(rf"[「『（“‘]*(?:{_WIDE}|[^\s\u3000-\u9fff\uff00-\uffef]+)[^\w\s「『（“‘]*")


class VoiceSilent(InvalidInput):
    """The recording {name} holds nothing loud enough to be a voice."""

    code = "voice_silent"
    hint = "Record it again nearer to the microphone, or leave the voice to the studio."


def at_loudness(sound: Sound, wanted: float) -> Sound:
    """The sound, int16 of shape (n, channels), at `wanted` LUFS under -3 dBTP; silence stays silence."""
    signal = stereo(sound).astype(np.float32) / np.float32(32_768)
    loudness = measure([signal]).integrated
    if loudness <= SILENCE:
        return sound
    gain = wanted - loudness
    held = _held(signal, gain)
    # What the limiter took from the peaks is given back once: a recording full of plosives would stay too quiet.
    held = _held(signal, gain + wanted - measure([held]).integrated)
    kept = np.rint(held[:, : sound.shape[1]] * 32_767)
    return cast(Sound, np.clip(kept, -32_768, 32_767).astype(np.int16))


def _held(signal: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """The signal `gain` dB louder under the ceiling, as long as it was: the limiter may miss it by a few samples."""
    louder = np.concatenate(list(limited([signal], gain=gain, ceiling=_CEILING)))[: len(signal)]
    return np.pad(louder, ((0, len(signal) - len(louder)), (0, 0)))


def estimate_words(sound: Sound, text: str, language: str, name: str) -> tuple[Word, ...]:
    """The words of `text` in order, laid between where speech begins and ends. Raises VoiceSilent."""
    first, last = _speech(sound, name)
    tokens = _tokens(text, language)
    weights = np.array([max(spoken_seconds(token, language), 0.02) for token in tokens])
    bare = np.array([max(spoken_seconds(re.sub(r"[^\w]+$", "", token), language), 0.02) for token in tokens])
    # The pause after the last word lies behind the speech.
    weights[-1] = bare[-1]
    starts = np.concatenate([[0.0], np.cumsum(weights)[:-1]])
    scale = (last - first) / float(weights.sum())
    return tuple(
        Word(text=token, start=first + round(start * scale), end=first + round((start + min(said, whole)) * scale))
        for token, start, said, whole in zip(tokens, starts, bare, weights, strict=True)
    )


def _tokens(text: str, language: str) -> list[str]:
    """Words as captions show them, punctuation attached; in Chinese and Japanese each character is one."""
    found = _WIDE_WORD.findall(text) if language in _UNSPACED else text.split()
    return found or [text]


def _speech(sound: Sound, name: str) -> tuple[int, int]:
    """First and last sample of what is loud: within 32 dB of the loud parts, and above the noise of a quiet room."""
    mono = sound.astype(np.float32).mean(axis=1) / np.float32(32_768)
    padded = np.pad(mono, (0, -len(mono) % _WINDOW)).reshape(-1, _WINDOW)
    power = np.sqrt((padded**2).mean(axis=1))
    threshold = max(float(np.percentile(power, 95)) * _UNDER_SPEECH, _QUIETEST)
    loud = np.flatnonzero(power > threshold)
    if not len(loud):
        raise VoiceSilent(name=name)
    return int(loud[0]) * _WINDOW, min((int(loud[-1]) + 1) * _WINDOW, len(mono))
