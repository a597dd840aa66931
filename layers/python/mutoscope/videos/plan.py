"""Which kind makes a video, of which input: a clip up to a minute; a film beyond, or when it has scenes."""

from dataclasses import dataclass
from typing import Any

from mutoscope.engines.offered_models import CLIP, FILM, require_offered
from mutoscope.errors import InvalidInput
from mutoscope.render.timeline import Aspect
from mutoscope.settings import Settings
from mutoscope.videos.request import VideoOrder

LONGEST_CLIP = 60
CLIP_SECONDS, FILM_SECONDS = 4, 60
_SORA = "sora-2"
_OF_BOTH = {"style", "seed", "language", "voice", "music"}


class NotOfFilms(InvalidInput):
    """A film takes no {field}."""

    code = "not_of_films"
    hint = "Leave it out, or ask for at most 60 seconds without scenes; a scene takes a picture as picture_file."


@dataclass(frozen=True)
class Plan:
    """`model` is what makes it; `seconds` and `size` are what is aimed at, until it is measured."""

    kind: str
    input: dict[str, Any]
    model: str
    seconds: int
    size: str


def require_video_model(settings: Settings, name: str) -> None:
    """Every name of Sora's is one, dated ones included. Raises ModelNotFound."""
    if not name.startswith(_SORA):
        require_offered(settings, name, "text_to_video", "film", "generate")


def plan_video(order: VideoOrder, image: str | None) -> Plan:
    """`image` names the picture that the video begins with. Raises NotOfFilms."""
    if order.scenes or order.model == FILM or (order.seconds or 0) > LONGEST_CLIP:
        return _film(order, image)
    return _clip(order, image)


def _clip(order: VideoOrder, image: str | None) -> Plan:
    """Every name of Sora's means the best that the studio has, and so does its own; others are of the catalogue."""
    width, height = _sides(order)
    seconds = order.seconds or CLIP_SECONDS
    model = "" if order.model.startswith(_SORA) or order.model == CLIP else order.model
    given = order.model_dump(include=_OF_BOTH | {"negative_prompt"}, exclude_none=True)
    if image:
        # A picture of one's own has its style already.
        given = {**given, "image": image}
        given.pop("style", None)
    kind = "image_to_video" if image else "text_to_video"
    made = {**given, "prompt": order.prompt, "seconds": seconds, "width": width, "height": height, "model": model}
    return Plan(kind, made | {"exact": order.exact}, model or CLIP, seconds, order.size)


def _film(order: VideoOrder, image: str | None) -> Plan:
    for field, value in (("negative_prompt", order.negative_prompt), ("input_reference", image)):
        if value:
            raise NotOfFilms(param=field, field=field)
    aspect = _aspect(order)
    across, down = aspect.size
    seconds = order.seconds or FILM_SECONDS
    scenes = [scene.model_dump(mode="json") for scene in order.scenes or ()]
    source = {"script": {"title": order.prompt[:200], "scenes": scenes}} if scenes else {"topic": order.prompt}
    given = order.model_dump(include=_OF_BOTH, exclude_none=True)
    made = {**given, **source, "aspect": aspect.value} | ({} if scenes else {"seconds": seconds})
    return Plan("film", made, FILM, seconds, f"{across}x{down}")


def _aspect(order: VideoOrder) -> Aspect:
    width, height = _sides(order)
    return Aspect.WIDE if width > height else Aspect.TALL if width < height else Aspect.SQUARE


def _sides(order: VideoOrder) -> tuple[int, int]:
    width, _, height = order.size.partition("x")
    return int(width), int(height)
