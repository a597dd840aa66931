"""The embedded AWS engine as the rehearsal runs it: it checks each call against the caller's role, and notes it down.

Run by the engine's own Python, by its path: nothing of ours may be imported. The Data API alone is not its own: once
the call is allowed, a server over a real PostgreSQL answers it.
"""

import asyncio
import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from ministack import app as engine
from ministack.core import iam_actions, iam_evaluator
from ministack.services import rds_data, stepfunctions, sts
from ministack.services.cloudformation import provisioners

_DATA_API = Path(os.environ["REHEARSAL_DATA_API"])
_CALLS = Path(os.environ["REHEARSAL_CALLS"])
_TYPES = Path(os.environ["REHEARSAL_TYPES"])
_ANSWERED = ("content-type", "x-amzn-errortype")


@dataclass(frozen=True)
class Letter:
    sender: str
    to: tuple[str, ...]
    account: str

    def identities(self, region: str) -> list[str]:
        """What SES asks permission for: the sender's domain, and in its sandbox whoever gets the letter."""
        names = [self.sender.rpartition("@")[2], *self.to]
        return [f"arn:aws:ses:{region}:{self.account}:identity/{name}" for name in names]


_letter: ContextVar[Letter | None] = ContextVar("letter", default=None)
"""That of the request which is being authorised."""


class Notes:
    """One line for each different call of a role: who, what, on what, and whether its policies allow it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: set[str] = set()
        self._enforce = iam_evaluator.enforce

    def enforce(self, access_key_id: str, action: str, service: str, region: str, *more: Any, **named: Any) -> Any:
        letter = _letter.get() if action == "ses:SendEmail" else None
        if letter is None:
            return self._ask(access_key_id, action, service, region, *more, **named)
        said = {**(named.get("service_context") or {}), "ses:FromAddress": letter.sender}
        answers = [
            self._ask(access_key_id, action, service, region, identity, service_context=said)
            for identity in letter.identities(region)
        ]
        return next((denied for denied in answers if denied is not None), None)

    def _ask(self, access_key_id: str, action: str, service: str, region: str, *more: Any, **named: Any) -> Any:
        denied = self._enforce(access_key_id, action, service, region, *more, **named)
        session = sts._sessions.get(access_key_id)
        if session is not None:
            resource = named.get("resource_arn", more[0] if more else "*")
            self._note({"caller": session["Arn"], "action": action, "resource": resource, "allowed": denied is None})
        return denied

    def _note(self, call: Mapping[str, object]) -> None:
        line = json.dumps(call)
        if line not in self._known:
            self._known.add(line)
            with self._path.open("a") as file:
                file.write(line + "\n")


class Resources:
    """What a call is authorised on, where the engine names nothing: a letter's sender, and the machine of a task."""

    def __init__(self) -> None:
        self._of = iam_actions.extract_resource_arn

    def of(self, service: str, *request: Any) -> str:
        _method, path, headers, body, _query, region, account = request
        if service == "ses" and path == "/v2/email/outbound-emails":
            asked = json.loads(body)
            _, sender = parseaddr(asked["FromEmailAddress"])
            letter = Letter(sender, tuple(asked["Destination"]["ToAddresses"]), account)
            _letter.set(letter)
            return letter.identities(region)[0]
        machines = [arn for (*_, arn) in stepfunctions._state_machines.to_dict()]
        if service == "states" and ".SendTask" in headers.get("x-amz-target", "") and len(machines) == 1:
            return str(machines[0])
        return str(self._of(service, *request))


def pin_secure_origin(source_ip: str, _secure: bool) -> None:
    """Policies that refuse plain HTTP take what travels on loopback for encrypted, as it is in the cloud."""
    iam_evaluator.pin_request_origin(source_ip, True)


async def answer_data_api(
    _method: str, path: str, _headers: Mapping[str, str], body: bytes, _query: object
) -> tuple[int, dict[str, str], bytes]:
    return await asyncio.to_thread(_post, path, body)


def _post(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(f"{_DATA_API.read_text()}{path}", body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, _headers_of(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, _headers_of(error.headers), error.read()


def _headers_of(headers: Message) -> dict[str, str]:
    return {name: headers[name] for name in _ANSWERED if name in headers}


def main() -> None:
    _TYPES.write_text("\n".join(sorted(provisioners._RESOURCE_HANDLERS)))
    iam_evaluator.enforce = Notes(_CALLS).enforce
    engine.pin_request_origin = pin_secure_origin
    iam_actions.extract_resource_arn = Resources().of
    rds_data.handle_request = answer_data_api
    engine.main()


if __name__ == "__main__":
    main()
