"""A score as a Standard MIDI File, so that its notes can be opened and changed in any music program.

Format 1: a track for the tempo, then one a track for each instrument, named after it. Source: the MIDI 1.0 detailed
specification (Standard MIDI Files 1.0, General MIDI level 1 for programs and drum keys).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mutoscope.engines.compose.score import TICKS_PER_BEAT, Instrument, Note, Score

_PROGRAMS: dict[Instrument, int] = {
    Instrument.PAD: 89,
    Instrument.STRINGS: 48,
    Instrument.PIANO: 0,
    Instrument.HARP: 46,
    Instrument.MARIMBA: 12,
    Instrument.BELL: 8,
    Instrument.PIZZICATO: 45,
    Instrument.HORN: 60,
    Instrument.CHOIR: 52,
    Instrument.FLUTE: 73,
    Instrument.BASS: 32,
    Instrument.BANSURI: 73,
    Instrument.SITAR: 104,
    Instrument.TANPURA: 104,
}
"""General MIDI programs, from 0."""
_DRUM_KEYS: dict[Instrument, int] = {
    Instrument.KICK: 36,
    Instrument.TOM: 41,
    Instrument.BRUSH: 40,
    Instrument.SHAKER: 70,
    Instrument.TABLA_LOW: 64,
    Instrument.TABLA_HIGH: 62,
}
_DRUMS = 9
"""The channel on which keys are drums."""
_CENTRE, _BEND_RANGE = 8_192, 12
_GLIDE = 6
"""Steps of a pitch bend from the note before."""

Event = tuple[int, bytes]


def to_midi(score: Score) -> bytes:
    """The whole score; a slide is a pitch bend. The same score gives the same bytes."""
    tempo = round(60_000_000 / score.beats_per_minute)
    tracks = [_track([(0, b"\xff\x51\x03" + tempo.to_bytes(3))], score.ticks)]
    channels = (channel for channel in range(16) if channel != _DRUMS)
    by_instrument = sorted(score.notes, key=lambda note: note.instrument)
    for instrument, notes in groupby(by_instrument, key=lambda note: note.instrument):
        channel = _DRUMS if instrument in _DRUM_KEYS else next(channels)
        tracks.append(_track([*_opening(instrument, channel), *_played(tuple(notes), channel)], score.ticks))
    header = b"".join(number.to_bytes(2) for number in (1, len(tracks), TICKS_PER_BEAT))
    return _chunk(b"MThd", header) + b"".join(tracks)


def _opening(instrument: Instrument, channel: int) -> Iterator[Event]:
    """The track's name, its program, and a range of an octave for its pitch bends."""
    name = instrument.value.encode()
    yield 0, b"\xff\x03" + _variable(len(name)) + name
    if instrument in _PROGRAMS:
        yield 0, bytes([0xC0 | channel, _PROGRAMS[instrument]])
        for controller, value in ((101, 0), (100, 0), (6, _BEND_RANGE), (38, 0)):
            yield 0, bytes([0xB0 | channel, controller, value])


def _played(notes: Sequence[Note], channel: int) -> Iterator[Event]:
    """Each note on and off; a note ends where the same key is struck again."""
    struck: dict[int, int] = {}
    for note in reversed(notes):
        key = _DRUM_KEYS.get(note.instrument, note.pitch)
        end = min(note.start + note.length, struck.get(key, note.start + note.length))
        struck[key] = note.start
        yield from _bends(note, channel)
        yield note.start, bytes([0x90 | channel, key, note.velocity])
        yield max(end, note.start + 1), bytes([0x80 | channel, key, 0])


def _bends(note: Note, channel: int) -> Iterator[Event]:
    if not note.slide:
        return
    glide = min(note.length, TICKS_PER_BEAT // 4)
    for step in range(_GLIDE + 1):
        away = note.slide * (_GLIDE - step) / _GLIDE
        value = min(16_383, max(0, _CENTRE + round(away / _BEND_RANGE * _CENTRE)))
        yield note.start + glide * step // _GLIDE, bytes([0xE0 | channel, value & 0x7F, value >> 7])


def _track(events: list[Event], ticks: int) -> bytes:
    """The events in time, offs before bends before ons, each with the ticks since the one before."""
    content, now = bytearray(), 0
    for at, message in sorted(events, key=lambda event: (event[0], *_turn(event[1]))):
        content += _variable(at - now) + message
        now = at
    return _chunk(b"MTrk", bytes(content) + _variable(max(0, ticks - now)) + b"\xff\x2f\x00")


def _turn(message: bytes) -> tuple[int, bytes]:
    order = {0xF0: 0, 0xC0: 1, 0xB0: 2, 0x80: 3, 0xE0: 4, 0x90: 5}
    kind = message[0] & 0xF0
    return order[kind], message if kind != 0xB0 else b""


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4) + content


def _variable(number: int) -> bytes:
    """Seven bits a byte, the highest first, all but the last marked."""
    groups = [number >> shift & 0x7F for shift in range(21, -1, -7)]
    first = next((place for place, group in enumerate(groups) if group), 3)
    return bytes([*(group | 0x80 for group in groups[first:-1]), groups[-1]])
