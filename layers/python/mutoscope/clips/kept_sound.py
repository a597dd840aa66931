"""The sound of a film that is gone on with: as it was, then fading into the silence behind it."""

from pathlib import Path

import numpy as np

from mutoscope.media.film_file import FilmShape, film_type
from mutoscope.media.sound_file import MOST_SECONDS, sound_blocks
from mutoscope.render.sound import Sound, stereo
from mutoscope.render.soundtrack import export
from mutoscope.render.tape import record
from mutoscope.render.timeline import SAMPLE_RATE

FADE_SECONDS = 0.3
"""Of the film's own end."""


def keep_sound(path: Path, name: str, film: FilmShape, frames: int, scratch: Path) -> Path:
    """An MP4 with AAC that is as long as so many frames, at the level that it had. Raises SoundBroken, SoundTooLong."""
    kept = _read(path, name, channels=min(film.channels, 2))[: round(film.seconds * SAMPLE_RATE)]
    fade = min(len(kept), round(FADE_SECONDS * SAMPLE_RATE))
    ramp = np.ones((len(kept), 1), np.float32)
    ramp[len(kept) - fade :, 0] = np.linspace(1, 0, fade, dtype=np.float32)
    faded = np.rint(kept * ramp).astype(np.int16)
    tape = record(scratch / "sound.tape", [faded], "<i2", samples=round(frames / film.rate * SAMPLE_RATE))
    return export(tape, scratch / "sound.m4a")


def _read(path: Path, name: str, *, channels: int) -> Sound:
    with path.open("rb") as file:
        found = film_type(file, name)
        blocks = [
            block.reshape(-1, channels)
            for block in sound_blocks(file, found, name, channels=channels, most=MOST_SECONDS)
        ]
    return stereo(np.concatenate(blocks)) if blocks else np.zeros((0, 2), np.int16)
