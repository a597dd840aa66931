"""The route table of the whole API, as the tests that run over it need it: permission, ids, a valid body of each.

A route that is added to a router is in it, so whatever holds for every route is asked of the new one too.
"""

import re
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from mutoscope.adapters.http.app import create_app
from mutoscope.identifiers import new_id
from mutoscope.laptop.api import DIALECTS, ROUTERS

ASKING = {
    "/v1/scripts/analysis",
    "/v1/scripts/improvement",
    "/v1/scripts/pictures",
    "/v1/quotes",
    "/v1/moderations",
    "/v1/audio/voices",
    "/v1/media/{media_id}/parts",
    "/v1/progress/tickets",
}
"""What is asked by POST, because the question is long, and changes nothing."""
PREFIXES = {"project": "proj", "api_key": "key", "provider_key": "pkey", "reference": "ref"}
"""Of resources whose ids begin with something else than their name."""
PICTURE_KEY = f"{'d' * 64}/mine.png"
SOUND_KEY = f"{'5' * 64}/hum.wav"
"""An input that every tenant has (`tests/functions/tenants.py`)."""
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/films"): {"script": "Hello.", "aspect": "1:1", "music": "none"},
    ("PATCH", "/v1/films/{film_id}/scenes/{scene_id}"): {"narration": "Good morning."},
    ("PATCH", "/v1/films/{film_id}"): {"title": "Mine"},
    ("POST", "/v1/projects"): {"title": "Mine"},
    ("PATCH", "/v1/projects/{project_id}"): {"title": "Yours"},
    ("POST", "/v1/jobs"): {"kind": "speech", "input": {"input": "Hello."}},
    ("POST", "/v1/scripts"): {"topic": "Rice"},
    ("POST", "/v1/scripts/analysis"): {"script": "Hello."},
    ("POST", "/v1/scripts/improvement"): {"script": "Hello."},
    ("POST", "/v1/scripts/pictures"): {"script": "Hello."},
    ("POST", "/v1/audio/speech"): {"input": "Hello."},
    ("POST", "/v1/audio/transcriptions"): {"file": SOUND_KEY},
    ("POST", "/v1/images/generations"): {"prompt": "Rice"},
    ("POST", "/v1/images/edits"): {"prompt": "warmer", "image": PICTURE_KEY},
    ("POST", "/v1/images/variations"): {"image": PICTURE_KEY},
    ("POST", "/v1/moderations"): {"input": "Hello."},
    ("POST", "/v1/quotes"): {"kind": "speech", "input": {"input": "Hello."}},
    ("POST", "/v1/api_keys"): {"name": "Mine"},
    ("POST", "/v1/provider_keys"): {"provider": "openai", "secret": "sk-0123456789"},
    ("PATCH", "/v1/provider_keys/{provider_key_id}"): {"is_active": False},
    ("POST", "/v1/webhooks"): {"url": "https://hooks.example/in"},
    ("PATCH", "/v1/webhooks/{webhook_id}"): {"is_active": False},
    ("POST", "/v1/media"): {"name": "a.png", "content_type": "image/png", "size": 1_000},
    ("POST", "/v1/batches"): {"kind": "speech", "items": [{"input": {"input": "Hello."}}]},
    ("POST", "/v1/videos"): {"prompt": "A heron.", "seconds": 1, "size": "128x128"},
    ("POST", "/v1/videos/{video_id}/remix"): {"prompt": "Rain."},
    ("POST", "/v1/videos/edits"): {"prompt": "Rain.", "video": {"id": "{video_id}"}},
    ("POST", "/v1/videos/extensions"): {"prompt": "Rain.", "seconds": 1, "video": {"id": "{video_id}"}},
    ("POST", "/v1/files"): {"purpose": "user_data", "content": "Hello."},
    ("POST", "/v1/media/{media_id}/parts"): {"numbers": [1]},
    ("PATCH", "/v1/media/{media_id}"): {"name": "b.png"},
    ("POST", "/v1/auth/register"): {
        "email": "somebody@example.com",
        "username": "somebody",
        "name": "Somebody",
        "password": "a lantern in the reeds",
    },
    ("POST", "/v1/admin/jobs/{job_id}/refund"): {"credits": 1, "reason": "noise"},
    ("PATCH", "/v1/me"): {"name": "Mira"},
    ("POST", "/v1/me/password"): {"password": "a lantern in the reeds", "new_password": "a heron on the jetty"},
    ("POST", "/v1/me/email"): {"email": "new@example.com", "password": "a lantern in the reeds"},
    ("DELETE", "/v1/me"): {"password": "a lantern in the reeds"},
}
"""Where what the schema asks for is not enough for a body that is taken."""
WAITING = {
    "/v1/audio/speech",
    "/v1/audio/transcriptions",
    "/v1/images/generations",
    "/v1/images/edits",
    "/v1/images/variations",
}
"""What orders a job and answers its result: where nobody works, it says that the job goes on."""


@dataclass(frozen=True)
class Entry:
    method: str
    path: str
    permission: str | None
    """None: the route is open."""
    operation: dict[str, Any]

    @property
    def is_mutating(self) -> bool:
        return self.method != "GET" and self.path not in ASKING

    @property
    def takes_json(self) -> bool:
        return "application/json" in self.operation.get("requestBody", {}).get("content", {})

    @property
    def names_one(self) -> bool:
        return "_id}" in self.path

    def body(self) -> Any:
        """A valid body, or None where the route takes none."""
        if not self.takes_json:
            return None
        return BODIES.get((self.method, self.path)) or example(
            self.operation["requestBody"]["content"]["application/json"]["schema"]
        )

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def example(schema: dict[str, Any]) -> Any:
    """The smallest value that fits the schema, as far as schemas of requests go."""
    if "$ref" in schema:
        return example(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return example(schema["anyOf"][0])
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        return {name: example(schema["properties"][name]) for name in schema.get("required", ())}
    plain = {"string": "x" * schema.get("minLength", 1), "integer": schema.get("minimum", 1), "boolean": True}
    return plain.get(schema.get("type", ""), [])


def filled(path: str, ids: dict[str, str] | None = None) -> str:
    """The path with these ids; the others are well formed and belong to nothing."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        resource = name.removesuffix("_id")
        known = {"scene_id": "s01", "filename": "a.png"} | (ids or {})
        return known.get(name) or new_id(PREFIXES.get(resource, resource))

    return re.sub(r"{(\w+)}", value, path)


def _permission(dependant: Dependant) -> str | None:
    """What the guard among the dependencies needs."""
    guards = [getattr(each.call, "permission", None) or _permission(each) for each in dependant.dependencies]
    return next((str(permission) for permission in guards if permission), None)


def _table(app: FastAPI) -> list[Entry]:
    paths = app.openapi()["paths"]
    return [
        Entry(method, route.path, _permission(route.dependant), paths[route.path][method.lower()])
        for route in iter_route_contexts(app.routes)
        if route.path in paths and isinstance(route.original_route, APIRoute)
        # HEAD answers what GET does without its body, so it is not told of a second time.
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


_APP = create_app(ROUTERS)
DOCUMENT: dict[str, Any] = _APP.openapi()
ROUTES = _table(_APP)
IN_DIALECTS = [entry for entry in _table(create_app(DIALECTS)) if entry.path != "/health"]
"""What speaks as another studio does: the same use cases under prefixes of their own."""
