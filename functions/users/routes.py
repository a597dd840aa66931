"""Accounts over HTTP: the way in (/v1/auth), what is one's own (/v1/me), keys, and what was done."""

from fastapi import APIRouter

from functions.users import api_keys, audit_log, google, login, me, passwords, provider_keys, registration, sessions

router = APIRouter()
for part in (registration, login, passwords, google, me, sessions, api_keys, provider_keys, audit_log):
    router.include_router(part.router)
