"""A score made into sound, five seconds at a time: notes placed in stereo, a room around them, space for a voice.

Memory is bounded by one block however long the piece is. All sound is float32, shape (n, 2), 48,000 Hz.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.compose.instruments import Tone, play
from mutoscope.engines.compose.score import Instrument, Note, Score
from mutoscope.engines.compose.waves import Wave
from mutoscope.engines.tasks import SAMPLE_RATE

BLOCK = SAMPLE_RATE * 5

_FILTER = 4_096
_ROOM = int(SAMPLE_RATE * 2.4)
_TRANSFORM = 1 << 19
_MOST_KEPT = SAMPLE_RATE * 80
"""Samples of tones kept to be played again: 30 MB."""

_SEND: dict[Instrument, float] = {
    Instrument.PAD: 0.30,
    Instrument.STRINGS: 0.35,
    Instrument.PIANO: 0.32,
    Instrument.HARP: 0.40,
    Instrument.MARIMBA: 0.25,
    Instrument.BELL: 0.50,
    Instrument.PIZZICATO: 0.30,
    Instrument.HORN: 0.40,
    Instrument.CHOIR: 0.45,
    Instrument.FLUTE: 0.40,
    Instrument.BASS: 0.03,
    Instrument.BANSURI: 0.50,
    Instrument.SITAR: 0.30,
    Instrument.TANPURA: 0.25,
    Instrument.KICK: 0.06,
    Instrument.TOM: 0.30,
    Instrument.BRUSH: 0.20,
    Instrument.SHAKER: 0.15,
    Instrument.TABLA_LOW: 0.15,
    Instrument.TABLA_HIGH: 0.25,
}
"""How much of each instrument the room hears."""


class Mixer:
    """Renders one score; made for it and thrown away with it."""

    def __init__(self, score: Score, samples: int) -> None:
        self._score = score
        self._samples = samples
        self._tones: dict[Tone, Wave] = {}
        self._kept = 0
        self._rooms = _room_spectra()
        self._master = _master_spectrum()

    def blocks(self) -> Iterator[Wave]:
        """The whole piece, block after block; the last one is as short as the piece needs."""
        dry = np.zeros((BLOCK * 2, 2), np.float32)
        wet = np.zeros((BLOCK * 2, 2), np.float32)
        tail = np.zeros((_TRANSFORM - BLOCK, 2), np.float32)
        notes = iter([*self._score.notes, None])
        note = next(notes)
        for begin in range(0, self._samples, BLOCK):
            while note is not None and self._at(note) < begin + BLOCK:
                dry, wet = self._place(note, self._at(note) - begin, dry, wet)
                note = next(notes)
            filtered = self._filter(dry[:BLOCK], wet[:BLOCK])
            filtered[: len(tail)] += tail
            tail = filtered[BLOCK:]
            yield filtered[: min(BLOCK, self._samples - begin)]
            dry, wet = _shifted(dry), _shifted(wet)

    def _at(self, note: Note) -> int:
        return round(note.start * self._score.seconds_per_tick * SAMPLE_RATE)

    def _place(self, note: Note, at: int, dry: Wave, wet: Wave) -> tuple[Wave, Wave]:
        wave = self._tone(note) * _gains(note)
        end = at + len(wave)
        if end > len(dry):
            longer = np.zeros((end - len(dry), 2), np.float32)
            dry, wet = np.concatenate([dry, longer]), np.concatenate([wet, longer])
        dry[at:end] += wave
        wet[at:end] += wave * np.float32(_SEND[note.instrument])
        return dry, wet

    def _tone(self, note: Note) -> Wave:
        seconds = round(note.length * self._score.seconds_per_tick, 2)
        tone = Tone(note.instrument, note.pitch, min(seconds, 30.0), note.slide)
        if tone not in self._tones:
            while self._kept > _MOST_KEPT:
                self._kept -= len(self._tones.pop(next(iter(self._tones))))
            self._tones[tone] = play(tone)
            self._kept += len(self._tones[tone])
        return self._tones[tone]

    def _filter(self, dry: Wave, wet: Wave) -> Wave:
        sides = []
        for side in (0, 1):
            spectrum = np.fft.rfft(dry[:, side], _TRANSFORM)
            spectrum += np.fft.rfft(wet[:, side], _TRANSFORM) * self._rooms[side]
            sides.append(np.fft.irfft(spectrum * self._master, _TRANSFORM).astype(np.float32))
        return np.stack(sides, axis=1)


def _shifted(buffer: Wave) -> Wave:
    rest = buffer[BLOCK:]
    return np.concatenate([rest, np.zeros((BLOCK, 2), np.float32)])[: max(BLOCK * 2, len(rest))]


def _gains(note: Note) -> Wave:
    """Loudness by velocity, and an equal-power place between left and right."""
    loud = (note.velocity / 127) ** 1.6
    angle = (note.pan / 100 + 1) * np.pi / 4
    return np.array([loud * np.cos(angle), loud * np.sin(angle)], np.float32) * np.float32(np.sqrt(2))


def _room_spectra() -> tuple[NDArray[np.complex64], NDArray[np.complex64]]:
    """A hall: noise that dies away over two seconds, its highs sooner, different at each ear."""
    generator = np.random.default_rng(1_891)
    clock = np.arange(_ROOM) / SAMPLE_RATE
    envelope = np.exp(-clock / 0.42) * np.clip(clock / 0.02, 0, 1) * np.clip((clock[-1] - clock) / 0.3, 0, 1)
    left, right = (_band(generator.standard_normal(_ROOM)) * envelope for _ in range(2))
    shared = 0.35 * (left + right)
    rooms = [ear * 0.8 + shared for ear in (left, right)]
    scaled = [room / np.sqrt(np.sum(room**2)) for room in rooms]
    left_ear, right_ear = (np.fft.rfft(room, _TRANSFORM).astype(np.complex64) for room in scaled)
    return left_ear, right_ear


def _band(noise: NDArray[np.float64]) -> NDArray[np.float64]:
    hertz = np.fft.rfftfreq(len(noise), 1 / SAMPLE_RATE)
    curve = 1 / np.sqrt(1 + (hertz / 2_800) ** 3) / np.sqrt(1 + (180 / np.maximum(hertz, 1)) ** 4)
    return np.asarray(np.fft.irfft(np.fft.rfft(noise) * curve, len(noise)))


def _master_spectrum() -> NDArray[np.complex64]:
    """No rumble and no direct current below 30 Hz; 4 dB less where speech carries its words, a little air above."""
    hertz = np.fft.rfftfreq(_FILTER, 1 / SAMPLE_RATE)
    octaves = np.log2(np.maximum(hertz, 1.0))
    decibels = -4.0 * np.exp(-(((octaves - np.log2(1_300)) / 1.35) ** 2)) + 2.0 * np.exp(
        -(((octaves - 13.1) / 0.8) ** 2)
    )
    curve = 10 ** (decibels / 20) / np.sqrt(1 + (38 / np.maximum(hertz, 1e-3)) ** 6)
    impulse = np.roll(np.fft.irfft(curve, _FILTER), _FILTER // 2) * np.hanning(_FILTER)
    impulse -= np.hanning(_FILTER) * (impulse.sum() / np.hanning(_FILTER).sum())
    return np.asarray(np.fft.rfft(impulse, _TRANSFORM).astype(np.complex64))
