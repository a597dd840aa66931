"""Mixes a film's sound: the narration over music that steps back while somebody speaks.

The mix is as long as the picture to the sample, at -14 LUFS; films without music, without words or silent work alike.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mutoscope.errors import MutoscopeError
from mutoscope.render.loudness import SILENCE, Signal, level, measure
from mutoscope.render.sound import Sound, read_sound
from mutoscope.render.timeline import SAMPLE_RATE, Clip, Timeline

VOICE_LEVEL, MUSIC_LEVEL = -16.0, -20.0
DUCKED = -14.0
FADE_OUT = SAMPLE_RATE * 3 // 2
_FADE_IN = SAMPLE_RATE // 5
_DECLICK = SAMPLE_RATE // 200
_STEP = SAMPLE_RATE // 100
_SPEECH = 10 ** (-45 / 20)


class SoundMissing(MutoscopeError):
    """The timeline plays the sound {sound}, which was not given."""

    code = "sound_missing"
    hint = "Give a file for every sound that the timeline's clips name."


def mix(timeline: Timeline, sounds: Mapping[str, Path]) -> Sound:
    """int16, shape (timeline.samples, 2), 48 kHz. `sounds` maps `Clip.asset` to a file.

    Raises SoundMissing, SoundUnreadable.
    """
    voice = at_level(_voice(timeline, sounds), VOICE_LEVEL)
    music = at_level(_music(timeline, sounds), MUSIC_LEVEL)
    music *= ducking(voice)[:, np.newaxis]
    voice += music
    return level(voice)


def at_level(signal: Signal, wanted: float) -> Signal:
    """The signal at `wanted` LUFS, changed in place; silence stays silence."""
    loudness = measure(signal)
    if loudness.integrated > SILENCE:
        signal *= np.float32(10 ** ((wanted - loudness.integrated) / 20))
    return signal


def ducking(voice: Signal) -> NDArray[np.float32]:
    """The music's gain for every sample, shape (n,): -14 dB under speech, smooth, a quarter of a second ahead of it."""
    steps = -(-len(voice) // _STEP)
    padded = np.pad(np.abs(voice).max(axis=1), (0, steps * _STEP - len(voice)))
    speaks = (padded.reshape(steps, _STEP).max(axis=1) > _SPEECH).astype(np.float32)
    # Pauses within a sentence are bridged before smoothing, or the music would pump between words.
    bridged = (_around(speaks, np.ones(81, np.float32)) > 0.5).astype(np.float32)
    window = np.hanning(83)[1:-1].astype(np.float32)
    depth = _around(bridged, window / window.sum())
    gains = 10 ** (DUCKED * depth / 20)
    places = (np.arange(steps) + 0.5) * _STEP
    return np.interp(np.arange(len(voice)), places, gains).astype(np.float32)


def _around(values: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Convolution centred on each value, as long as `values` however short they are."""
    before = len(kernel) // 2
    return np.convolve(values, kernel)[before : before + len(values)]


def _voice(timeline: Timeline, sounds: Mapping[str, Path]) -> Signal:
    bus = np.zeros((timeline.samples, 2), np.float32)
    for clip, sound in _opened(timeline.voice, sounds):
        _add(bus, clip.start, _signal(sound[: clip.samples]))
    return bus


def _music(timeline: Timeline, sounds: Mapping[str, Path]) -> Signal:
    """Clips that overlap cross over into each other; a sound that ends with its clip ends as it was played."""
    bus = np.zeros((timeline.samples, 2), np.float32)
    clips = timeline.music
    for place, (clip, sound) in enumerate(_opened(clips, sounds)):
        samples = min(clip.samples, timeline.samples - clip.start)
        heard = sound[clip.offset : clip.offset + clip.samples]
        if samples <= 0 or not len(heard):
            continue
        plays_out = samples == len(heard) and clip.offset + samples == len(sound)
        rise = _crossing(clips[place - 1], clip) if place else _FADE_IN
        fall = _crossing(clip, clips[place + 1]) if place + 1 < len(clips) else (0 if plays_out else FADE_OUT)
        _add(bus, clip.start, _faded(looped(_signal(heard), samples), rise, fall))
    return bus


def _crossing(before: Clip, after: Clip) -> int:
    return max(_DECLICK, before.start + before.samples - after.start)


def looped(music: Signal, samples: int) -> Signal:
    """`samples` of the music, started again as often as needed, each end blended into the next beginning."""
    overlap = min(SAMPLE_RATE, len(music) // 4)
    period = len(music) - overlap
    result = np.zeros((samples, 2), np.float32)
    for start in range(0, max(1, samples - overlap), period):
        again = start + period < samples - overlap
        _add(result, start, _faded(music, overlap if start else 0, overlap if again else 0))
    return result


def _faded(signal: Signal, rise: int, fall: int) -> Signal:
    """A copy that rises from and falls to silence over so many samples, with equal power where two of them meet."""
    faded = signal.copy()
    rise, fall = min(rise, len(faded)), min(fall, len(faded))
    faded[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32))[:, np.newaxis]
    if fall:
        faded[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))[:, np.newaxis]
    return faded


def _opened(clips: Iterable[Clip], sounds: Mapping[str, Path]) -> Iterable[tuple[Clip, Sound]]:
    for clip in clips:
        if clip.asset not in sounds:
            raise SoundMissing(sound=clip.asset)
        yield clip, read_sound(sounds[clip.asset])


def _signal(sound: Sound) -> Signal:
    return sound.astype(np.float32) / np.float32(32768)


def _add(bus: Signal, start: int, signal: Signal) -> None:
    heard = signal[: max(0, len(bus) - start)]
    bus[start : start + len(heard)] += heard
