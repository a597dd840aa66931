"""What people do with accounts: register, log in, read letters."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from mutoscope.accounts.sessions import OpenSession
from mutoscope.ports import Mail

PASSWORD = "a lantern in the reeds"
Letters = Callable[[], Sequence[Mail]]


def token_in(mail: Mail) -> str:
    found = re.search(r"#token=(\S+)", mail.text)
    assert found is not None, mail.text
    return found.group(1)


def new_username() -> str:
    return f"u{secrets.token_hex(6)}"


def new_email() -> str:
    return f"{secrets.token_hex(6)}@example.com"


def register(web: TestClient, email: str, *, password: str = PASSWORD, **fields: Any) -> Response:
    body = {"email": email, "username": new_username(), "name": "Mira", "password": password, **fields}
    return web.post("/v1/auth/register", json=body)


def log_in(web: TestClient, email: str, password: str = PASSWORD, **fields: Any) -> Response:
    return web.post("/v1/auth/login", json={"email": email, "password": password, **fields})


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


@dataclass(frozen=True)
class Account:
    user_id: str
    email: str
    session: OpenSession

    @property
    def tokens(self) -> dict[str, Any]:
        """As a log-in answers them."""
        return {
            "session_id": self.session.session_id,
            "access_token": self.session.access_token,
            "refresh_token": self.session.refresh_token,
            "session_expires_at": int(self.session.expires_at.timestamp()),
        }

    @property
    def headers(self) -> dict[str, str]:
        return bearer(self.tokens)
