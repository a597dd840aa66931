"""Draws any frame of a timeline: the shot's view, the transition it comes in with, the caption over both.

A frame depends on the timeline, the pictures and its number alone, never on the frames drawn before it.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from mutoscope.errors import MutoscopeError
from mutoscope.render.camera import Camera, camera_at
from mutoscope.render.caption_art import CaptionArtist, lay_over, spoken_word
from mutoscope.render.layers import PictureSource
from mutoscope.render.planes import Planes, blank
from mutoscope.render.sheets import Sheets, load_sheets
from mutoscope.render.stacking import Rooms, draw_sheets
from mutoscope.render.timeline import Captions, Cue, Shot, Timeline
from mutoscope.render.transitions import bring_in, darken, left_at, shown_at

Sway = Callable[[Shot, int, float], tuple[float, float]]
"""`sway(shot, frame, depth)`: how far what lies `depth` deep has moved to the right and down at a shot's frame, in
widths and heights of the frame; nothing at its first.
"""


class PictureMissing(MutoscopeError):
    """The timeline shows the picture {picture}, which was not given."""

    code = "picture_missing"
    hint = "Give a file for every picture that the timeline's shots name."


class FrameArtist:
    """Draws frames of one timeline. Keeps one picture, and what stands still between frames."""

    def __init__(
        self, timeline: Timeline, pictures: Mapping[str, PictureSource], fonts: Path, sway: Sway | None = None
    ) -> None:
        missing = next((shot.picture for shot in timeline.shots if shot.picture not in pictures), None)
        if missing is not None:
            raise PictureMissing(picture=missing)
        self._timeline = timeline
        self._pictures = pictures
        self._sway = sway
        self._size = (timeline.width, timeline.height)
        self._starts = list(accumulate((shot.frames for shot in timeline.shots), initial=0))
        self._cue_starts = [cue.first for cue in timeline.cues]
        self._captions = CaptionArtist(timeline.width, timeline.height, timeline.language, fonts)
        self._rooms = Rooms.for_frames(timeline.width, timeline.height)
        self._sheets: tuple[int, Sheets] | None = None
        self._resting: dict[tuple[int, int], Planes] = {}

    def draw(self, number: int, frame: Planes) -> None:
        """Fills `frame` (of the timeline's size) with frame `number`."""
        self.draw_picture(number, frame)
        cue = self._cue_at(number)
        if cue is not None:
            lay_over(frame, self._captions.draw(cue, spoken_word(cue, number)))

    def draw_picture(self, number: int, frame: Planes) -> None:
        """The same without a caption."""
        index = bisect_right(self._starts, number) - 1
        within = number - self._starts[index]
        shot = self._timeline.shots[index]
        shown = shown_at(shot, within)
        # What lies below is drawn first, so that only one picture need be held at a time.
        below = self._at_rest(index - 1, self._timeline.shots[index - 1].frames - 1) if shown < 1 and index else None
        self._draw_shot(index, within, frame)
        if shot.transition.joins and below is not None:
            bring_in(shot.transition, shown, below, frame)
        bright = left_at(shot, within) * (1.0 if shot.transition.joins else shown)
        if bright < 1:
            darken(frame, bright)

    def draw_view(self, number: int, frame: Planes) -> None:
        """What the shot shows at frame `number`, as if no transition were near."""
        index = bisect_right(self._starts, number) - 1
        self._draw_shot(index, number - self._starts[index], frame)

    def _draw_shot(self, index: int, within: int, frame: Planes) -> None:
        shot = self._timeline.shots[index]
        if shot.start == shot.end and self._sway is None:
            _copy(self._at_rest(index, 0), frame)
        elif within < shot.joined_frames:
            _copy(self._at_rest(index, within), frame)
        else:
            self._draw_moving(index, within, frame)

    def _draw_moving(self, index: int, within: int, frame: Planes) -> None:
        shot, picture = self._timeline.shots[index], self._picture(index)
        cameras = tuple(self._camera(shot, within, picture.size, sheet.depth) for sheet in picture.sheets)
        draw_sheets(picture, cameras, frame, self._rooms)

    def _camera(self, shot: Shot, within: int, size: tuple[int, int], depth: float) -> Camera:
        camera = camera_at(shot, within, size, self._size, depth)
        if self._sway is None:
            return camera
        right, down = self._sway(shot, max(0, within - shot.joined_frames), depth)
        left, top = right * self._size[0] / camera.across, down * self._size[1] / camera.down
        return replace(camera, left=camera.left - left, top=camera.top - top)

    def _cue_at(self, number: int) -> Cue | None:
        if self._timeline.captions is not Captions.BURNED:
            return None
        index = bisect_right(self._cue_starts, number) - 1
        if index < 0 or number >= self._timeline.cues[index].last:
            return None
        return self._timeline.cues[index]

    def _picture(self, index: int) -> Sheets:
        if self._sheets is None or self._sheets[0] != index:
            self._sheets = None
            shot = self._timeline.shots[index]
            self._sheets = (index, load_sheets(self._pictures[shot.picture], shot, self._size))
        return self._sheets[1]

    def _at_rest(self, index: int, within: int) -> Planes:
        """The view of a shot at one of its frames, kept, since it is shown again."""
        shot = self._timeline.shots[index]
        # While two pictures are seen the view rests where it starts.
        stands = shot.start == shot.end and self._sway is None
        key = (index, 0 if within < shot.joined_frames or stands else within)
        if key not in self._resting:
            self._resting = {kept: view for kept, view in self._resting.items() if abs(kept[0] - index) <= 1}
            view = blank(*self._size)
            self._draw_moving(index, key[1], view)
            self._resting[key] = view
        return self._resting[key]


def _copy(source: Planes, target: Planes) -> None:
    for plane, kept in zip(source, target, strict=True):
        np.copyto(kept, plane)
