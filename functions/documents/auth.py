"""Opening an account, logging in and refreshing, as the documents have it: tokens in httpOnly cookies, or answered."""

from typing import Annotated

from fastapi import Body, Request, Response
from pydantic import Field

from functions.documents.envelope import Camel, Envelope
from mutoscope.accounts.email_address import LONGEST_EMAIL, read_email
from mutoscope.accounts.login import log_in
from mutoscope.accounts.passwords import NewPassword, Password
from mutoscope.accounts.plain_text import Name
from mutoscope.accounts.refresh import RefreshTokenInvalid, refresh
from mutoscope.accounts.registration import NewUser, register
from mutoscope.accounts.sessions import OpenSession
from mutoscope.accounts.usernames import Username
from mutoscope.adapters.http.caller import CurrentStudio, GuestActor
from mutoscope.adapters.http.cookies import csrf_token, refresh_cookie, require_same_site, set_session_cookies
from mutoscope.adapters.http.routes import Router
from mutoscope.studio import Studio

router = Router(prefix="/api/auth", tags=["documents"])
Email = Annotated[str, Field(min_length=3, max_length=LONGEST_EMAIL)]


class Registration(Camel):
    email: Email
    username: Username
    name: Name
    password: NewPassword


class LogIn(Camel):
    email: Email
    password: Password


class Refresh(Camel):
    refresh_token: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class LetterData(Camel):
    email: str


class SessionData(Camel):
    """The tokens are in httpOnly cookies too; with those alone, `csrfToken` goes into the header X-CSRF-Token."""

    user_id: str
    access_token: str
    refresh_token: str
    csrf_token: str


@router.post("/register")
def register_account(body: Registration, studio: CurrentStudio, actor: GuestActor) -> Envelope[LetterData]:
    email = read_email(body.email)
    new = NewUser(name=body.name, email=email, username=body.username, password=body.password, locale=None)
    register(studio, new, actor)
    return Envelope(data=LetterData(email=email.shown), message="A letter is on its way; its link opens the account.")


@router.post("/login")
def log_in_by_password(
    body: LogIn, request: Request, response: Response, studio: CurrentStudio, actor: GuestActor
) -> Envelope[SessionData]:
    require_same_site(request, studio.settings)
    session = log_in(studio, read_email(body.email), body.password, actor)
    return Envelope(data=_opened(response, studio, session), message="You are logged in.")


@router.post("/refresh")
def refresh_session(
    request: Request,
    response: Response,
    studio: CurrentStudio,
    actor: GuestActor,
    body: Annotated[Refresh | None, Body()] = None,
) -> Envelope[SessionData]:
    require_same_site(request, studio.settings)
    token = (body.refresh_token if body else None) or refresh_cookie(request, studio.settings)
    if token is None:
        raise RefreshTokenInvalid
    return Envelope(data=_opened(response, studio, refresh(studio, token, actor)), message="The session goes on.")


def _opened(response: Response, studio: Studio, session: OpenSession) -> SessionData:
    response.headers["Cache-Control"] = "no-store"
    set_session_cookies(
        response,
        studio.settings,
        session_id=session.session_id,
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        expires_at=session.expires_at,
    )
    return SessionData(
        user_id=session.user_id,
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        csrf_token=csrf_token(studio.settings, session.session_id),
    )
