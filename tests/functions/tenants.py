"""Tenants with one of everything that can be named in a path, for the tests that run over the route table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import psycopg
from fastapi.testclient import TestClient
from psycopg import sql

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.accounts.passwords import hash_password
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio
from tests.functions.route_table import BODIES, PICTURE_KEY, SOUND_KEY

ROLES = ("user", "creator", "moderator", "admin", "super_admin")
PASSWORD = "a lantern in the reeds"
PICTURE = cv2.imencode(".png", np.full((32, 32, 3), 128, np.uint8))[1].tobytes()
_OWNED = (
    "projects",
    "films",
    "jobs",
    "api_keys",
    "provider_keys",
    "sessions",
    "media",
    "files",
    "batches",
    "videos",
    "webhooks",
    "users",
)


@dataclass(frozen=True)
class Person:
    user_id: str
    role: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Tenant:
    person: Person
    ids: dict[str, str]
    """By the names of path parameters."""


def make_person(studio: Studio, role: str, *, scopes: Sequence[str] | None = None) -> Person:
    """A person of the role, with a password, and a key that may do what its scopes name: all by default."""
    user_id, key = new_id("user"), issue()
    email = f"{user_id}@example.com"
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute(
            "INSERT INTO users (user_id, name, role, email, email_key, email_verified_at, password_hash)"
            " VALUES (%s, 'Somebody', %s, %s, %s, now(), %s)",
            (user_id, role, email, email, _password_hash()),
        )
        connection.execute(
            "INSERT INTO api_keys (key_id, user_id, digest, scopes) VALUES (%s, %s, %s, CAST(%s AS jsonb))",
            (key.key_id, user_id, _digest(studio, key.secret), None if scopes is None else _json(scopes)),
        )
    return Person(user_id, role, {"Authorization": f"Bearer {key.secret}"})


def settle(studio: Studio, api: TestClient, role: str) -> Tenant:
    """A person of the role with one of everything: a film, a job, a project, files, keys, a session, a webhook."""
    person = make_person(studio, role)

    def made(path: str) -> str:
        return str(api.post(path, json=BODIES.get(("POST", path)), headers=person.headers).json()["id"])

    ids = {"film_id": made("/v1/films"), "job_id": made("/v1/jobs"), "provider_key_id": made("/v1/provider_keys")}
    ids["project_id"] = made("/v1/projects")
    sent = api.put("/v1/references/a.png", content=PICTURE, headers=person.headers)
    ids |= {"reference_id": str(sent.json()["id"]), "media_id": made("/v1/media")}
    studio.media.put_bytes(f"temp/{person.user_id}/{ids['media_id']}/upload", bytes(1_000), "image/png")
    studio.media.put_bytes(f"inputs/{person.user_id}/{SOUND_KEY}", b"RIFF", "audio/wav")
    studio.media.put_bytes(f"inputs/{person.user_id}/{PICTURE_KEY}", PICTURE, "image/png")
    session_id = new_id("session")
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("INSERT INTO sessions (session_id, user_id) VALUES (%s, %s)", (session_id, person.user_id))
        ids["share_id"] = new_id("share")
        connection.execute(
            "INSERT INTO media_shares (share_id, media_id, digest, expires_at) VALUES (%s, %s, %s, now())",
            (ids["share_id"], ids["media_id"], ids["share_id"]),
        )
    ids |= {"webhook_id": made("/v1/webhooks"), "file_id": made("/v1/files")}
    ids |= {"batch_id": made("/v1/batches"), "video_id": made("/v1/videos")}
    ids["delivery_id"] = made(f"/v1/webhooks/{ids['webhook_id']}/test")
    ids |= {"api_key_id": made("/v1/api_keys"), "session_id": session_id, "user_id": person.user_id}
    return Tenant(person, ids | {"scene_id": "s01", "filename": "a.png"})


def belongings(studio: Studio, user_id: str) -> list[str]:
    """Everything that is theirs in the record, row by row, but for when a key was last used."""
    with psycopg.connect(studio.settings.database_url) as connection:
        return [
            row[0]
            for table in _OWNED
            for row in connection.execute(
                sql.SQL(
                    "SELECT CAST(to_jsonb(t) - 'last_used_at' AS text) FROM {} t WHERE user_id = %s ORDER BY 1"
                ).format(sql.Identifier(table)),
                (user_id,),
            )
        ]


@cache
def _password_hash() -> str:
    """Digested once: that it takes a while is another test's business."""
    return hash_password(PASSWORD)


def _json(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _digest(studio: Studio, secret: str) -> str:
    return digest(secret, studio.settings.key_pepper.get_secret_value())
