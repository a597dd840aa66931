"""Draws any frame of a timeline: the shot's window, the transition it comes in with, the caption over both.

A frame depends on the timeline, the pictures and its number alone, never on the frames drawn before it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

import cv2
import numpy as np

from mutoscope.errors import MutoscopeError
from mutoscope.render.caption_art import CaptionArtist, lay_over
from mutoscope.render.motion import Still, draw_window, frame_still, scratch_for, still_size, window_at
from mutoscope.render.planes import BLACK, Planes, blank, load_still
from mutoscope.render.timeline import Captions, Cue, Timeline, Transition


class PictureMissing(MutoscopeError):
    """The timeline shows the picture {picture}, which was not given."""

    code = "picture_missing"
    hint = "Give a file for every picture that the timeline's shots name."


class FrameArtist:
    """Draws frames of one timeline. Keeps the stills of two shots and what stands still between frames."""

    def __init__(self, timeline: Timeline, pictures: Mapping[str, Path], fonts: Path) -> None:
        missing = next((shot.picture for shot in timeline.shots if shot.picture not in pictures), None)
        if missing is not None:
            raise PictureMissing(picture=missing)
        self._timeline = timeline
        self._pictures = pictures
        self._starts = list(accumulate((shot.frames for shot in timeline.shots), initial=0))
        self._cue_starts = [cue.first for cue in timeline.cues]
        self._captions = CaptionArtist(timeline.width, timeline.height, timeline.language, fonts)
        self._scratch = scratch_for(timeline.width, timeline.height)
        self._stills: dict[int, Still] = {}
        self._resting: dict[tuple[int, int], Planes] = {}

    def draw(self, number: int, frame: Planes) -> None:
        """Fills `frame` (of the timeline's size) with frame `number`."""
        index = bisect_right(self._starts, number) - 1
        within = number - self._starts[index]
        self._draw_shot(index, within, frame)
        self._bring_in(index, within, frame)
        cue = self._cue_at(number)
        if cue is not None:
            lay_over(frame, self._captions.draw(cue))

    def _draw_shot(self, index: int, within: int, frame: Planes) -> None:
        shot = self._timeline.shots[index]
        if shot.start == shot.end:
            _copy(self._at_rest(index, 0), frame)
        else:
            still = self._still(index)
            draw_window(still, window_at(shot, within, still.size), frame, self._scratch)

    def _bring_in(self, index: int, within: int, frame: Planes) -> None:
        shot = self._timeline.shots[index]
        if within >= shot.transition_frames or shot.transition is Transition.CUT:
            return
        shown = (within + 1) / (shot.transition_frames + 1)
        if shot.transition is Transition.BLACK:
            for plane, level in zip(frame, BLACK, strict=True):
                cv2.convertScaleAbs(plane, dst=plane, alpha=shown, beta=level * (1 - shown))
        elif index > 0:
            under = self._at_rest(index - 1, self._timeline.shots[index - 1].frames - 1)
            for below, plane in zip(under, frame, strict=True):
                cv2.addWeighted(plane, shown, below, 1 - shown, 0, dst=plane)

    def _cue_at(self, number: int) -> Cue | None:
        if self._timeline.captions is not Captions.BURNED:
            return None
        index = bisect_right(self._cue_starts, number) - 1
        if index < 0 or number >= self._timeline.cues[index].last:
            return None
        return self._timeline.cues[index]

    def _still(self, index: int) -> Still:
        if index not in self._stills:
            self._stills = {kept: still for kept, still in self._stills.items() if abs(kept - index) <= 1}
            shot = self._timeline.shots[index]
            size = still_size(shot, self._timeline.width, self._timeline.height)
            self._stills[index] = frame_still(load_still(self._pictures[shot.picture], *size))
        return self._stills[index]

    def _at_rest(self, index: int, within: int) -> Planes:
        """The view of a shot at one of its frames, kept, since it is shown again."""
        key = (index, within)
        if key not in self._resting:
            self._resting = {kept: view for kept, view in self._resting.items() if abs(kept[0] - index) <= 1}
            view = blank(self._timeline.width, self._timeline.height)
            still = self._still(index)
            draw_window(still, window_at(self._timeline.shots[index], within, still.size), view, self._scratch)
            self._resting[key] = view
        return self._resting[key]


def _copy(source: Planes, target: Planes) -> None:
    for plane, kept in zip(source, target, strict=True):
        np.copyto(kept, plane)
