"""People of the rehearsal: they reach the studio by its HTTP API alone, and read the letters that it sends them."""

import json
import re
import secrets
import time
import urllib.request
from typing import Any

import httpx

from rehearsal.cloud import Cloud
from rehearsal.failure import RehearsalFailed

LETTER_SECONDS = 60.0
ANSWER_SECONDS = 60.0
_TOKEN = re.compile(r"#token=(\S+)")


class Person:
    """Somebody with an address and a password; `register` and `log_in` give them what requests are made with."""

    def __init__(self, cloud: Cloud, name: str) -> None:
        self._cloud = cloud
        self._password = secrets.token_urlsafe(24)
        self._name = name
        self._web = httpx.Client(base_url=cloud.api, headers=cloud.edge, timeout=ANSWER_SECONDS)
        self.email = f"{name.lower()}.{secrets.token_hex(4)}@example.com"
        self.user_id = ""

    def register(self) -> None:
        """With the letter's link, as the address's owner would."""
        username = self.email.partition("@")[0].replace(".", "_")
        account = {"email": self.email, "username": username, "name": self._name, "password": self._password}
        self.call("POST", "/v1/auth/register", json=account)
        found = _TOKEN.search(self._letter())
        if found is None:
            raise RehearsalFailed(f"The letter to {self._name} has no link that confirms the address.")
        self._enter(
            self.call("POST", "/v1/auth/verify-email", json={"token": found.group(1), "password": self._password})
        )

    def log_in(self) -> None:
        self._enter(self.call("POST", "/v1/auth/login", json={"email": self.email, "password": self._password}))

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        return self._web.request(method, path, **request)

    def call(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """The answer's JSON. Raises RehearsalFailed where it is none of success."""
        answer = self.ask(method, path, **request)
        if not answer.is_success:
            raise RehearsalFailed(f"{method} {path} is answered {answer.status_code}: {answer.text[:500]}")
        body: dict[str, Any] = answer.json()
        return body

    def link_to(self, path: str) -> str:
        """Where a file is fetched: files leave by links that S3 answers."""
        answer = self._web.get(path)
        if not answer.is_redirect:
            raise RehearsalFailed(f"GET {path} leads nowhere: it is answered {answer.status_code}, {answer.text[:500]}")
        return str(answer.headers["location"])

    def _enter(self, tokens: dict[str, Any]) -> None:
        self.user_id = tokens["user_id"]
        self._web.headers["authorization"] = f"Bearer {tokens['access_token']}"

    def _letter(self) -> str:
        """What SES was given for this address; a function writes it some time after it was asked for."""
        deadline = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < deadline:
            with urllib.request.urlopen(f"{self._cloud.engine.url}/_ministack/ses/messages") as answer:
                messages = [each for account in json.load(answer)["messages"].values() for each in account]
            mine = [each["BodyText"] for each in messages if self.email in each["To"]]
            if mine:
                return str(mine[-1])
            time.sleep(0.1)
        raise RehearsalFailed(f"No letter came to {self._name} within {LETTER_SECONDS:.0f} s.")
