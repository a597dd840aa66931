"""Mixes a film's sound: the narration over music that steps back while somebody speaks.

The mix is as long as the picture to the sample and made a second at a time, so that a long film needs no more memory
than a short one. How loud it gets in the end is `soundtrack`'s business.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mutoscope.errors import MutoscopeError
from mutoscope.render.loudness import SILENCE, Signal, measure
from mutoscope.render.sound import BLOCK, Sound, read_blocks, read_sound
from mutoscope.render.tape import Tape, record
from mutoscope.render.timeline import SAMPLE_RATE, Clip

VOICE_LEVEL, MUSIC_LEVEL = -16.0, -20.0
DUCKED = -14.0
FADE_OUT = SAMPLE_RATE * 3 // 2
_FADE_IN = SAMPLE_RATE // 5
_DECLICK = SAMPLE_RATE // 200
_STEP = SAMPLE_RATE // 100
_SPEECH = 10 ** (-45 / 20)

Bus = Callable[[int, int], Signal]
"""`bus(start, count)` is a signal of shape (count, 2) that begins at sample `start` of the film."""


class Heard(Protocol):
    """What is heard and when, in a film of `samples` samples: a timeline is one."""

    @property
    def samples(self) -> int: ...
    @property
    def voice(self) -> tuple[Clip, ...]: ...
    @property
    def music(self) -> tuple[Clip, ...]: ...


class SoundMissing(MutoscopeError):
    """The timeline plays the sound {sound}, which was not given."""

    code = "sound_missing"
    hint = "Give a file for every sound that the timeline's clips name."


def mix(heard: Heard, sounds: Mapping[str, Path], scratch: Path) -> Tape:
    """`heard.samples` samples in float32. `sounds` maps `Clip.asset` to a file; tapes are kept in `scratch`.

    Raises SoundMissing, SoundUnreadable.
    """
    missing = next((clip.asset for clip in (*heard.voice, *heard.music) if clip.asset not in sounds), None)
    if missing is not None:
        raise SoundMissing(sound=missing)
    voice = record(scratch / "voice.tape", _voice(heard, sounds), "<i2", samples=heard.samples)
    music = _music(heard, sounds, scratch)
    voice_gain, music_gain = _gain(voice.signals(), VOICE_LEVEL), _gain(_film(music, heard), MUSIC_LEVEL)
    ducked = ducking(speech_steps(voice.signals(), voice_gain), heard.samples)
    mixed = (
        voice.signal(start, BLOCK) * voice_gain
        + music(start, count) * (music_gain * ducked(start, count)[:, np.newaxis])
        for start, count in _places(heard)
    )
    return record(scratch / "mix.tape", mixed, "<f4")


def _places(heard: Heard) -> Iterator[tuple[int, int]]:
    return ((start, min(BLOCK, heard.samples - start)) for start in range(0, heard.samples, BLOCK))


def _film(bus: Bus, heard: Heard) -> Iterator[Signal]:
    return (bus(start, count) for start, count in _places(heard))


def _gain(signal: Iterator[Signal], wanted: float) -> np.float32:
    """What brings the signal to `wanted` LUFS; silence stays silence."""
    loudness = measure(signal, peak=False).integrated
    return np.float32(10 ** ((wanted - loudness) / 20) if loudness > SILENCE else 1.0)


def speech_steps(voice: Iterator[Signal], gain: np.float32) -> NDArray[np.float32]:
    """For every hundredth of a second, 1 where somebody speaks and 0 where nobody does."""
    found = []
    for block in voice:
        louder = np.maximum(*np.abs(block).T)
        peaks = np.pad(louder, (0, -len(block) % _STEP))
        found.append(peaks.reshape(-1, _STEP).max(axis=1) * gain > _SPEECH)
    return np.concatenate(found).astype(np.float32) if found else np.zeros(0, np.float32)


def ducking(speaks: NDArray[np.float32], samples: int) -> Callable[[int, int], NDArray[np.float32]]:
    """The music's gain from a sample on: -14 dB under speech, smooth, a quarter of a second ahead of it."""
    # Pauses within a sentence are bridged before smoothing, or the music would pump between words.
    bridged = (_around(speaks, np.ones(81, np.float32)) > 0.5).astype(np.float32)
    window = np.hanning(83)[1:-1].astype(np.float32)
    gains = 10 ** (DUCKED * _around(bridged, window / window.sum()) / 20)
    places = (np.arange(len(gains)) + 0.5) * _STEP

    def gain(start: int, count: int) -> NDArray[np.float32]:
        return np.interp(np.arange(start, min(start + count, samples)), places, gains).astype(np.float32)

    return gain


