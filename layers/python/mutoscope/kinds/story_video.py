"""story_video: a story of one's own, or one that is asked for, as a film in the manner of a preset.

It is ordered as a film and built like one. A story that fits the length is told word for word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from mutoscope.clips.passages import passages
from mutoscope.engines.languages import require_language
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.request import LONGEST_TOPIC, FilmRequest, SceneRequest, ScriptRequest, Text
from mutoscope.films.script import MOST_NARRATION, MOST_SCENES, says_something
from mutoscope.kinds.clip_request import Seed
from mutoscope.kinds.film import FILM
from mutoscope.kinds.kind import Kind, KindRequest
from mutoscope.render.timeline import Aspect, Captions


class Preset(StrEnum):
    BEDTIME = "bedtime"  # soft and slow, for going to sleep
    ADVENTURE = "adventure"  # bold colours and drums
    FABLE = "fable"  # cut paper, light and playful
    LEGEND = "legend"  # ink on paper, with a raga
    MYSTERY = "mystery"  # by night, with a question in it


@dataclass(frozen=True)
class _Manner:
    style: str
    music: str


_MANNERS = {
    Preset.BEDTIME: _Manner("storybook", "calm"),
    Preset.ADVENTURE: _Manner("poster", "epic"),
    Preset.FABLE: _Manner("paper", "playful"),
    Preset.LEGEND: _Manner("ink", "raga-evening"),
    Preset.MYSTERY: _Manner("night", "wonder"),
}
_ROOM = 1.15
"""A story that is a little too long for its length is still told whole."""


class StoryVideoRequest(KindRequest):
    """`story` is told, `topic` is written about: one of the two. What is left out is the preset's."""

    story: Annotated[Text, Field(min_length=1, max_length=40_000)] | None = None
    topic: Annotated[Text, Field(min_length=1, max_length=LONGEST_TOPIC)] | None = None
    preset: Preset = Preset.BEDTIME
    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    seconds: Annotated[int, Field(ge=10, le=600)] = 60
    aspect: Aspect = Aspect.WIDE
    language: Text = "en"
    voice: Text | None = None
    style: Text | None = None
    music: Text | None = None
    captions: Captions = Captions.BURNED
    seed: Seed = 0

    @model_validator(mode="after")
    def _has_one_source(self) -> "StoryVideoRequest":
        if (self.story is None) == (self.topic is None):
            raise ValueError("send either a story or a topic")
        return self


def as_film(request: StoryVideoRequest) -> FilmRequest:
    """Raises UnknownLanguage."""
    manner, language = _MANNERS[request.preset], require_language(request.language)
    film = request.model_dump(include={"title", "seconds", "aspect", "voice", "captions", "seed"})
    film |= {"language": language, "style": request.style or manner.style, "music": request.music or manner.music}
    if request.topic is not None:
        return FilmRequest(topic=request.topic, **film)
    scenes = passages(request.story or "", language)
    if not _fits(scenes, language, request.seconds):
        return FilmRequest(text=request.story, **film)
    told = tuple(SceneRequest(narration=scene) for scene in scenes)
    return FilmRequest(script=ScriptRequest(title=request.title, scenes=told), **film)


def _fits(scenes: Sequence[str], language: str, seconds: int) -> bool:
    """Whether the story can be told word for word; one that is too long is retold."""
    short = sum(spoken_seconds(scene, language) for scene in scenes) <= seconds * _ROOM
    sayable = all(says_something(scene) and len(scene) <= MOST_NARRATION for scene in scenes)
    return short and sayable and 0 < len(scenes) <= MOST_SCENES


STORY_VIDEO = Kind(
    name="story_video",
    summary="A story as a narrated film, in the manner of a preset.",
    request=StoryVideoRequest,
    recipe=None,
    as_film=as_film,
    stages=FILM.stages,
)
