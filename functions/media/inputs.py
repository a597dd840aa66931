"""Files of one's own over HTTP: sent once, named by their key in a film's scenes."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Literal

import anyio.to_thread
from fastapi import Request
from pydantic import BaseModel

from functions.media.body import BINARY, Filename, receive
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.routes import Router
from mutoscope.media.upload import store_input

router = Router(prefix="/v1/inputs", tags=["media"])


class InputResource(BaseModel):
    """`key` goes into a scene's `picture_file` or `voice_file`, or a film's `music_file`."""

    key: str
    object: Literal["input"] = "input"
    filename: str
    content_type: str
    size: int


@router.put("/{filename}", status_code=201, openapi_extra=BINARY, dependencies=[needs("inputs:write")])
async def put_input(
    filename: Filename, request: Request, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> InputResource:
    """A PNG, JPEG or WebP picture, or a WAV, MP3, FLAC, OGG, M4A or AAC sound, of at most 50 MB, as the body."""
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "upload"
        await receive(request.stream(), path)
        kept = partial(store_input, studio, user_id, path, filename, actor=actor)
        stored = await anyio.to_thread.run_sync(kept)
    return InputResource(key=stored.key, filename=filename, content_type=stored.content_type, size=stored.size)
