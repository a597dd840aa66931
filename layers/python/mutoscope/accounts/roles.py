"""Roles and what they may do: five levels, with their permissions as rows of the table `roles`.

A guest is whoever has no account, and has no role. Nobody gives a role above their own.
"""

from enum import StrEnum

from mutoscope.errors import MutoscopeError
from mutoscope.ports import Database


class Permission(StrEnum):
    """Every permission there is; which role has which is data."""

    ACCOUNT = "account"  # one's own profile, password, sessions, export and deletion
    API_KEYS = "api_keys"  # one's own API keys
    PROVIDER_KEYS = "provider_keys"  # one's own keys of other providers
    AUDIT_READ = "audit:read"  # what was done by oneself and to one's own account
    KINDS_READ = "kinds:read"
    FILMS_READ = "films:read"  # one's own, like all the following of films, jobs and inputs
    FILMS_WRITE = "films:write"
    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    INPUTS_WRITE = "inputs:write"
    FILES_READ = "files:read"  # one's own files sent for a purpose, as OpenAI's clients do
    FILES_WRITE = "files:write"
    BATCHES_READ = "batches:read"  # one's own; to make one needs the permission for its lines as well
    BATCHES_WRITE = "batches:write"
    VIDEOS_READ = "videos:read"  # one's own, as OpenAI's clients order them
    VIDEOS_WRITE = "videos:write"
    MEDIA_READ = "media:read"  # one's own library
    MEDIA_WRITE = "media:write"
    USERS_READ = "users:read"  # everybody's account, without their work
    USERS_WRITE = "users:write"  # deactivate and reactivate
    ROLES_WRITE = "roles:write"
    AUDIT_READ_ALL = "audit:read_all"
    PROJECTS_READ = "projects:read"  # one's own, like PROJECTS_WRITE
    PROJECTS_WRITE = "projects:write"
    WEBHOOKS_READ = "webhooks:read"  # one's own webhooks, and what was sent to them
    WEBHOOKS_WRITE = "webhooks:write"
    CREDITS_READ = "credits:read"  # one's own wallet, statement and quotes
    CREDITS_GRANT = "credits:grant"  # credits to anybody, and the refund of a job
    CREDITS_AUDIT = "credits:audit"  # the proof over everybody's books


class Role(StrEnum):
    USER = "user"  # level 1
    CREATOR = "creator"  # level 2
    MODERATOR = "moderator"  # level 3
    ADMIN = "admin"  # level 4
    SUPER_ADMIN = "super_admin"  # level 5


class RoleUnknown(MutoscopeError):
    """The studio has no role {role}."""

    code = "role_unknown"
    hint = "Run the migrations again; they make the five roles."


def permissions_of(database: Database, role: str) -> frozenset[str]:
    row = database.row("permissions_of_role", role=role)
    if row is None:
        raise RoleUnknown(role=role)
    return frozenset(row["permissions"])
