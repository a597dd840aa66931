"""The kinds as Replicate's models, each with the one version that it has now."""

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import BaseModel

from mutoscope.adapters.http.caller import needs
from mutoscope.adapters.http.routes import Router
from mutoscope.errors import NotFound
from mutoscope.kinds.kind import Kind
from mutoscope.kinds.registry import KINDS

router = Router(prefix="/replicate/v1/models", tags=["replicate"])

OWNER = "mutoscope"
_RELEASED = datetime(2026, 1, 1, tzinfo=UTC).isoformat()


class VersionResource(BaseModel):
    id: str
    created_at: str = _RELEASED
    cog_version: str = "0.16.0"
    openapi_schema: dict[str, Any]


class ModelResource(BaseModel):
    url: str
    owner: str = OWNER
    name: str
    description: str
    visibility: str = "public"
    github_url: str | None = None
    paper_url: str | None = None
    license_url: str | None = None
    run_count: int = 0
    cover_image_url: str | None = None
    default_example: None = None
    latest_version: VersionResource


class ModelPage(BaseModel):
    previous: None = None
    next: None = None
    results: list[ModelResource]


class VersionPage(BaseModel):
    previous: None = None
    next: None = None
    results: list[VersionResource]


@router.get("", dependencies=[needs("kinds:read")])
async def list_models() -> ModelPage:
    return ModelPage(results=[_show(kind) for kind in KINDS.values()])


@router.get("/{owner}/{name}", dependencies=[needs("kinds:read")])
async def get_model(owner: str, name: str) -> ModelResource:
    return _show(require_model(owner, name))


@router.get("/{owner}/{name}/versions", dependencies=[needs("kinds:read")])
async def list_versions(owner: str, name: str) -> VersionPage:
    return VersionPage(results=[_version(require_model(owner, name))])


@router.get("/{owner}/{name}/versions/{version_id}", dependencies=[needs("kinds:read")])
async def get_version(owner: str, name: str, version_id: str) -> VersionResource:
    found = _version(require_model(owner, name))
    if found.id != version_id:
        raise NotFound(what="version", id=version_id[:64])
    return found


def require_model(owner: str, name: str) -> Kind:
    if owner != OWNER or name not in KINDS:
        raise NotFound(what="model", id=f"{owner}/{name}"[:128])
    return KINDS[name]


def kind_of_version(version: str) -> Kind:
    """The kind of a version by its id, or by `mutoscope/<kind>` with or without one."""
    reference, _, version_id = version.rpartition(":") if ":" in version else (version, "", "")
    if "/" in reference:
        owner, _, name = reference.partition("/")
        return require_model(owner, name)
    wanted = version_id or reference
    kind = next((kind for kind in KINDS.values() if _version_id(kind.name) == wanted), None)
    if kind is None:
        raise NotFound(what="version", id=version[:64])
    return kind


@cache
def _version_id(name: str) -> str:
    """Another schema, another version: 64 hexadecimal digits, as Replicate's are."""
    schema = json.dumps([name, KINDS[name].request.model_json_schema()], sort_keys=True)
    return hashlib.sha256(schema.encode()).hexdigest()


def _version(kind: Kind) -> VersionResource:
    schemas = {"Input": kind.request.model_json_schema(), "Output": {"title": "Output"}}
    document = {"openapi": "3.1.0", "info": {"title": kind.name, "version": "1"}, "components": {"schemas": schemas}}
    return VersionResource(id=_version_id(kind.name), openapi_schema={**document, "paths": {}})


def _show(kind: Kind) -> ModelResource:
    return ModelResource(
        url=f"/v1/kinds#{kind.name}", name=kind.name, description=kind.summary, latest_version=_version(kind)
    )
