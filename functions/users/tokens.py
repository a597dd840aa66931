"""How a session that was just opened or refreshed is answered: in the body for clients, in cookies for browsers."""

from typing import Annotated, Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.accounts.access_tokens import LIFE_SECONDS
from mutoscope.accounts.sessions import OpenSession
from mutoscope.adapters.http.cookies import csrf_token, require_same_site, set_session_cookies
from mutoscope.studio import Studio

Token = Annotated[str, Field(min_length=1, max_length=200)]


class WithCookies(BaseModel):
    """A page that asks for cookies gets its tokens in httpOnly cookies and never sees them."""

    model_config = ConfigDict(extra="forbid")

    cookies: bool = False


class TokensResource(BaseModel):
    """`access_token` goes into the header Authorization; `refresh_token` is used once, for the next pair.

    With cookies, both are null and `csrf_token` goes into the header X-CSRF-Token of whatever changes something.
    """

    object: Literal["session.tokens"] = "session.tokens"
    session_id: str
    user_id: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a scheme
    access_token: str | None
    refresh_token: str | None
    expires_in: int
    session_expires_at: int
    csrf_token: str | None


def require_own_page_for_cookies(request: Request, studio: Studio, *, cookies: bool) -> None:
    """Before anything is done: another site must not log a browser in as somebody else."""
    if cookies:
        require_same_site(request, studio.settings)


def answer_tokens(response: Response, studio: Studio, session: OpenSession, *, cookies: bool) -> TokensResource:
    response.headers["Cache-Control"] = "no-store"
    if cookies:
        give_cookies(response, studio, session)
    return TokensResource(
        session_id=session.session_id,
        user_id=session.user_id,
        access_token=None if cookies else session.access_token,
        refresh_token=None if cookies else session.refresh_token,
        expires_in=LIFE_SECONDS,
        session_expires_at=int(session.expires_at.timestamp()),
        csrf_token=csrf_token(studio.settings, session.session_id) if cookies else None,
    )


def give_cookies(response: Response, studio: Studio, session: OpenSession) -> None:
    set_session_cookies(
        response,
        studio.settings,
        session_id=session.session_id,
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        expires_at=session.expires_at,
    )
