"""Videos over HTTP, as OpenAI's clients order them: create, list, look, fetch, remix, edit, extend, delete."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.forms import Files, FormRouter, Uploaded, keep_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.errors import InvalidInput
from mutoscope.jobs.job import DeliveredFile, require_job
from mutoscope.jobs.not_made import lacking
from mutoscope.ports import Row
from mutoscope.videos.deletion import delete_video
from mutoscope.videos.extension import Source as FilmSource
from mutoscope.videos.extension import extend_video, source_of_upload, source_of_video
from mutoscope.videos.footage import Footage, footage_of_upload, footage_of_video
from mutoscope.videos.order import edit_video, order_video
from mutoscope.videos.reference import image_of
from mutoscope.videos.remix import remix_video
from mutoscope.videos.request import VideoEdit, VideoExtension, VideoOrder, VideoReference, VideoRemix
from mutoscope.videos.video import Video, VideoResource, require_video, show_video, show_videos, video_from

router = FormRouter(prefix="/v1/videos", tags=["videos"])

POLL = {"openai-poll-after-ms": "500"}
VideoId = Annotated[str, Id("video")]
VideoPaging = Annotated[Paging, Depends(paging(Id("video")))]
Picture = Annotated[Uploaded, Depends(Files("input_reference"))]
Source = Annotated[Uploaded, Depends(Files("video"))]


class Variant(StrEnum):
    VIDEO = "video"
    THUMBNAIL = "thumbnail"
    SPRITESHEET = "spritesheet"


class Deleted(BaseModel):
    id: str
    object: str = "video.deleted"
    deleted: bool = True


class TwoReferences(InvalidInput):
    """The picture to begin with is sent twice, as a file and by its name."""

    code = "two_references"
    hint = "Send one of them."


class VideoMissing(InvalidInput):
    """It is not said which video is meant."""

    code = "video_missing"
    hint = "Send `video` as a file, or as an object with the `id` of a video that was made here."


@router.post("", status_code=202, response_model=VideoResource, dependencies=[needs("videos:write")])
def create_video(
    body: VideoOrder, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once, uploaded: Picture
) -> Response:
    """A clip of up to a minute, or a film beyond it or of `scenes`; from `input_reference` on, if there is one."""
    file = uploaded.one("input_reference")
    if file is not None and body.input_reference is not None:
        raise TwoReferences(param="input_reference")

    def made() -> VideoResource:
        image = keep_file(studio, user_id, file, actor=actor) if file else None
        if body.input_reference is not None:
            image = image_of(studio, user_id, actor, body.input_reference)
        return show_video(studio, order_video(studio, user_id, actor, once.new_id("video"), body, image=image))

    return _polled(once.answer(body, made, *uploaded.hashes))


@router.get("", response_model=Page[VideoResource], dependencies=[needs("videos:read")])
@at_once
def list_videos(studio: CurrentStudio, user_id: CurrentUser, asked: VideoPaging) -> Response:
    def show(rows: Sequence[Row]) -> list[VideoResource]:
        return show_videos(studio, [video_from(row) for row in rows])

    return answer(asked.answer(studio.database, "videos", show, user_id=user_id))


@router.post("/edits", status_code=202, response_model=VideoResource, dependencies=[needs("videos:write")])
def create_edit(
    body: VideoEdit, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once, uploaded: Source
) -> Response:
    """What is seen in a video, filmed again as the prompt says: of an upload, a picture of it is taken."""

    def edited() -> VideoResource:
        footage = _footage(studio, user_id, actor, body.video, uploaded)
        return show_video(studio, edit_video(studio, user_id, actor, once.new_id("video"), footage, body))

    return _polled(once.answer(body, edited, *uploaded.hashes))


@router.post("/extensions", status_code=202, response_model=VideoResource, dependencies=[needs("videos:write")])
def create_extension(
    body: VideoExtension, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once, uploaded: Source
) -> Response:
    """A video that begins with all of another, and goes on from its last frame as the prompt says."""

    def extended() -> VideoResource:
        film = _film(studio, user_id, actor, body.video, uploaded)
        return show_video(studio, extend_video(studio, user_id, actor, once.new_id("video"), film, body))

    return _polled(once.answer(body, extended, *uploaded.hashes))


@router.get("/{video_id}", response_model=VideoResource, dependencies=[needs("videos:read")])
@at_once
def get_video(video_id: VideoId, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    return answer(show_video(studio, require_video(studio.database, video_id, user_id=user_id)), headers=POLL)


@router.head("/{video_id}/content", include_in_schema=False, dependencies=[needs("videos:read")])
@router.get("/{video_id}/content", response_class=Response, dependencies=[needs("videos:read")])
def get_video_content(
    video_id: VideoId,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    variant: Variant = Variant.VIDEO,
) -> Response:
    """The MP4, a picture of it, or a sheet of sixteen; one range is answered, and HEAD with the headers."""
    video = require_video(studio.database, video_id, user_id=user_id)
    return send_file(studio, request, _file(studio, video, variant))


@router.post("/{video_id}/remix", status_code=202, response_model=VideoResource, dependencies=[needs("videos:write")])
def create_remix(
    video_id: VideoId,
    body: VideoRemix,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
) -> Response:
    """The same order with another prompt."""

    def remixed() -> VideoResource:
        source = require_video(studio.database, video_id, user_id=user_id)
        return show_video(studio, remix_video(studio, user_id, actor, once.new_id("video"), source, body))

    return _polled(once.answer(body, remixed))


@router.delete("/{video_id}", dependencies=[needs("videos:write")])
def remove_video(video_id: VideoId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor) -> Deleted:
    """One that is still being made is cancelled first."""
    delete_video(studio, actor, require_video(studio.database, video_id, user_id=user_id))
    return Deleted(id=video_id)


def _footage(
    studio: CurrentStudio, user_id: str, actor: CurrentActor, video: VideoReference | None, uploaded: Uploaded
) -> Footage:
    file = uploaded.one("video")
    if file is not None:
        return footage_of_upload(studio, user_id, actor, file.path, file.filename)
    if video is None:
        raise VideoMissing(param="video")
    return footage_of_video(studio, require_video(studio.database, video.id, user_id=user_id))


def _film(
    studio: CurrentStudio, user_id: str, actor: CurrentActor, video: VideoReference | None, uploaded: Uploaded
) -> FilmSource:
    file = uploaded.one("video")
    if file is not None:
        return source_of_upload(studio, user_id, actor, file.path, file.filename or file.field)
    if video is None:
        raise VideoMissing(param="video")
    return source_of_video(studio, require_video(studio.database, video.id, user_id=user_id))


def _file(studio: CurrentStudio, video: Video, variant: Variant) -> DeliveredFile:
    job = require_job(studio.database, video.job_id, user_id=video.user_id)
    if job.result is None:
        raise lacking(job, what="video", id=video.video_id, file=variant.value)
    if variant.value not in job.result.files:
        # What lays out a sheet of frames brings the decoders with it, and few ask for one.
        from mutoscope.videos.sheet import sheet_of

        return sheet_of(studio.media, job)
    return job.result.files[variant.value]


def _polled(response: Response) -> Response:
    response.headers.update(POLL)
    return response
