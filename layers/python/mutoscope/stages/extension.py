"""The extension stage: a film of the user's own, and what goes on from its last frame, as one clip.

The camera sets out from that very frame, at rest, so nothing jumps where the one passes into the other. The film keeps
its size, its rate and its sound; behind it there is silence.
"""

from pathlib import Path

import cv2
import numpy as np

from mutoscope.clips.kept_sound import keep_sound
from mutoscope.clips.shots import Move, camera_of
from mutoscope.media.film_file import FilmFrames, FilmShape, film_frames, measure_film
from mutoscope.media.inputs import name_of
from mutoscope.render.air import AirArtist
from mutoscope.render.clip import Shape, save_clip
from mutoscope.render.frames import FrameArtist
from mutoscope.render.planes import Planes, to_rgb
from mutoscope.render.timeline import Captions, Shot, Timeline, View
from mutoscope.stages.contracts.extension import ExtensionFacts, ExtensionInputs, require_length
from mutoscope.stages.contracts.picture import PICTURE
from mutoscope.stages.moving_pictures import air_named, save_picture
from mutoscope.stages.stage import Bench

_FINER = 4
"""The view's way has so many times the frames that are shown of it, or it would halt where it turns."""
_TURN = 1 / 3
_DISSOLVE_SECONDS = 0.3
_NEAR = 1120
_ENDS = {
    Move.IN: View(zoom=_NEAR, x=508, y=492),
    Move.OUT: View(zoom=_NEAR),
    Move.LEFT: View(zoom=_NEAR, x=0),
    Move.RIGHT: View(zoom=_NEAR, x=1000),
    Move.UP: View(zoom=_NEAR, y=0),
    Move.DOWN: View(zoom=_NEAR, y=1000),
    Move.STILL: View(),
}
"""A view that begins with all there is can only go nearer: aside as far as the edge, and back after it went in."""


def run(inputs: ExtensionInputs, bench: Bench) -> ExtensionFacts:
    path, name = bench.bring(inputs.video), name_of(inputs.video)
    source = measure_film(path, name)
    require_length(float(source.seconds), inputs.seconds)
    frames = source.frames + round(inputs.seconds * source.rate)
    shape = Shape(source.width, source.height, frames, source.rate)
    sound = keep_sound(path, name, source, frames, bench.scratch) if source.channels else None
    with film_frames(path, name, source) as film:
        painter = _Painter(film, source, frames - source.frames, inputs, bench)
        save_clip(painter.paint, shape, bench.folder, bench.scratch, report=bench.report, sound=sound)
    return ExtensionFacts(
        width=source.width,
        height=source.height,
        frames=frames,
        source_frames=source.frames,
        fps=round(float(source.rate), 3),
        seconds=round(float(frames / source.rate), 3),
        engine="a camera over the last frame",
    )


class _Painter:
    """Paints the film's frames, then its last one as the camera goes on over it. Frames are asked for in order."""

    def __init__(self, film: FilmFrames, source: FilmShape, more: int, inputs: ExtensionInputs, bench: Bench) -> None:
        self._film, self._source, self._more, self._inputs, self._bench = film, source, more, inputs, bench
        self._move = camera_of(inputs.prompt) or Move.IN
        self._air = AirArtist(air_named(inputs.prompt), source.width, source.height, inputs.seed)

    def paint(self, number: int, frame: Planes) -> None:
        if number >= self._source.frames:
            self._go_on(number - self._source.frames + 1, frame)
            return
        self._film.fill(number, frame)
        if number == self._source.frames - 1:
            self._last = Planes(*(np.array(plane) for plane in frame))
            self._artist = self._artist_of(self._last)

    def _go_on(self, step: int, frame: Planes) -> None:
        """What is drawn appears over the last frame as it was, so that nothing sharpens, softens or snows at once."""
        self._artist.draw(self._place(step), frame)
        self._air.draw(float(step / self._source.rate), frame)
        shown = float(step / self._source.rate) / _DISSOLVE_SECONDS
        if shown < 1:
            for plane, kept in zip(frame, self._last, strict=True):
                cv2.addWeighted(plane, shown, kept, 1 - shown, 0, dst=plane)

    def _place(self, step: int) -> int:
        share = step / self._more
        if self._move is Move.OUT:
            share = share / _TURN if share < _TURN else (1 - share) / (1 - _TURN)
        return round(share * self._more * _FINER)

    def _artist_of(self, last: Planes) -> FrameArtist:
        width, height = last.size
        picture: Path = save_picture(to_rgb(last, width, height), self._bench.scratch / PICTURE)
        shot = Shot(picture=PICTURE, frames=self._more * _FINER + 1, end=_ENDS[self._move])
        timeline = Timeline(width=width, height=height, language="en", captions=Captions.NONE, shots=(shot,))
        return FrameArtist(timeline, {PICTURE: picture}, self._bench.settings.assets)
