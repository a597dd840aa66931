"""Accounts over HTTP: the way in (/v1/auth) and what is one's own (/v1/me)."""

from fastapi import APIRouter

from functions.users import google, login, me, passwords, registration, sessions

router = APIRouter()
for part in (registration, login, passwords, google, me, sessions):
    router.include_router(part.router)
