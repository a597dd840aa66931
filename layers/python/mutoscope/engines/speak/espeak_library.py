"""The one place that talks to the espeak-ng library: text in, 22,050 Hz sound and word events out.

The library keeps its state in globals, so a process speaks under one lock, and loads it anew for every utterance:
the same text always gives the same samples.
Protocol: espeak-ng's public header speak_lib.h, revision 12.
"""

import ctypes
import tempfile
from _ctypes import dlclose
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.speak.tone import ESPEAK_RATE, Tone
from mutoscope.errors import EngineFailed

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_PHONEMES_IN_IPA = 0b11
"""The library tells of phonemes as well; the sound stays the same."""
_UTF8 = 1
_WORD, _PHONEME = 1, 7
_RATE, _PITCH, _RANGE = 1, 3, 4
_LONGEST_DATA_PATH = 120
"""The library copies the path into 160 bytes and adds file names of its own."""


@dataclass(frozen=True)
class WordEvent:
    """A word that begins at `character` (from 0) of the text and at `sample` of the sound."""

    character: int
    sample: int


@dataclass(frozen=True)
class PhonemeEvent:
    """A sound of speech in IPA, stress marks included, that begins at `sample`; empty for silence."""

    ipa: str
    sample: int


@dataclass(frozen=True)
class Utterance:
    """`samples`: int16, shape (n,), mono, 22,050 Hz."""

    samples: NDArray[np.int16]
    words: tuple[WordEvent, ...]
    phonemes: tuple[PhonemeEvent, ...] = ()


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_void_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))
_speaking = Lock()


def utter(text: str, tone: Tone) -> Utterance:
    """Speaks plain text; markup in it is read out as any other characters. Raises EngineFailed."""
    with _speaking, _fresh_library() as espeak:
        recording = _Recording()
        callback = _Callback(recording.receive)
        espeak.espeak_SetSynthCallback(callback)
        _check(espeak.espeak_SetVoiceByName(tone.voice.encode()), f"it has no voice {tone.voice}")
        for parameter, value in ((_RATE, tone.rate), (_PITCH, tone.pitch), (_RANGE, tone.range)):
            _check(espeak.espeak_SetParameter(parameter, value, 0), "it refused a parameter of the voice")
        _check(_synthesise(espeak, text.encode()), "it refused the text")
        return recording.utterance()


@contextmanager
def _fresh_library() -> Iterator[ctypes.CDLL]:
    """The library as if no one had spoken before: its flutter and noise go on from one utterance to the next, and
    neither espeak_Terminate nor a seed resets them. Loading it anew takes 0.7 ms.
    """
    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    try:
        rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, _data_path().encode(), _DO_NOT_EXIT | _PHONEMES_IN_IPA)
        if rate != ESPEAK_RATE:
            raise EngineFailed(engine="espeak-ng", reason="it cannot read its voice data")
        espeak.espeak_ng_SetRandSeed(ctypes.c_long(1))
        yield espeak
        espeak.espeak_Terminate()
    finally:
        dlclose(espeak._handle)


def _synthesise(espeak: ctypes.CDLL, text: bytes) -> int:
    size = ctypes.c_size_t(len(text) + 1)
    return int(espeak.espeak_Synth(ctypes.c_char_p(text), size, 0, 1, 0, _UTF8, None, None))


def _check(code: int, reason: str) -> None:
    if code != 0:
        raise EngineFailed(engine="espeak-ng", reason=f"{reason} (code {code})")


class _Recording:
    """What the library hands over while it speaks."""

    def __init__(self) -> None:
        self._sound = bytearray()
        self._words: list[WordEvent] = []
        self._phonemes: list[PhonemeEvent] = []

    def receive(self, sound: int | None, count: int, events: "ctypes._Pointer[_Event]") -> int:
        if sound and count:
            self._sound += ctypes.string_at(sound, count * 2)
        position = 0
        while events[position].type:
            event = events[position]
            if event.type == _WORD:
                self._words.append(WordEvent(event.text_position - 1, event.sample))
            elif event.type == _PHONEME:
                self._phonemes.append(PhonemeEvent(event.id.string.decode("utf-8", "ignore"), event.sample))
            position += 1
        return 0

    def utterance(self) -> Utterance:
        return Utterance(np.frombuffer(bytes(self._sound), np.int16), tuple(self._words), tuple(self._phonemes))


def _data_path() -> str:
    """A path of the voice data that is short enough; a deep virtual environment is reached through a link."""
    data = str(espeakng_loader.get_data_path())
    return data if len(data.encode()) <= _LONGEST_DATA_PATH else _short_link(data)


@cache
def _short_link(data: str) -> str:
    _links.append(tempfile.TemporaryDirectory(prefix="espeak-"))
    link = Path(_links[-1].name) / "espeak-ng-data"
    link.symlink_to(data, target_is_directory=True)
    return str(link)


_links: list["tempfile.TemporaryDirectory[str]"] = []
"""Kept until the process ends, and removed with it."""
