"""Creating once over HTTP: `once: Once` in a route reads the Idempotency-Key, or the retry count of OpenAI's clients.

An order passes `once.of(body)` on to the record; anything else that creates answers through `once.answer(body, make)`.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from mutoscope.adapters.http.caller import CurrentCaller, CurrentStudio
from mutoscope.idempotency import Answer, Idempotency, Reservation, answer_once, explicit, implicit, new_subject

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key with the same parameters answers what was answered the first time, for 24 hours.",
    ),
]
_COUNT = re.compile(r"[0-9]{1,4}")
RetryCount = Annotated[str | None, Header(alias="x-stainless-retry-count", include_in_schema=False)]


class _Once:
    def __init__(
        self,
        request: Request,
        studio: CurrentStudio,
        caller: CurrentCaller,
        key: IdempotencyKey = None,
        retries: RetryCount = None,
    ) -> None:
        self._request = request
        self._studio = studio
        self._user_id = caller.user_id
        self._key_id = caller.key_id
        self._key = key
        self._retries = int(retries) if retries and _COUNT.fullmatch(retries) else None
        self._subject = new_subject()

    def of(self, body: BaseModel, *files: str) -> Idempotency | None:
        """The key with the digest of method, path, parsed body and hashes of files; None when nothing names a retry.

        The API key that asks belongs to it: an answer may hold what another key of the same user may not see.
        """
        path = [self._key_id, self._request.method, self._request.url.path, self._request.url.query]
        parsed = json.dumps([*path, body.model_dump(mode="json"), *files], sort_keys=True)
        fingerprint = hashlib.sha256(parsed.encode()).hexdigest()
        if self._key is not None:
            return explicit(self._key, fingerprint)
        if self._retries is None:
            return None
        age = time.monotonic() - self._request.state.arrived
        return implicit(self._studio.database, self._user_id, fingerprint, retry=self._retries > 0, age=age)

    def answer(self, body: BaseModel, make: Callable[[], BaseModel], *files: str) -> Response:
        """What `make` returns as JSON with the route's status, or what was answered first, byte for byte."""
        idempotency = self.of(body, *files)
        if idempotency is None:
            return self._respond(self._made(make))
        secret = self._key or idempotency.key

        def carry_out(held: Reservation) -> Answer:
            self._subject = held.subject
            return self._made(make)

        return self._respond(answer_once(self._studio, self._user_id, idempotency, secret, carry_out))

    def new_id(self, prefix: str) -> str:
        """The id for what `make` creates; the same when the request is carried out again, so insert it ON CONFLICT."""
        return f"{prefix}_{self._subject}"

    def _made(self, make: Callable[[], BaseModel]) -> Answer:
        status: int | None = self._request.scope["route"].status_code
        return Answer(status=status or 200, body=make().model_dump_json())

    def _respond(self, answer: Answer) -> Response:
        return Response(answer.body, status_code=answer.status, media_type="application/json")


Once = Annotated[_Once, Depends()]
