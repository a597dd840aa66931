"""What each instrument sounds like: a note in, stereo sound out. Nothing is sampled; every wave is computed.

`play` returns float32, shape (n, 2), 48,000 Hz, about -12 dBFS at full velocity, silent at both ends. Harmonics stay
below the place where a voice is understood where they can, so music can lie under narration.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.compose.percussion import STROKES
from mutoscope.engines.compose.score import Instrument
from mutoscope.engines.compose.waves import (
    HIGHEST,
    Wave,
    clock_of,
    hertz,
    noise_around,
    read_table,
    sung_table,
    swell,
    wavetable,
)
from mutoscope.engines.tasks import SAMPLE_RATE

_FADE = SAMPLE_RATE // 200


@dataclass(frozen=True)
class Tone:
    """`seconds` is how long the key is held; the sound rings on after it."""

    instrument: Instrument
    pitch: int
    seconds: float
    slide: int


def play(tone: Tone) -> Wave:
    stroke = STROKES.get(tone.instrument)
    return _faded(stroke() if stroke else _PLAYERS[tone.instrument](tone))


def _faded(wave: Wave) -> Wave:
    """Both ends at zero, so that no note clicks."""
    edge = min(_FADE, len(wave) // 2)
    wave[:8] *= np.linspace(0, 1, 8, dtype=np.float32)[: len(wave[:8]), None]
    wave[len(wave) - edge :] *= np.linspace(1, 0, edge, dtype=np.float32)[:, None]
    return wave


def _ensemble(tone: Tone, brightness: float, attack: float, release: float, cents: float) -> Wave:
    """Three slightly detuned players a side: wide in stereo, and still whole when summed to mono."""
    attack = min(attack, tone.seconds * 0.5)
    clock = clock_of(tone.seconds + release)
    frequency = hertz(tone.pitch)
    table = sung_table(frequency) if tone.instrument is Instrument.CHOIR else wavetable(frequency, brightness)
    time = clock.astype(np.float64)
    sides = []
    for side in (-1.0, 1.0):
        players = [
            read_table(table, time * frequency * 2 ** (side * detune * cents / 1_200) + 0.37 * index + 0.11 * side)
            for index, detune in enumerate((0.0, 1.0, -0.7))
        ]
        sides.append(players[0] + 0.7 * players[1] + 0.6 * players[2])
    loudness = np.float32(0.35) * swell(clock, tone.seconds, attack, release)
    return np.asarray(np.stack(sides, axis=1) * loudness[:, None])


def _pad(tone: Tone) -> Wave:
    return _ensemble(tone, 1.75, 0.9, 1.4, 5.0) * np.float32(1.1)


def _strings(tone: Tone) -> Wave:
    if tone.seconds < 0.6:
        return _ensemble(tone, 1.3, 0.05, 0.25, 6.0)
    return _ensemble(tone, 1.35, 0.5, 0.9, 7.0)


def _choir(tone: Tone) -> Wave:
    return _ensemble(tone, 0.0, 0.7, 1.3, 9.0)


def _horn(tone: Tone) -> Wave:
    """Dark while it begins, brighter as the breath comes; two players."""
    clock = clock_of(tone.seconds + 0.3)
    frequency = hertz(tone.pitch)
    dark, bright = wavetable(frequency, 2.4), wavetable(frequency, 1.5)
    breath = swell(clock, tone.seconds, min(0.35, tone.seconds * 0.6), 0.3)
    sides = []
    for detune in (-3.0, 3.0):
        cycles = clock.astype(np.float64) * frequency * 2 ** (detune / 1_200)
        sides.append(read_table(dark, cycles) * (1 - breath) + read_table(bright, cycles) * breath)
    loudness = swell(clock, tone.seconds, min(0.09, tone.seconds * 0.4), 0.3)
    return np.asarray(np.stack(sides, axis=1) * loudness[:, None] * np.float32(0.8))


def _struck(tone: Tone, partials: tuple[tuple[float, float, float], ...], *, ring: float, knock: float = 0.0) -> Wave:
    """Partials (ratio, amplitude, decay in seconds), each dying at its own pace; `knock` is the hammer's noise."""
    frequency = hertz(tone.pitch)
    clock = clock_of(ring)
    wave = np.zeros(len(clock), np.float32)
    for ratio, amplitude, decay in partials:
        if frequency * ratio < HIGHEST:
            turns = np.float32(2 * np.pi * frequency * ratio) * clock
            wave += np.float32(amplitude) * np.sin(turns) * np.exp(clock / np.float32(-decay))
    if knock:
        wave += noise_around(len(clock), 1_200.0) * np.exp(clock / np.float32(-0.012)) * np.float32(knock)
    wave *= np.clip(clock / np.float32(0.004), 0, 1) * np.clip((np.float32(ring) - clock) / np.float32(0.3), 0, 1)
    return np.stack([wave, wave], axis=1) * np.float32(0.42)


def _piano(tone: Tone) -> Wave:
    """Felt between hammer and string: few upper partials, a soft thump, slightly stretched tuning."""
    length = min(4.0, max(1.6, tone.seconds + 1.2))
    lower = 2 ** ((60 - tone.pitch) / 24)
    partials = tuple((n * np.sqrt(1 + 0.0004 * n * n), 0.9 * n**-1.35, 1.5 * lower / n**0.7) for n in range(1, 9))
    return _struck(tone, partials, ring=length, knock=0.12)


def _harp(tone: Tone) -> Wave:
    lower = 2 ** ((60 - tone.pitch) / 24)
    partials = tuple((float(n), 0.9 * n**-1.35 * abs(np.sin(n * 1.1)), 1.1 * lower / n**0.8) for n in range(1, 10))
    return _struck(tone, partials, ring=2.4, knock=0.04)


