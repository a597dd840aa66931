"""The names that a request may give as `model`: our own engines and models, and OpenAI's names for what does the same.

A name of OpenAI's stands for our kind of work, never for their model: what answers is told in `engine`.
"""

from dataclasses import dataclass

from mutoscope.engines.models import orderable
from mutoscope.engines.tasks import Task
from mutoscope.errors import NotFound
from mutoscope.settings import Settings

_OPENAI: dict[str, tuple[str, ...]] = {
    "speech": ("tts-1", "tts-1-hd", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-12-15"),
    "transcription": (
        "whisper-1",
        "gpt-transcribe",
        "gpt-4o-transcribe",
        "gpt-4o-mini-transcribe",
        "gpt-4o-mini-transcribe-2025-12-15",
    ),
    "text_to_image": (
        "gpt-image-2.5-sunburst",
        "gpt-image-2.5-flare",
        "gpt-image-2",
        "gpt-image-1.5",
        "gpt-image-1",
        "gpt-image-1-mini",
        "chatgpt-image-latest",
        "dall-e-3",
        "dall-e-2",
    ),
    "text_to_video": ("sora-2", "sora-2-pro"),
    "moderation": (
        "omni-moderation-latest",
        "omni-moderation-2024-09-26",
        "text-moderation-latest",
        "text-moderation-stable",
    ),
}
_TASKS = {
    "speech": Task.SPEAK,
    "transcription": Task.TRANSCRIBE,
    "text_to_image": Task.DRAW,
    "image_edit": Task.EDIT,
    "upscale": Task.UPSCALE,
    "moderation": Task.MODERATE,
    "image_analysis": Task.LOOK,
    "prompt_improve": Task.IMPROVE,
    "music": Task.COMPOSE,
    "script": Task.WRITE,
}
CLIP, FILM = "mutoscope-clip", "mutoscope-film"
"""What makes videos here, by the names that /v1/videos answers."""
_OPENAI_IMAGE = ("gpt-image-", "chatgpt-image-", "dall-e-")


@dataclass(frozen=True)
class OfferedModel:
    """`kind` is what it is ordered as; `engine` does the work, and is empty where a kind has several."""

    name: str
    kind: str
    engine: str


class ModelNotFound(NotFound):
    """There is no model {id}."""

    code = "model_not_found"
    hint = "Choose one of: {known}; GET /v1/models lists all."


class ModelOfAnotherKind(ModelNotFound):
    """The model {id} is for {kind}, and this is {wanted}."""


def offered_models(settings: Settings) -> tuple[OfferedModel, ...]:
    """By these settings: the engines at work, OpenAI's names, and the models of our own where a worker runs them."""
    from mutoscope.engines import registry

    engines = {kind: registry.engine_name(task, settings) for kind, task in _TASKS.items()}
    own = [OfferedModel(engine, kind, engine) for kind, engine in engines.items() if engine]
    videos = [OfferedModel(CLIP, "text_to_video", ""), OfferedModel(FILM, "film", "")]
    named = [OfferedModel(name, kind, engines.get(kind, "")) for kind, names in _OPENAI.items() for name in names]
    rows = orderable(settings.catalogue).values() if settings.gpu_queue else ()
    models = [OfferedModel(row.name, "generate", row.name) for row in rows]
    return (*own, *videos, *named, *models)


def require_offered(settings: Settings, name: str, *kinds: str) -> OfferedModel:
    """The model of that name for one of these kinds. Raises ModelNotFound, ModelOfAnotherKind."""
    offered = offered_models(settings)
    fitting = {each.name: each for each in offered if each.kind in kinds}
    if name in fitting:
        return fitting[name]
    known = ", ".join(fitting)
    other = next((each.kind for each in offered if each.name == name), None)
    if other is None:
        raise ModelNotFound(param="model", what="model", id=name, known=known)
    raise ModelOfAnotherKind(param="model", what="model", id=name, kind=other, wanted=kinds[0], known=known)


def is_openai_image_model(name: str) -> bool:
    """Whether OpenAI calls one of its models for pictures so, dated names included: the best here stands for it."""
    return name.startswith(_OPENAI_IMAGE)
