"""Logging in and out, and refreshing the tokens of a session."""

from contextlib import suppress
from typing import Annotated, Literal

from fastapi import Body, Depends, Request, Response
from pydantic import BaseModel, ConfigDict

from functions.users.registration import Email
from functions.users.tokens import Token, TokensResource, WithCookies, answer_tokens, require_own_page_for_cookies
from mutoscope.accounts.caller import Caller
from mutoscope.accounts.email_address import read_email
from mutoscope.accounts.login import log_in
from mutoscope.accounts.passwords import Password
from mutoscope.accounts.refresh import RefreshTokenInvalid, log_out, refresh
from mutoscope.accounts.sessions import end_session
from mutoscope.adapters.http.caller import CurrentStudio, GuestActor, actor_of, current_caller
from mutoscope.adapters.http.cookies import clear_session_cookies, refresh_cookie, require_same_site
from mutoscope.adapters.http.routes import Router
from mutoscope.errors import NotFound, Unauthenticated

router = Router(prefix="/v1/auth", tags=["auth"])


async def bearer_caller(request: Request) -> Caller | None:
    """Whoever the header Authorization names; None without one, or when it names nobody."""
    if "authorization" not in request.headers:
        return None
    with suppress(Unauthenticated):
        return await current_caller(request)
    return None


BearerCaller = Annotated[Caller | None, Depends(bearer_caller)]


class LogIn(WithCookies):
    email: Email
    password: Password


class Refresh(BaseModel):
    """Without a token, the refresh cookie is taken, and the new tokens travel as cookies too."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: Token | None = None


class LoggedOut(BaseModel):
    object: Literal["session.ended"] = "session.ended"
    ended: bool = True


@router.post("/login")
def log_in_by_password(
    body: LogIn, request: Request, response: Response, studio: CurrentStudio, actor: GuestActor
) -> TokensResource:
    """Every failure is answered alike, and each one makes the next wait a little longer."""
    require_own_page_for_cookies(request, studio, cookies=body.cookies)
    session = log_in(studio, read_email(body.email), body.password, actor)
    return answer_tokens(response, studio, session, cookies=body.cookies)


@router.post("/refresh")
def refresh_session(
    request: Request,
    response: Response,
    studio: CurrentStudio,
    actor: GuestActor,
    body: Annotated[Refresh | None, Body()] = None,
) -> TokensResource:
    """A refresh token is good once. Used again after ten seconds, it ends the session."""
    token, by_cookie = _token(request, studio, body)
    session = refresh(studio, token, actor)
    return answer_tokens(response, studio, session, cookies=by_cookie)


@router.post("/logout")
def log_out_session(
    request: Request,
    response: Response,
    studio: CurrentStudio,
    actor: GuestActor,
    caller: BearerCaller,
    body: Annotated[Refresh | None, Body()] = None,
) -> LoggedOut:
    """Ends the session of the refresh token, of the browser, or of the access token. Doing it again changes nothing."""
    if caller is not None and caller.session_id is not None and not _has_token(request, studio, body):
        with suppress(NotFound):
            end_session(studio, caller.user_id, caller.session_id, actor_of(request, studio, caller), reason="logout")
    else:
        token, _ = _token(request, studio, body)
        log_out(studio, token, actor)
    clear_session_cookies(response, studio.settings)
    return LoggedOut()


def _has_token(request: Request, studio: CurrentStudio, body: Refresh | None) -> bool:
    """An access token may be over while the refresh token beside it still names the session."""
    return (body is not None and body.refresh_token is not None) or refresh_cookie(request, studio.settings) is not None


def _token(request: Request, studio: CurrentStudio, body: Refresh | None) -> tuple[str, bool]:
    """The refresh token, and whether it came in the cookie."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token, False
    cookie = refresh_cookie(request, studio.settings)
    if cookie is None:
        raise RefreshTokenInvalid
    require_same_site(request, studio.settings)
    return cookie, True
