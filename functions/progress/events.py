"""Events of the WebSocket API: `$connect`, `$disconnect`, and `$default` for everything that a client sends.

API Gateway makes them in the cloud, `laptop/socket_gateway.py` on the laptop; the answer to `$connect` lets in or not.
"""

import base64
import json
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mutoscope.accounts.access_tokens import read_access_token
from mutoscope.accounts.api_keys import caller_of_key
from mutoscope.accounts.caller import Caller
from mutoscope.accounts.key_places import note_place
from mutoscope.accounts.session_callers import caller_of_session
from mutoscope.adapters.http.errors import STATUSES
from mutoscope.audit.actor import Actor
from mutoscope.errors import MutoscopeError, RateLimited, Unauthenticated
from mutoscope.observability import logger
from mutoscope.progress.follow import come, hear, leave
from mutoscope.progress.tickets import take_ticket
from mutoscope.studio import Studio


class Identity(BaseModel):
    model_config = ConfigDict(extra="ignore")

    source_ip: str = Field(default="unknown", alias="sourceIp")


class RequestContext(BaseModel):
    model_config = ConfigDict(extra="ignore")

    route_key: str = Field(alias="routeKey")
    connection_id: str = Field(alias="connectionId")
    identity: Identity = Identity()


class SocketEvent(BaseModel):
    model_config = ConfigDict(extra="ignore")

    context: RequestContext = Field(alias="requestContext")
    headers: dict[str, str] = {}
    query: dict[str, str] | None = Field(default=None, alias="queryStringParameters")
    body: str | None = None
    is_base64: bool = Field(default=False, alias="isBase64Encoded")

    @property
    def text(self) -> str:
        body = self.body or ""
        return base64.b64decode(body).decode(errors="replace") if self.is_base64 else body


def answer_event(studio: Studio, event: dict[str, Any]) -> dict[str, Any]:
    """The answer as API Gateway takes it: a status, and for a refusal why."""
    asked = SocketEvent.model_validate(event)
    try:
        match asked.context.route_key:
            case "$connect":
                _let_in(studio, asked)
            case "$disconnect":
                leave(studio, asked.context.connection_id)
            case _:
                hear(studio, asked.context.connection_id, asked.text)
    except MutoscopeError as error:
        logger.info("live connection refused", route=asked.context.route_key, code=error.code)
        status = next(status for family, status, _ in STATUSES if isinstance(error, family))
        told = {"code": error.code, "message": error.message, "hint": error.advice}
        return {"statusCode": status, "body": json.dumps({"error": told})}
    return {"statusCode": 200}


def _let_in(studio: Studio, asked: SocketEvent) -> None:
    try:
        caller = _recognise(studio, asked)
    except Unauthenticated:
        _count(studio, f"guest#{asked.context.identity.source_ip}", studio.settings.guest_requests)
        raise
    _count(studio, f"user#{caller.user_id}", caller.requests)
    come(studio, asked.context.connection_id, caller)


def _recognise(studio: Studio, asked: SocketEvent) -> Caller:
    """By the header, as everywhere, or by a ticket. A cookie lets nobody in: any page can open a WebSocket."""
    ticket = (asked.query or {}).get("ticket")
    if ticket is not None:
        return take_ticket(studio, ticket)
    header = next((value for name, value in asked.headers.items() if name.lower() == "authorization"), "")
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated
    if secret.startswith("mut_"):
        return _owner_of(studio, secret.strip(), asked)
    claims = read_access_token(studio.settings, secret.strip())
    return caller_of_session(studio, claims.session_id, claims.user_id)


def _owner_of(studio: Studio, secret: str, asked: SocketEvent) -> Caller:
    actor = Actor(None, address=asked.context.identity.source_ip)
    caller = caller_of_key(studio, secret, actor)
    if caller.key_id:
        note_place(
            studio, caller.key_id, replace(actor, user_id=caller.user_id, role=caller.role, key_id=caller.key_id)
        )
    return caller


def _count(studio: Studio, bucket: str, limit: int) -> None:
    standing = studio.limits.at_hand(bucket, limit) or studio.limits.take(bucket, limit)
    if standing.retry_after:
        raise RateLimited(limit=limit, seconds=standing.retry_after)
