"""Files of one's own over HTTP: sent once, named by their key in a film's scenes."""

import tempfile
from pathlib import Path
from typing import Literal

import anyio.to_thread
from fastapi import Request
from pydantic import BaseModel

from functions.media.body import BINARY, Filename, receive
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.routes import Router
from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.audit.record import record
from mutoscope.media.upload import Upload, store_upload
from mutoscope.studio import Studio

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
    """A PNG, JPEG or WebP picture, or a WAV, MP3, FLAC, OGG or M4A sound, of at most 50 MB, as the body."""
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "upload"
        await receive(request.stream(), path)
        stored = await anyio.to_thread.run_sync(_store, studio, user_id, path, filename, actor)
    return InputResource(key=stored.key, filename=filename, content_type=stored.content_type, size=stored.size)


def _store(studio: Studio, user_id: str, path: Path, filename: str, actor: Actor) -> Upload:
    def tell(upload: Upload) -> None:
        facts = {"size": upload.size, "content_type": upload.content_type}
        record(studio, actor, Change("input.stored", "input", upload.key, new=facts))

    return store_upload(studio.media, user_id, path, filename, before=tell)
