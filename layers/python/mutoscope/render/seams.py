"""Seams: the few frames in which two scenes are seen at once, made of one scene's last view and the other's first.

They are the frames that the whole timeline has there, so a scene that is edited changes its own segment and seams only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from mutoscope.render.planes import load_planes
from mutoscope.render.segment import add_video, new_frame, planes_of
from mutoscope.render.timeline import Shot, Timeline
from mutoscope.render.transitions import bring_in, shown_at


@dataclass(frozen=True)
class Seam:
    """`shot` comes in over the file `below` (a last view); `above` is its own first view. Both by `save_planes`."""

    shot: Shot
    below: Path
    above: Path


def render_seam(timeline: Timeline, seam: Seam, output: Path) -> None:
    """Writes the seam as H.264 that joins segments of the timeline's size. Raises PictureUnreadable."""
    below, above = load_planes(seam.below), load_planes(seam.above)
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(output), "w", format="mp4", options=options) as container:
        # While a film's seams are made nothing is left for other processors to do; a second encoder takes more memory.
        stream = add_video(container, timeline, threads=2)
        frame = new_frame(timeline.width, timeline.height)
        for number in range(seam.shot.joined_frames):
            # The encoder keeps a copy of what it still looks at, so one frame is enough.
            planes = planes_of(frame)
            for plane, source in zip(planes, above, strict=True):
                plane[:] = source
            bring_in(seam.shot.transition, shown_at(seam.shot, number), below, planes)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def with_seams(segments: Sequence[Path], seams: dict[int, Path]) -> list[Path]:
    """The film's parts in order: `seams[n]` goes before segment n."""
    return [part for number, segment in enumerate(segments) for part in (*_before(seams, number), segment)]


def _before(seams: dict[int, Path], number: int) -> tuple[Path, ...]:
    return (seams[number],) if number in seams else ()
