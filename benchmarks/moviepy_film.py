"""The benchmark's film made with moviepy: the same pictures, moves, crossfades, captions and encoder settings.

moviepy has no word in another colour and no sub-pixel window, so its film is a little less than ours.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from mutoscope.render.caption_art import layout_for
from mutoscope.render.timeline import FPS, Shot, Timeline
from mutoscope.settings import settings

NAME = f"moviepy {version('moviepy')}"
_FONT = "node_modules/@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf"


def render(film: Timeline, pictures: dict[str, Path], output: Path) -> None:
    # Imported where it is used: the other contenders' processes should not carry it.
    from moviepy import CompositeVideoClip, vfx

    clips: list[Any] = []
    start = 0.0
    for number, shot in enumerate(film.shots):
        fade = shot.transition_frames / FPS
        clip = _shot(film, shot, pictures[shot.picture]).with_start(start)
        clips.append(clip.with_effects([vfx.CrossFadeIn(fade)]) if number else clip)
        start += shot.frames / FPS
    clips += [
        _caption(film, cue.text).with_start(cue.first / FPS).with_duration((cue.last - cue.first) / FPS)
        for cue in film.cues
    ]
    whole = CompositeVideoClip(clips, size=(film.width, film.height)).with_duration(film.seconds)
    whole.write_videofile(
        str(output),
        fps=FPS,
        codec="libx264",
        audio=False,
        preset="veryfast",
        threads=1,
        ffmpeg_params=["-crf", "21", "-g", "60"],
        logger=None,
    )


def _shot(film: Timeline, shot: Shot, picture: Path) -> Any:
    """The picture scaled and placed anew for every frame, as moviepy's own examples do it."""
    from moviepy import ImageClip

    # A second longer, so that the next shot fades in over it.
    still = ImageClip(str(picture)).with_duration(shot.frames / FPS + 1)
    cover = film.width / still.w

    def way(time: float) -> float:
        return min(1.0, time * FPS / shot.frames)

    def zoom(time: float) -> float:
        return float(np.interp(way(time), [0, 1], [shot.start.zoom, shot.end.zoom])) / 1000

    def place(time: float) -> tuple[float, float]:
        x = float(np.interp(way(time), [0, 1], [shot.start.x, shot.end.x])) / 1000
        y = float(np.interp(way(time), [0, 1], [shot.start.y, shot.end.y])) / 1000
        large = zoom(time)
        left = min(max(film.width * (0.5 - x * large), film.width * (1 - large)), 0)
        return left, min(max(film.height * (0.5 - y * large), film.height * (1 - large)), 0)

    return still.resized(lambda time: cover * zoom(time)).with_position(place)


def _caption(film: Timeline, text: str) -> Any:
    from moviepy import TextClip

    layout = layout_for(film.width, film.height)
    clip = TextClip(
        font=str(settings().assets / _FONT),
        text=text,
        font_size=layout.letters,
        color="white",
        stroke_color="black",
        stroke_width=4,
        method="caption",
        size=(round(film.width * layout.widest), None),
        text_align="center",
    )
    return clip.with_position(("center", round(film.height * layout.foot) - clip.h))
