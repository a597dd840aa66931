"""Accounts over HTTP: the way in (/v1/auth), what is one's own (/v1/me), keys, and what was done."""

from mutoscope.adapters.http.declared import Part
from mutoscope.adapters.http.routes import Router

router = Router(
    Part("functions.users.registration", "/v1/auth"),
    Part("functions.users.login", "/v1/auth"),
    Part("functions.users.passwords", "/v1/auth", "/v1/me"),
    Part("functions.users.google", "/v1/auth"),
    Part("functions.users.me", "/v1/me"),
    Part("functions.users.sessions", "/v1/me"),
    Part("functions.users.api_keys", "/v1/api_keys"),
    Part("functions.users.provider_keys", "/v1/provider_keys"),
    Part("functions.users.audit_log", "/v1/audit_log"),
)