def _pizzicato(tone: Tone) -> Wave:
    lower = 2 ** ((60 - tone.pitch) / 24)
    partials = tuple((float(n), 1.1 * n**-1.2 * abs(np.sin(n * 0.8)), 0.30 * lower / n**0.6) for n in range(1, 9))
    return _struck(tone, partials, ring=1.0, knock=0.10)


def _marimba(tone: Tone) -> Wave:
    return _struck(tone, ((1, 1.0, 0.42), (3.93, 0.36, 0.14), (9.2, 0.12, 0.05)), ring=1.2, knock=0.15)


def _bell(tone: Tone) -> Wave:
    """A celesta: bar partials with a long, pure fundamental."""
    return _struck(tone, ((1, 0.75, 1.1), (2, 0.12, 0.7), (3.98, 0.13, 0.35), (6.7, 0.03, 0.12)), ring=2.6)


def _bass(tone: Tone) -> Wave:
    clock = clock_of(tone.seconds + 0.25)
    frequency = hertz(tone.pitch)
    wave = read_table(wavetable(frequency, 1.7), clock.astype(np.float64) * frequency)
    wave *= swell(clock, tone.seconds, 0.02, 0.25) * (
        np.float32(0.55) + np.float32(0.45) * np.exp(clock * np.float32(-2.2))
    )
    return np.stack([wave, wave], axis=1) * np.float32(0.85)


def _sung_pitch(tone: Tone, clock: Wave, glide: float, vibrato: float) -> NDArray[np.float64]:
    """Cycles of a pitch that slides in and, once it is held, sways."""
    time = clock.astype(np.float64)
    slid = tone.slide * np.exp(-((time / glide) ** 2))
    sway = vibrato * np.clip((time - 0.25) / 0.5, 0, 1) * np.sin(2 * np.pi * 5.1 * time)
    semitones = tone.pitch + slid + sway
    return np.asarray(np.cumsum(440 * 2 ** ((semitones - 69) / 12)) / SAMPLE_RATE)


def _bansuri(tone: Tone) -> Wave:
    """A bamboo flute: nearly a sine, a breath of noise, a pitch that glides from note to note."""
    clock = clock_of(tone.seconds + 0.16)
    cycles = _sung_pitch(tone, clock, 0.11, 0.16)
    wave = read_table(wavetable(hertz(tone.pitch), 2.3, odd=0.55), cycles)
    breath = noise_around(len(clock), hertz(tone.pitch) * 2) * np.float32(0.014)
    wave = (wave + breath) * swell(clock, tone.seconds, 0.07, 0.16)
    return np.stack([wave, wave], axis=1) * np.float32(1.0)


def _flute(tone: Tone) -> Wave:
    clock = clock_of(tone.seconds + 0.12)
    wave = read_table(wavetable(hertz(tone.pitch), 2.0, odd=0.8), _sung_pitch(tone, clock, 0.05, 0.10))
    breath = noise_around(len(clock), hertz(tone.pitch) * 2) * np.float32(0.010)
    wave = (wave + breath) * swell(clock, tone.seconds, min(0.05, tone.seconds * 0.4), 0.12)
    return np.stack([wave, wave], axis=1) * np.float32(0.9)


def _buzzing(tone: Tone, cycles: NDArray[np.float64], clock: Wave, decay: float, bloom: float) -> Wave:
    """A string over a flat bridge: a band of overtones sweeps down while the note rings."""
    frequency = hertz(tone.pitch)
    wave = np.zeros(len(clock), np.float32)
    turns = (2 * np.pi * (cycles % 1.0)).astype(np.float32)
    peak = np.float32(3.0) + np.float32(bloom) * np.exp(clock / np.float32(-decay * 0.45))
    for n in range(1, min(18, int(HIGHEST / 2 / frequency)) + 1):
        shape = np.float32(n**-1.35) + np.float32(0.20) * np.exp(-(((np.float32(n) - peak) / np.float32(2.2)) ** 2))
        wave += shape * np.sin(turns * np.float32(n)) * np.exp(clock * np.float32(-(1 + 0.06 * n) / decay))
    return wave


def _tanpura(tone: Tone) -> Wave:
    clock = clock_of(5.0)
    cycles = clock.astype(np.float64) * hertz(tone.pitch)
    wave = _buzzing(tone, cycles, clock, 1.7, 9.0) * np.clip(clock / np.float32(0.03), 0, 1)
    wave *= np.clip((np.float32(5.0) - clock) / np.float32(0.8), 0, 1)
    return np.stack([wave, wave], axis=1) * np.float32(0.16)


def _sitar(tone: Tone) -> Wave:
    clock = clock_of(min(3.5, tone.seconds + 1.4))
    cycles = _sung_pitch(tone, clock, 0.09, 0.05)
    wave = _buzzing(tone, cycles, clock, 0.75, 7.0) * np.clip(clock / np.float32(0.003), 0, 1)
    wave *= np.clip((clock[-1] - clock) / np.float32(0.3), 0, 1)
    return np.stack([wave, wave], axis=1) * np.float32(0.2)


_PLAYERS: dict[Instrument, Callable[[Tone], Wave]] = {
    Instrument.PAD: _pad,
    Instrument.STRINGS: _strings,
    Instrument.PIANO: _piano,
    Instrument.HARP: _harp,
    Instrument.MARIMBA: _marimba,
    Instrument.BELL: _bell,
    Instrument.PIZZICATO: _pizzicato,
    Instrument.HORN: _horn,
    Instrument.CHOIR: _choir,
    Instrument.FLUTE: _flute,
    Instrument.BASS: _bass,
    Instrument.BANSURI: _bansuri,
    Instrument.SITAR: _sitar,
    Instrument.TANPURA: _tanpura,
}
