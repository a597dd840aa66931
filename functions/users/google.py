"""Logging in with a Google account, or at whichever OpenID provider the studio names."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from functions.users.tokens import give_cookies
from mutoscope.accounts.openid_login import CALLBACK, STATE_SECONDS, arrive, depart
from mutoscope.accounts.openid_provider import OpenIdRefused
from mutoscope.adapters.http.caller import CurrentStudio, GuestActor
from mutoscope.adapters.http.routes import Router

router = Router(prefix="/v1/auth/google", tags=["auth"])

BROWSER_COOKIE = "mutoscope_openid"
_Answered = Annotated[str | None, Query(max_length=2000)]
ReturnTo = Annotated[
    str, Query(pattern=r"^/([^/\\\x00-\x20][^\\\x00-\x20]*)?$", max_length=500, description="A path of the web app.")
]


@router.get("", status_code=303, response_class=Response)
def go_to_google(studio: CurrentStudio, return_to: ReturnTo = "/") -> Response:
    """Sends the browser to the provider; it comes back to /v1/auth/google/callback."""
    departure = depart(studio, return_to)
    response = RedirectResponse(departure.url, status_code=303)
    response.set_cookie(
        BROWSER_COOKIE,
        departure.browser,
        max_age=STATE_SECONDS,
        path=CALLBACK,
        secure=studio.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/callback", status_code=303, response_class=Response)
def come_back_from_google(
    request: Request,
    studio: CurrentStudio,
    actor: GuestActor,
    state: _Answered = None,
    code: _Answered = None,
    error: _Answered = None,
) -> Response:
    """Opens a session in cookies and sends the browser to where it wanted to go."""
    browser = request.cookies.get(BROWSER_COOKIE)
    if error is not None or state is None or code is None or browser is None:
        raise OpenIdRefused
    session, return_to = arrive(studio, state=state, code=code, browser=browser, actor=actor)
    response = RedirectResponse(studio.settings.web_address + quote(return_to, safe="/?&=#%:,;@!$'()*+~.-_"), 303)
    give_cookies(response, studio, session)
    response.delete_cookie(BROWSER_COOKIE, path=CALLBACK)
    return response
