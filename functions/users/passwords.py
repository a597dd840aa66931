"""Passwords and addresses: forgotten, changed, confirmed."""

from typing import Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, StrictBool

from functions.users.registration import Email, LetterRequest, LetterResource
from functions.users.tokens import Token, TokensResource, WithCookies, answer_tokens, require_own_page_for_cookies
from mutoscope.accounts.credentials_change import (
    change_password,
    confirm_email_change,
    request_email_change,
    request_reset,
    reset_password,
)
from mutoscope.accounts.email_address import read_email
from mutoscope.accounts.passwords import NewPassword, Password
from mutoscope.accounts.roles import Permission
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, GuestActor, needs
from mutoscope.adapters.http.routes import Router

router = Router(prefix="/v1", tags=["auth"])


class NewPasswordByLetter(WithCookies):
    """API keys end with the old password, unless `revoke_api_keys` is false."""

    token: Token
    new_password: NewPassword
    revoke_api_keys: StrictBool = True


class PasswordChange(BaseModel):
    """`password` is the current one; whoever logged in within the last ten minutes may leave it out.

    API keys go on, unless `revoke_api_keys` is true.
    """

    model_config = ConfigDict(extra="forbid")

    password: Password | None = None
    new_password: NewPassword
    revoke_api_keys: StrictBool = False


class EmailChange(BaseModel):
    """`password` may be left out within ten minutes of a log-in."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: Password | None = None


class EmailConfirmation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: Token


class PasswordChanged(BaseModel):
    object: Literal["password"] = "password"
    changed: bool = True


class EmailConfirmed(BaseModel):
    object: Literal["email"] = "email"
    email: str | None
    confirmed: bool = True


@router.post("/auth/password/reset")
def ask_for_new_password(body: LetterRequest, studio: CurrentStudio) -> LetterResource:
    """Sends a link to the address, if it has an account; the answer is the same if it has none."""
    email = read_email(body.email)
    request_reset(studio, email)
    return LetterResource(email=email.shown)


@router.post("/auth/password/reset/confirm")
def set_new_password(
    body: NewPasswordByLetter, request: Request, response: Response, studio: CurrentStudio, actor: GuestActor
) -> TokensResource:
    """Sets the password by the letter's link, ends all sessions, and logs in."""
    require_own_page_for_cookies(request, studio, cookies=body.cookies)
    session = reset_password(studio, body.token, body.new_password, actor, revoke_api_keys=body.revoke_api_keys)
    return answer_tokens(response, studio, session, cookies=body.cookies)


@router.post("/auth/email/confirm")
def confirm_new_email(body: EmailConfirmation, studio: CurrentStudio, actor: GuestActor) -> EmailConfirmed:
    """Takes the new address, which the letter's link proves; the old one is told."""
    return EmailConfirmed(email=confirm_email_change(studio, body.token, actor).email)


@router.post("/me/password", dependencies=[needs(Permission.ACCOUNT)])
def change_own_password(
    body: PasswordChange, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor
) -> PasswordChanged:
    """All other sessions end."""
    change_password(studio, caller, body.password, body.new_password, actor, revoke_api_keys=body.revoke_api_keys)
    return PasswordChanged()


@router.post("/me/email", dependencies=[needs(Permission.ACCOUNT)])
def change_own_email(
    body: EmailChange, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor
) -> LetterResource:
    """Sends a link to the new address; until it is used, the old one stays."""
    email = read_email(body.email)
    request_email_change(studio, caller, email, body.password, actor)
    return LetterResource(email=email.shown)
