"""Opening an account: register, confirm the address, ask for the letter again."""

from typing import Annotated, Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from functions.users.tokens import Token, TokensResource, WithCookies, answer_tokens, require_own_page_for_cookies
from mutoscope.accounts.email_address import LONGEST_EMAIL, read_email
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.passwords import NewPassword, Password
from mutoscope.accounts.plain_text import Name
from mutoscope.accounts.profile import Locale
from mutoscope.accounts.registration import NewUser, confirm_email, register
from mutoscope.accounts.usernames import Username
from mutoscope.adapters.http.caller import CurrentStudio, GuestActor
from mutoscope.adapters.http.routes import Router

router = Router(prefix="/v1/auth", tags=["auth"])

Email = Annotated[str, Field(min_length=3, max_length=LONGEST_EMAIL, description="someone@example.com")]


class Registration(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Email
    username: Username
    name: Name
    password: NewPassword
    locale: Locale | None = None


class LetterRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Email


class Confirmation(WithCookies):
    """The token of the letter's link, and the password of whoever registered."""

    token: Token
    password: Password


class LetterResource(BaseModel):
    """The same for every address: whether it has an account, only its owner learns, by mail."""

    object: Literal["letter"] = "letter"
    email: str
    status: Literal["sent_if_it_is_yours"] = "sent_if_it_is_yours"


@router.post("/register")
def register_account(body: Registration, studio: CurrentStudio, actor: GuestActor) -> LetterResource:
    """Sends a letter to the address; the account opens with its link and the password."""
    email = read_email(body.email)
    register(
        studio,
        NewUser(name=body.name, email=email, username=body.username, password=body.password, locale=body.locale),
        actor,
    )
    return LetterResource(email=email.shown)


@router.post("/verify-email")
def verify_email(
    body: Confirmation, request: Request, response: Response, studio: CurrentStudio, actor: GuestActor
) -> TokensResource:
    """Confirms the address with the letter's link and the password, and logs in."""
    require_own_page_for_cookies(request, studio, cookies=body.cookies)
    session = confirm_email(studio, body.token, body.password, actor)
    return answer_tokens(response, studio, session, cookies=body.cookies)


@router.post("/verify-email/resend")
def resend_verification(body: LetterRequest, studio: CurrentStudio) -> LetterResource:
    email = read_email(body.email)
    request_letter(studio, LetterKind.VERIFY, email)
    return LetterResource(email=email.shown)
