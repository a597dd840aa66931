"""Answering pictures as OpenAI does: in one piece when all are there, or event by event while they are made.

Usage is counted in credits: a token of output is a credit, and what comes in costs none.
"""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import anyio.to_thread
from fastapi import Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from mutoscope.adapters.http.wait import finished
from mutoscope.errors import InvalidInput, MutoscopeError, Unavailable
from mutoscope.images.request import ImageBody, ResponseFormat
from mutoscope.jobs.job import Job
from mutoscope.media.picture_format import Background
from mutoscope.stages.contracts.image import partial_file
from mutoscope.studio import Studio

LINK_SECONDS = 3_600
LARGEST_ANSWER = 4_000_000
"""Bytes of pictures in one answer of a Lambda, which sends six megabytes, and base64 makes four bytes of three."""
_LOOK_SECONDS = 0.1


class AnswerTooLarge(InvalidInput):
    """The pictures of the job {job_id} are too large to be sent in one answer."""

    code = "answer_too_large"
    hint = (
        "They are made: GET /v1/jobs/{job_id}/content fetches each. Ask with response_format=url, or for fewer or"
        " smaller ones, in webp or jpeg."
    )


class Tokens(BaseModel):
    image_tokens: int = 0
    text_tokens: int = 0


class Usage(BaseModel):
    """In credits."""

    input_tokens: int = 0
    input_tokens_details: Tokens = Tokens()
    output_tokens: int
    output_tokens_details: Tokens
    total_tokens: int
    credits: int


class Image(BaseModel):
    """One of `b64_json` and `url`, which holds for an hour."""

    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class ImagesAnswer(BaseModel):
    created: int
    background: str
    data: list[Image]
    output_format: str
    quality: str
    size: str
    usage: Usage
    safety_identifier: str | None = None
    job_id: str


@dataclass(frozen=True)
class Asked:
    """A request whose job is accepted; `event` begins the names of its events."""

    body: ImageBody
    event: str
    job_id: str
    user_id: str
    partials: int = 0
    size: str = "auto"

    @property
    def count(self) -> int:
        return self.body.n or 1

    @property
    def seen(self) -> dict[str, str | None]:
        """What answers and events say of the pictures as they were asked for."""
        clear = self.body.background is Background.TRANSPARENT
        return {
            "background": (Background.TRANSPARENT if clear else Background.OPAQUE).value,
            "output_format": self.body.format.value,
            "quality": _quality(self.body.quality),
        }


async def answer(studio: Studio, asked: Asked) -> Response:
    """Raises what `finished` does, and AnswerTooLarge."""
    if asked.body.stream:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "x-mutoscope-job": asked.job_id}
        return StreamingResponse(_events(studio, asked), media_type="text/event-stream", headers=headers)
    job = await finished(studio, asked.job_id, asked.user_id)
    shown = await anyio.to_thread.run_sync(_show, studio, asked, job)
    body = shown.model_dump_json(exclude_none=True)
    return Response(body, media_type="application/json", headers={"x-mutoscope-job": asked.job_id})


def _show(studio: Studio, asked: Asked, job: Job) -> ImagesAnswer:
    data = [_image(studio, asked, job, number) for number in range(1, asked.count + 1)]
    if studio.settings.media_delivery == "redirect" and sum(len(each.b64_json or "") for each in data) * 3 / 4 > (
        LARGEST_ANSWER
    ):
        raise AnswerTooLarge(job_id=job.job_id)
    return ImagesAnswer(
        created=_ended_at(job),
        data=data,
        size=_size(job),
        usage=_usage(job),
        safety_identifier=asked.body.safety_identifier or asked.body.user,
        job_id=job.job_id,
        **{name: str(value) for name, value in asked.seen.items()},
    )