def _around(values: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Convolution centred on each value, as long as `values` however short they are."""
    before = len(kernel) // 2
    return np.convolve(values, kernel)[before : before + len(values)]


def _voice(heard: Heard, sounds: Mapping[str, Path]) -> Iterator[Sound]:
    """The narration from the film's start; where clips overlap the later one waits for the end of the first."""
    place = 0
    for clip in sorted(heard.voice, key=lambda clip: clip.start):
        if clip.start > place:
            yield np.zeros((clip.start - place, 2), np.int16)
            place = clip.start
        said = read_sound(sounds[clip.asset])[: clip.samples]
        place += len(said)
        yield said


def _music(heard: Heard, sounds: Mapping[str, Path], scratch: Path) -> Bus:
    """Clips that overlap cross over into each other; a sound that ends with its clip ends as it was played."""
    clips = heard.music
    assets = {asset: number for number, asset in enumerate(dict.fromkeys(clip.asset for clip in clips))}
    tapes = {
        asset: record(scratch / f"music-{number}.tape", read_blocks(sounds[asset]), "<i2")
        for asset, number in assets.items()
    }
    parts = [_part(heard, place, tapes[clip.asset]) for place, clip in enumerate(clips)]
    return lambda start, count: sum((part.heard(start, count) for part in parts), np.zeros((count, 2), np.float32))


@dataclass(frozen=True)
class _Part:
    """A clip's passage of the music, `length` samples of it from the film's sample `begins`, faded at its ends."""

    music: Tape
    begins: int
    length: int
    rise: int
    fall: int

    def heard(self, start: int, count: int) -> Signal:
        """What of it is heard in `count` samples of the film from `start` on."""
        signal = looped(self.music, self.length, start - self.begins, count)
        return signal * _fade(start - self.begins, count, self.length, self.rise, self.fall)[:, np.newaxis]


def _part(heard: Heard, place: int, tape: Tape) -> _Part:
    clips = heard.music
    clip = clips[place]
    length = max(0, min(clip.samples, heard.samples - clip.start))
    music = tape.passage(clip.offset, clip.samples)
    plays_out = length == music.samples and clip.offset + length == tape.samples
    rise = _crossing(clips[place - 1], clip) if place else _FADE_IN
    fall = _crossing(clip, clips[place + 1]) if place + 1 < len(clips) else (0 if plays_out else FADE_OUT)
    return _Part(music, clip.start, length, rise, fall)


def _crossing(before: Clip, after: Clip) -> int:
    return max(_DECLICK, before.start + before.samples - after.start)


def looped(music: Tape, length: int, start: int, count: int) -> Signal:
    """`count` samples from `start` of music that is begun again as often as `length` needs, each end blended into the
    next beginning.
    """
    result = np.zeros((count, 2), np.float32)
    overlap = min(SAMPLE_RATE, music.samples // 4)
    period = max(music.samples - overlap, 1)
    for turn in range(max(0, (start - music.samples) // period), (start + count) // period + 1):
        begins = turn * period
        if not music.samples or begins >= max(1, length - overlap):
            break
        first = max(start, begins)
        part = music.signal(first - begins, start + count - first)
        again = begins + period < length - overlap
        rise, fall = overlap if turn else 0, overlap if again else 0
        faded = part * _fade(first - begins, len(part), music.samples, rise, fall)[:, np.newaxis]
        result[first - start : first - start + len(part)] += faded
    return result


def _fade(start: int, count: int, length: int, rise: int, fall: int) -> NDArray[np.float32]:
    """How much of something of `length` samples is heard at each of `count` from `start` on: all of it but at its ends,
    which meet another's with equal power.
    """
    rise, fall = min(rise, length), min(fall, length)
    if start >= rise and start + count <= length - fall:
        return np.ones(count, np.float32)
    places = np.arange(start, start + count, dtype=np.float64)
    heard = np.where((places >= 0) & (places < length), 1.0, 0.0)
    if rise:
        heard *= np.sin(np.pi / 2 * np.clip(places / rise, 0, 1))
    if fall:
        heard *= np.sin(np.pi / 2 * np.clip((length - 1 - places) / fall, 0, 1))
    return heard.astype(np.float32)
