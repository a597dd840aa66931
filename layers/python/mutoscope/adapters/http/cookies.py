"""A session in the browser: two httpOnly cookies that no script can read, and a token against forged requests.

A request that changes something and is let in by a cookie must come from one of our own pages: the browser must not say
that another site sent it (`Sec-Fetch-Site`, `Origin`), and it must carry `X-CSRF-Token`, which only our pages can read.
The token belongs to the session, so a cookie planted by a neighbouring domain is of no use.
"""

import hashlib
import hmac
import time
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from fastapi import Request, Response

from mutoscope.accounts.access_tokens import LIFE_SECONDS
from mutoscope.errors import Forbidden
from mutoscope.settings import Settings

CSRF_HEADER = "X-CSRF-Token"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_OURS = {"same-origin", "same-site", "none"}
_REFRESH_PATH = "/v1/auth"


class ForgedRequest(Forbidden):
    """The request came with a cookie, but not from a page of the studio."""

    code = "csrf_failed"
    hint = "Send the value of the cookie mutoscope_csrf as the header X-CSRF-Token, or use an Authorization header."


def access_cookie(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(_name("access", settings))


def refresh_cookie(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(_name("refresh", settings))


def set_session_cookies(
    response: Response,
    settings: Settings,
    *,
    session_id: str,
    access_token: str,
    refresh_token: str,
    expires_at: datetime,
) -> None:
    """They end with the session. The CSRF token is the one cookie that our pages may read."""
    seconds = max(0, int(expires_at.timestamp() - time.time()))
    _set(response, settings, "access", access_token, seconds=min(LIFE_SECONDS, seconds))
    _set(response, settings, "refresh", refresh_token, seconds=seconds, path=_REFRESH_PATH, same_site="strict")
    token = csrf_token(settings, session_id)
    _set(response, settings, "csrf", token, seconds=seconds, same_site="strict", readable=True)


def clear_session_cookies(response: Response, settings: Settings) -> None:
    _set(response, settings, "access", "", seconds=0)
    _set(response, settings, "refresh", "", seconds=0, path=_REFRESH_PATH, same_site="strict")
    _set(response, settings, "csrf", "", seconds=0, same_site="strict", readable=True)


def csrf_token(settings: Settings, session_id: str) -> str:
    pepper = settings.pepper
    return hmac.new(pepper.encode(), f"csrf:{session_id}".encode(), hashlib.sha256).hexdigest()


def require_own_page(request: Request, settings: Settings, session_id: str) -> None:
    """For a request whose only credential is the cookie: `ForgedRequest` when it changes something and is not ours."""
    if request.method in _SAFE:
        return
    require_same_site(request, settings)
    sent = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(sent.encode(errors="replace"), csrf_token(settings, session_id).encode()):
        raise ForgedRequest


def require_same_site(request: Request, settings: Settings) -> None:
    """For requests that set or use cookies before there is a session to bind a token to: log-in and refresh."""
    if request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
        raise ForgedRequest
    origin = request.headers.get("Origin")
    if origin is not None and origin not in _own_origins(request, settings):
        raise ForgedRequest


def _own_origins(request: Request, settings: Settings) -> set[str]:
    web = urlsplit(settings.web_address)
    return {f"{web.scheme}://{web.netloc}", f"{request.url.scheme}://{request.url.netloc}"}


def _name(purpose: str, settings: Settings) -> str:
    return f"mutoscope_{purpose}" if not settings.secure_cookies else f"__Secure-mutoscope_{purpose}"


def _set(
    response: Response,
    settings: Settings,
    purpose: str,
    value: str,
    *,
    seconds: int,
    path: str = "/",
    same_site: Literal["lax", "strict"] = "lax",
    readable: bool = False,
) -> None:
    # The CSRF cookie keeps one name everywhere, since pages look for it.
    name = "mutoscope_csrf" if readable else _name(purpose, settings)
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=settings.secure_cookies,
        httponly=not readable,
        samesite=same_site,
    )
