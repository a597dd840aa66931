"""Everything that is a user's own as one JSON document, piece by piece: no secret, no digest, nobody else's."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mutoscope.ports import Row
from mutoscope.studio import Studio

PARTS = {
    "sessions": ("export_sessions", "session_id"),
    "api_keys": ("export_api_keys", "key_id"),
    "provider_keys": ("export_provider_keys", "provider_key_id"),
    "webhooks": ("export_webhooks", "webhook_id"),
    "projects": ("export_projects", "project_id"),
    "films": ("export_films", "film_id"),
    "jobs": ("export_jobs", "job_id"),
    "media": ("export_media", "media_id"),
    "files": ("export_files", "file_id"),
    "batches": ("export_batches", "batch_id"),
    "videos": ("export_videos", "video_id"),
    "audit": ("export_audit", "entry_id"),
}
"""Each part with its query, which goes on after an id, and that id."""


def export(studio: Studio, user_id: str) -> Iterator[str]:
    """The document in pieces. Files are not in it: jobs name theirs, which are at /v1/jobs/{job_id}/content."""
    profile = studio.database.row("export_profile", user_id=user_id)
    identities = studio.database.rows("export_identities", user_id=user_id)
    yield f'{{"object": "export", "profile": {_json(profile)},\n"identities": {_json(list(identities))}'
    for name, (query, key) in PARTS.items():
        yield f',\n"{name}": ['
        first = True
        for row in _rows(studio, query, key, user_id):
            yield ("\n" if first else ",\n") + _json(row)
            first = False
        yield "]"
    yield "}\n"


def _rows(studio: Studio, query: str, key: str, user_id: str) -> Iterator[Row]:
    after = ""
    while page := studio.database.rows(query, user_id=user_id, after=after):
        yield from page
        after = str(page[-1][key])


def _json(value: Any) -> str:
    return json.dumps(dict(value) if isinstance(value, dict) else value, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
