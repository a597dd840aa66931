"""Accounts over HTTP: the way in (/v1/auth), what is one's own (/v1/me), keys, and what was done."""

from functions.users import api_keys, audit_log, google, login, me, passwords, provider_keys, registration, sessions
from mutoscope.adapters.http.routes import Router

router = Router(
    *(
        part.router
        for part in (registration, login, passwords, google, me, sessions, api_keys, provider_keys, audit_log)
    )
)
