"""Accounts as people meet them: the API without credentials, and the letters that it sends."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from fastapi.testclient import TestClient

from functions.films.routes import router as films
from functions.jobs.routes import router as jobs
from functions.users.routes import router as users
from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.jobs.worker import take
from mutoscope.ports import Mail
from mutoscope.studio import Studio
from tests.functions.users.people import PASSWORD, Account, Letters, new_email, register, token_in


@pytest.fixture
def web(studio: Studio) -> Iterator[TestClient]:
    """The API, asked by nobody in particular."""
    app = create_app([films, jobs, users])
    app.dependency_overrides[current_studio] = lambda: studio
    with TestClient(app) as opened:
        yield opened


@pytest.fixture
def letters(studio: Studio) -> Letters:
    """Does all errands, and answers the letters there are, the newest first."""

    def read() -> Sequence[Mail]:
        while (received := studio.errands.receive(wait=0)) is not None:
            take(studio, received, studio.errands)
        return [kept.mail for kept in S3Mailbox(studio.settings).letters()]

    return read


@pytest.fixture
def open_account(web: TestClient, letters: Letters) -> Callable[[], Account]:
    """Registers and confirms an account, by the letter that is sent."""

    def opened(email: str | None = None) -> Account:
        address = email or new_email()
        assert register(web, address).status_code == 200
        token = token_in(letters()[0])
        answer = web.post("/v1/auth/verify-email", json={"token": token, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return Account(answer.json()["user_id"], address, answer.json())

    return opened


@pytest.fixture
def account(open_account: Callable[[], Account]) -> Account:
    return open_account()
