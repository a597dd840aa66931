"""What the documents order: photos, videos, analyses, scripts, speech, pictures for a script, films. Each is a job."""

from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import Field

from functions.documents.envelope import Camel, Envelope, JobData, show
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.routes import Router
from mutoscope.audit.actor import Actor
from mutoscope.films.request import Text
from mutoscope.jobs.order import order_job
from mutoscope.jobs.resource import JobResource
from mutoscope.studio import Studio

router = Router(prefix="/api", tags=["documents"])
JOBS_WRITE = [needs("jobs:write")]
Prompt = Annotated[Text, Field(min_length=1, max_length=4_000)]


class Orders:
    """Orders a job of a kind for whoever asks, once for a key, and answers it in the envelope."""

    def __init__(
        self, request: Request, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
    ) -> None:
        self._request, self._once = request, once
        self._studio: Studio = studio
        self._user_id: str = user_id
        self._actor: Actor = actor

    def order(self, kind: str, body: Camel, given: dict[str, Any]) -> Envelope[JobData]:
        said = {name: value for name, value in given.items() if value is not None}
        once = self._once.of(body)
        ordered = order_job(self._studio, self._user_id, kind, said, once, actor=self._actor)
        data = show(self._request, JobResource.model_validate_json(ordered))
        return Envelope(data=data, message="The job is accepted.")


Ordering = Annotated[Orders, Depends()]


class PhotoOrder(Camel):
    """`size` as DALL-E names it: 1024x1024, 1792x1024, 1024x1792."""

    prompt: Prompt
    size: Annotated[str, Field(pattern=r"^\d{2,4}x\d{2,4}$")] = "1024x1024"
    style: Text | None = None
    seed: int | None = None


class VideoOrder(Camel):
    prompt: Prompt
    duration: Annotated[int, Field(ge=1, le=60)] | None = None
    style: Text | None = None


class AnalysisOrder(Camel):
    """`image` is the key or id of a stored picture, or a job that made one."""

    image: Annotated[str, Field(max_length=200)]
    analysis_type: Annotated[str, Field(max_length=32)] | None = None


class ScriptOrder(Camel):
    topic: Prompt
    duration: Annotated[int, Field(ge=10, le=1_800)] | None = None
    language: Text | None = None


class SpeechOrder(Camel):
    text: Annotated[Text, Field(min_length=1, max_length=4_096)]
    voice: Text | None = None
    language: Text | None = None
    speed: float | None = None


class RecommendationOrder(Camel):
    script: Annotated[Text, Field(min_length=1, max_length=40_000)]


class FilmOrder(Camel):
    """One of `topic` and `script`, and how it shall look and sound."""

    topic: Prompt | None = None
    script: Annotated[Text, Field(min_length=1, max_length=40_000)] | None = None
    title: Text | None = None
    duration: Annotated[int, Field(ge=10, le=1_800)] | None = None
    aspect_ratio: Annotated[str, Field(max_length=8)] | None = None
    voice: Text | None = None
    language: Text | None = None
    style: Text | None = None
    music: Text | None = None


@router.post("/photo/generate-dalle", status_code=202, dependencies=JOBS_WRITE)
def generate_photo(body: PhotoOrder, orders: Ordering) -> Envelope[JobData]:
    width, _, height = body.size.partition("x")
    given = {"prompt": body.prompt, "width": int(width), "height": int(height), "style": body.style, "seed": body.seed}
    return orders.order("text_to_image", body, given)


@router.post("/video/generate-text-to-video", status_code=202, dependencies=JOBS_WRITE)
def generate_video(body: VideoOrder, orders: Ordering) -> Envelope[JobData]:
    return orders.order("text_to_video", body, {"prompt": body.prompt, "seconds": body.duration, "style": body.style})


@router.post("/analysis/image", status_code=202, dependencies=JOBS_WRITE)
def analyse_image(body: AnalysisOrder, orders: Ordering) -> Envelope[JobData]:
    return orders.order("image_analysis", body, {"image": body.image, "focus": body.analysis_type})


@router.post("/scripts/generate", status_code=202, dependencies=JOBS_WRITE)
def generate_script(body: ScriptOrder, orders: Ordering) -> Envelope[JobData]:
    return orders.order("script", body, {"topic": body.topic, "seconds": body.duration, "language": body.language})


@router.post("/tts/generate", status_code=202, dependencies=JOBS_WRITE)
def generate_speech(body: SpeechOrder, orders: Ordering) -> Envelope[JobData]:
    given = {"input": body.text, "voice": body.voice, "language": body.language, "speed": body.speed}
    return orders.order("speech", body, {**given, "format": "mp3"})


@router.post("/images/recommend", status_code=202, dependencies=JOBS_WRITE)
def recommend_images(body: RecommendationOrder, orders: Ordering) -> Envelope[JobData]:
    return orders.order("image_recommendation", body, {"script": body.script})


@router.post("/veo3/generate", status_code=202, dependencies=JOBS_WRITE)
def generate_film(body: FilmOrder, orders: Ordering) -> Envelope[JobData]:
    given = body.model_dump(exclude={"duration", "aspect_ratio"})
    return orders.order("film", body, {**given, "seconds": body.duration, "aspect": body.aspect_ratio})