def _image(studio: Studio, asked: Asked, job: Job, number: int) -> Image:
    assert job.result is not None
    file = job.result.files[_variant("image", number)]
    if asked.body.answers_with is ResponseFormat.URL:
        return Image(url=studio.media.presign(file.key, filename=file.filename, seconds=LINK_SECONDS))
    return Image(b64_json=_read(studio, file.key))


async def _events(studio: Studio, asked: Asked) -> AsyncIterator[str]:
    """Pictures on the way as soon as there are any, then each whole. The answer has begun: a failure is an event."""
    waiting = asyncio.create_task(finished(studio, asked.job_id, asked.user_id))
    due = [(number, step) for number in range(1, asked.count + 1) for step in range(1, asked.partials + 1)]
    try:
        while due and not waiting.done():
            await asyncio.wait({waiting}, timeout=_LOOK_SECONDS)
            shown = await anyio.to_thread.run_sync(_shown, studio, asked, due)
            due = due[len(shown) :]
            for event in shown:
                yield event
        job = await waiting
        for event in await anyio.to_thread.run_sync(lambda: list(_last_events(studio, asked, job, due))):
            yield event
    except MutoscopeError as error:
        told = {"code": error.code, "message": error.message, "param": error.param, "hint": error.advice}
        yield f"event: error\ndata: {json.dumps({'type': 'error', 'error': {'type': 'api_error', **told}})}\n\n"
    finally:
        waiting.cancel()


def _shown(studio: Studio, asked: Asked, due: list[tuple[int, int]]) -> list[str]:
    """The events of what can be seen already, in order."""
    from mutoscope.stages.perform import shown_at

    events = []
    for number, step in due:
        scene = str(number) if asked.count > 1 else None
        name = partial_file(step, asked.body.format)
        content = studio.media.get_bytes(shown_at(asked.user_id, asked.job_id, scene, name))
        if content is None:
            break
        events.append(_partial(asked, step, content))
    return events


def _last_events(studio: Studio, asked: Asked, job: Job, due: list[tuple[int, int]]) -> Iterator[str]:
    """What was made so fast, or came from the cache, that nobody saw it on the way; then the pictures."""
    assert job.result is not None
    for number, step in due:
        file = job.result.files.get(_variant(f"partial_{step}", number))
        if file is not None:
            yield _partial(asked, step, studio.media.get_bytes(file.key) or b"")
    for number in range(1, asked.count + 1):
        content = _read(studio, job.result.files[_variant("image", number)].key)
        usage = _usage(job).model_dump()
        yield _event(f"{asked.event}.completed", asked, b64_json=content, size=_size(job), usage=usage)


def _partial(asked: Asked, step: int, content: bytes) -> str:
    encoded = base64.b64encode(content).decode()
    index = step - 1
    return _event(f"{asked.event}.partial_image", asked, b64_json=encoded, size=asked.size, partial_image_index=index)


def _event(type: str, asked: Asked, **values: object) -> str:
    told = {"type": type, "created_at": int(time.time()), **asked.seen, **values}
    return f"event: {type}\ndata: {json.dumps(told)}\n\n"


def _variant(name: str, number: int) -> str:
    return f"{name}_{number}" if number > 1 else name


def _read(studio: Studio, key: str) -> str:
    content = studio.media.get_bytes(key)
    if content is None:
        raise Unavailable(what="The picture")
    return base64.b64encode(content).decode()


def _quality(asked: str | None) -> str:
    """The engines without weights work at one quality, which is their best."""
    return {"standard": "medium", "hd": "high", "auto": "high", None: "high"}.get(asked, asked or "high")


def _size(job: Job) -> str:
    facts = job.result.facts if job.result else {}
    return f"{facts['width']}x{facts['height']}"


def _ended_at(job: Job) -> int:
    return int((job.completed_at or job.created_at).timestamp())


def _usage(job: Job) -> Usage:
    charged = job.credits.charged
    return Usage(
        output_tokens=charged,
        output_tokens_details=Tokens(image_tokens=charged),
        total_tokens=charged,
        credits=charged,
    )
