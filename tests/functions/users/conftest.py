"""Accounts as people meet them: the API without credentials, and the letters that it sends."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from functions.films.routes import router as films
from functions.jobs.routes import router as jobs
from functions.users.routes import router as users
from mutoscope.accounts.passwords import hash_password
from mutoscope.accounts.sessions import open_session
from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.audit.actor import Actor
from mutoscope.identifiers import new_id
from mutoscope.jobs.worker import take
from mutoscope.laptop.account_pages import router as account_pages
from mutoscope.laptop.mailbox import router as mailbox
from mutoscope.ports import Mail
from mutoscope.studio import Studio
from tests.functions.users.people import PASSWORD, Account, Letters, new_email, new_username


@pytest.fixture(scope="session")
def laptops_api() -> FastAPI:
    """With the pages that only a laptop has."""
    return create_app([films, jobs, users, mailbox, account_pages])


@pytest.fixture
def web(laptops_api: FastAPI, studio: Studio) -> Iterator[TestClient]:
    """The API, asked by nobody in particular."""
    laptops_api.dependency_overrides = {current_studio: lambda: studio}
    with TestClient(laptops_api) as opened:
        yield opened


@pytest.fixture
def letters(studio: Studio) -> Letters:
    """Does all errands, and answers the letters there are, the newest first."""

    def read() -> Sequence[Mail]:
        while (received := studio.errands.receive(wait=0)) is not None:
            take(studio, received, studio.errands)
        return [kept.mail for kept in S3Mailbox(studio.settings).letters()]

    return read


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def open_account(studio: Studio, password_hash: str) -> Callable[..., Account]:
    """A confirmed account, and the tokens of its first log-in: as test_registration shows them to come about."""

    def opened(email: str | None = None) -> Account:
        address = email or new_email()
        user = {
            "user_id": new_id("user"),
            "name": "Mira",
            "email": address,
            "email_key": address,
            "email_verified": True,
            "username": new_username(),
            "username_key": new_username(),
            "password_hash": password_hash,
        }
        actor = Actor(user_id=user["user_id"], address="testclient", agent="testclient")
        studio.database.row("register_user", user=user, actor=actor.values())
        session = open_session(studio, str(user["user_id"]), actor, by="password")
        assert session is not None
        return Account(str(user["user_id"]), address, session)

    return opened


@pytest.fixture
def account(open_account: Callable[..., Account]) -> Account:
    return open_account()
