"""JSON or multipart/form-data on the same route: `FormRouter` gives its routes one pydantic body either way.

A form is read before the route sees it and handed on as JSON, so that a field is checked, told of and refused in one
way; its files are asked for with `Depends(Files("image", "mask"))` and are gone with the request.
"""

import json
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from starlette.types import Message

from mutoscope.adapters.http.caller import current_caller
from mutoscope.adapters.http.multipart import UploadedFile, read_multipart
from mutoscope.adapters.http.routes import Route, Router
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.json_text import JsonText as JsonText
from mutoscope.media.upload import store_input
from mutoscope.studio import Studio


class FileNotAsked(InvalidInput):
    """This request takes no file in {name}."""

    code = "file_not_asked"
    hint = "It takes files in: {known}."


class OneFileOnly(InvalidInput):
    """This request takes one file in {name}."""

    code = "one_file_only"
    hint = "Send one of them."


@dataclass(frozen=True)
class Uploaded:
    """The files of one request; none when it came as JSON."""

    files: tuple[UploadedFile, ...] = ()

    def of(self, field: str) -> tuple[UploadedFile, ...]:
        return tuple(file for file in self.files if file.field == field)

    def one(self, field: str) -> UploadedFile | None:
        """Raises OneFileOnly."""
        found = self.of(field)
        if len(found) > 1:
            raise OneFileOnly(param=field, name=field)
        return found[0] if found else None

    @property
    def hashes(self) -> tuple[str, ...]:
        """What `once.of(body, *hashes)` compares: a repeated form has another boundary, and the same files."""
        return tuple(f"{file.field}:{file.filename}:{file.digest}" for file in self.files)


class Files:
    """A dependency: the files of the request, all of them in fields of these names."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields

    async def __call__(self, request: Request) -> Uploaded:
        uploaded: Uploaded = getattr(request.state, "uploaded", Uploaded())
        for file in uploaded.files:
            if file.field not in self.fields:
                raise FileNotAsked(param=file.field, name=file.field, known=", ".join(self.fields) or "none")
        return uploaded


def keep_file(studio: Studio, user_id: str, file: UploadedFile, *, actor: Actor) -> str:
    """Looks into the file and keeps it as an input of the user, as PUT /v1/inputs does; answers its key.

    To be called in a route's thread. Raises what `store_input` does.
    """
    return store_input(studio, user_id, file.path, file.filename or file.field, actor=actor).key


class _FormRoute(Route):
    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        if self.body_field is not None:
            self.openapi_extra = _with_form(self, self.openapi_extra)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_form(request: Request) -> Response:
            content_type = request.headers.get("content-type", "")
            if not content_type.lower().startswith("multipart/form-data"):
                return await handle(request)
            # Whoever is nobody here fills no disk.
            await current_caller(request)
            with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
                fields, files = await read_multipart(request, Path(folder))
                request.state.uploaded = Uploaded(files)
                return await handle(_as_json(request, fields))

        return handle_form


class FormRouter(Router):
    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=_FormRoute, **options)


def _as_json(request: Request, fields: dict[str, Any]) -> Request:
    body = json.dumps(fields).encode()
    headers = [each for each in request.scope["headers"] if each[0] not in (b"content-type", b"content-length")]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({**request.scope, "headers": headers}, receive)


def _with_form(route: Route, extra: dict[str, Any] | None) -> dict[str, Any]:
    """The form beside the JSON in the API's description: the same fields, and the files."""
    assert route.body_field is not None
    model = route.body_field.field_info.annotation
    assert model is not None
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    names = [name for each in route.dependant.dependencies if isinstance(each.call, Files) for name in each.call.fields]
    fields, binary = schema.get("properties", {}), {"type": "string", "format": "binary"}
    files = {name: {"anyOf": [binary, fields[name]]} if name in fields else binary for name in names}
    form = {"type": "object", "properties": fields | files, "required": schema.get("required", [])}
    body = {"requestBody": {"content": {"multipart/form-data": {"schema": form}}}}
    return {**(extra or {}), **body}
