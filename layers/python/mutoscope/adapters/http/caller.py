"""Who calls, and whether they called before: the studio, the current user and the Idempotency-Key of a request."""

import hashlib
import json
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from mutoscope.accounts.api_keys import owner_of
from mutoscope.bootstrap import open_studio
from mutoscope.errors import Unauthenticated
from mutoscope.jobs.submit import Idempotency
from mutoscope.studio import Studio

CurrentStudio = Annotated[Studio, Depends(open_studio)]

_bearer = HTTPBearer(auto_error=False, description="An API key, mut_...")


def current_user(
    studio: CurrentStudio, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> str:
    if credentials is None:
        raise Unauthenticated
    return owner_of(studio, credentials.credentials)


CurrentUser = Annotated[str, Depends(current_user)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key with the same parameters answers what was answered the first time, for 24 hours.",
    ),
]


def idempotency(request: Request, key: str | None, body: BaseModel) -> Idempotency | None:
    """The key with the digest of method, path and parsed body; None when the caller sent no key."""
    if key is None:
        return None
    parsed = json.dumps([request.method, request.url.path, body.model_dump()], sort_keys=True)
    return Idempotency(key=key, fingerprint=hashlib.sha256(parsed.encode()).hexdigest())
