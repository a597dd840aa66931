"""Which pictures a script asks for and when each is seen: by its words, or by the voice that has spoken it.

Invariant: the pictures of a film follow one another without a gap, from its first second to its last.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel

from mutoscope.engines.write.keywords import document_weights, picture_prompt, scene_keywords
from mutoscope.films.resource import Timing
from mutoscope.scripts.beats import beats_of, estimated_starts, measured_starts
from mutoscope.stages.contracts.voice import VoiceFacts


@dataclass(frozen=True)
class Told:
    """What is told in one scene, from `start` to `end` seconds of the film; its first word comes after `lead`."""

    text: str
    picture: str
    start: float
    end: float
    lead: float
    voice: VoiceFacts | None


class ImageTimestamp(BaseModel):
    """A picture: what it shows, from which second of the film on, and for how long. `order` counts through the film."""

    order: int
    image_prompt: str
    keywords: list[str]
    timestamp: float
    duration: float


class IllustratedSection(BaseModel):
    order: int
    content: str
    start_time: float
    end_time: float
    images: list[ImageTimestamp]


class Pictures(BaseModel):
    object: Literal["script_pictures"] = "script_pictures"
    timing: Timing
    sections: list[IllustratedSection]


def recommend(scenes: Sequence[Told], language: str, seconds: float) -> Pictures:
    """A picture for about every `seconds` of what is told."""
    weights = document_weights(" ".join(scene.text for scene in scenes), language)
    sections: list[IllustratedSection] = []
    images = 0
    for order, scene in enumerate(scenes, start=1):
        shown = _images(scene, language, seconds, weights, first=images + 1)
        images += len(shown)
        section = IllustratedSection(
            order=order, content=scene.text, start_time=scene.start, end_time=scene.end, images=shown
        )
        sections.append(section)
    measured = all(scene.voice for scene in scenes)
    return Pictures(timing=Timing.MEASURED if measured else Timing.ESTIMATED, sections=sections)


def _images(
    scene: Told, language: str, seconds: float, weights: Mapping[str, int], *, first: int
) -> list[ImageTimestamp]:
    beats = beats_of(scene.text, language, seconds)
    starts = measured_starts(beats, scene.voice) if scene.voice else estimated_starts(beats, language)
    # The first picture is there from the scene's beginning, before anything is said.
    bounds = [scene.start, *(scene.start + scene.lead + start for start in starts[1:]), scene.end]
    images = []
    for place, (beat, (start, end)) in enumerate(zip(beats, pairwise(bounds), strict=True)):
        keywords = scene_keywords(beat, language, weights)
        own = scene.picture if place == 0 else ""
        images.append(
            ImageTimestamp(
                order=first + place,
                image_prompt=own or picture_prompt(keywords, _subject(weights), language) or beat[:1_000],
                keywords=list(keywords),
                timestamp=round(start, 3),
                duration=round(end - start, 3),
            )
        )
    return images


def _subject(weights: Mapping[str, int]) -> str:
    return next((word for word, _ in Counter(weights).most_common(1)), "")
