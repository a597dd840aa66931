"""What the shots of a clip show: pictures drawn in layers, or one of the user's own, and what moves in them by itself.

Growth that is near sways in the wind; what floats rises and falls; rain, snow or dust goes through the air.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi, sin
from pathlib import Path

import cv2

from mutoscope.clips.shots import ShotPlan, picture_name, shots_of, without_camera
from mutoscope.engines import registry
from mutoscope.engines.draw.places import PLACES
from mutoscope.engines.tasks import Air, DrawRequest
from mutoscope.errors import DiskFull
from mutoscope.media.inputs import name_of
from mutoscope.media.picture_file import cover
from mutoscope.render.frames import Sway
from mutoscope.render.layers import PictureSource, layered
from mutoscope.render.timeline import Captions, Shot, Timeline
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.contracts.picture import PICTURE
from mutoscope.stages.picture import save_layers
from mutoscope.stages.stage import Bench

PICTURE_SCALE = 1.2
"""Pictures are drawn this much larger than the frame, because nearest things are shown so much larger."""
_SWAY, _SWAY_SECONDS = 0.0035, 4.6
_RISE, _DRIFT, _RISE_SECONDS, _DRIFT_SECONDS = 0.0055, 0.0035, 3.4, 5.6
_FIGURES, _NEAREST = 0.8, 0.95
_RESERVED = 0.06
_SETTINGS = frozenset(PLACES.values()) | {"water", "jungle", "ocean", "beach"}
_AIRS = {
    Air.RAIN: "rain rainy storm stormy drizzle downpour monsoon",
    Air.SNOW: "snow snowy snowing snowfall blizzard winter",
    Air.LEAVES: "leaf leaves autumn fall forest",
    Air.PETALS: "petal petals blossom blossoms spring",
    Air.FIREFLIES: "firefly fireflies",
    Air.BUBBLES: "bubbles underwater reef aquarium",
    Air.MOTES: "dust dusty motes sunbeam magic sparkle",
}


@dataclass(frozen=True)
class Seen:
    """What a shot shows, what is in its air, and whether its figures float."""

    source: PictureSource
    air: Air = Air.CLEAR
    floats: bool = False


def pictures_of(inputs: ClipInputs, plans: Sequence[ShotPlan], bench: Bench) -> dict[str, Seen]:
    """By the names that the shots call them."""
    return _own(inputs, bench) if inputs.image else _drawn(inputs, plans, bench)


def sources_of(pictures: Mapping[str, Seen]) -> dict[str, PictureSource]:
    return {name: seen.source for name, seen in pictures.items()}


def engine_of(inputs: ClipInputs) -> str:
    return f"{inputs.drawer.name} {inputs.drawer.version}" if inputs.drawer else "a camera over one picture"


def timeline_of(inputs: ClipInputs, plans: Sequence[ShotPlan]) -> Timeline:
    """At the clip's own rate: a frame of it is one of the clip's."""
    return Timeline(
        width=inputs.width,
        height=inputs.height,
        language=inputs.language,
        captions=Captions.NONE,
        shots=shots_of(plans, inputs.fps),
    )


def stirred(pictures: Mapping[str, Seen], fps: int) -> Sway:
    """How the parts of the pictures move by themselves."""

    def sway(shot: Shot, frame: int, depth: float) -> tuple[float, float]:
        seconds = frame / fps
        if depth > _NEAREST:
            return _SWAY * sin(2 * pi * seconds / _SWAY_SECONDS), 0.0
        if depth == _FIGURES and pictures[shot.picture].floats:
            return _DRIFT * sin(2 * pi * seconds / _DRIFT_SECONDS), _RISE * sin(2 * pi * seconds / _RISE_SECONDS)
        return 0.0, 0.0

    return sway


def _drawn(inputs: ClipInputs, plans: Sequence[ShotPlan], bench: Bench) -> dict[str, Seen]:
    drawer = registry.drawer(bench.settings)
    width, height = (round(side * PICTURE_SCALE / 2) * 2 for side in (inputs.width, inputs.height))
    pictures: dict[str, Seen] = {}
    for done, plan in enumerate(plans, start=1):
        picture = drawer.draw(_request(inputs, plan, width, height))
        folder = bench.scratch / picture_name(plan)
        folder.mkdir()
        if picture.layers:
            listed = save_layers(picture, width, height, folder)
            source: PictureSource = layered(listed, {each.file: folder / each.file for each in listed.layers})
        else:
            source = save_picture(picture.pixels, folder / PICTURE)
        pictures[picture_name(plan)] = Seen(source, picture.air, picture.floats)
        bench.report(0.2 * done / len(plans))
    return pictures


def _request(inputs: ClipInputs, plan: ShotPlan, width: int, height: int) -> DrawRequest:
    return DrawRequest(
        prompt=without_camera(plan.idea.picture),
        keywords=plan.idea.keywords,
        style=inputs.style,
        width=width,
        height=height,
        seed=(inputs.seed * 1_000_003 + plan.turn) % 2**31,
        reserve_bottom=_RESERVED,
        film_seed=inputs.seed,
        variation=plan.turn,
        # Where a shot names things of its own, those of the others have no place in it.
        topic="" if len(plan.idea.keywords) > 1 else without_camera(inputs.prompt),
        # Where it is, is painted: a lake needs no drop of water that stands for it.
        avoid=" ".join((inputs.negative_prompt, *(word for word in plan.idea.keywords if word in _SETTINGS))),
        falls=False,
    )


def _own(inputs: ClipInputs, bench: Bench) -> dict[str, Seen]:
    width, height = (round(side * PICTURE_SCALE / 2) * 2 for side in (inputs.width, inputs.height))
    pixels = cover(bench.bring(inputs.image), width, height, name_of(inputs.image))
    return {"shot-1": Seen(save_picture(pixels, bench.scratch / PICTURE), air_named(inputs.prompt))}


def air_named(prompt: str) -> Air:
    """What moves in a picture of one's own is only what its owner names in English."""
    said = set(re.findall(r"[a-z]+", prompt.lower()))
    return next((air for air, words in _AIRS.items() if said & set(words.split())), Air.CLEAR)


def save_picture(rgb: cv2.typing.MatLike, path: Path) -> Path:
    if not cv2.imwrite(str(path), rgb[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise DiskFull(where=str(path.parent))
    return path
