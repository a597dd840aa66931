"""Who calls, and what they may: the studio, the caller, the guard of a route, and the actor of a change.

Every route under /v1 names the permission it needs (`needs`), or is open and counted by address. All of it runs on the
event loop and asks nobody, as long as this process recognised the caller a moment ago.
"""

from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from mutoscope.accounts.access_tokens import read_access_token
from mutoscope.accounts.api_keys import caller_at_hand, caller_of_key
from mutoscope.accounts.caller import Caller
from mutoscope.accounts.roles import Permission
from mutoscope.accounts.session_callers import caller_of_session, session_at_hand
from mutoscope.adapters.http.cookies import access_cookie, require_own_page
from mutoscope.adapters.http.limits import count_guest, count_request, network_address
from mutoscope.audit.actor import Actor
from mutoscope.bootstrap import open_studio
from mutoscope.errors import Unauthenticated
from mutoscope.studio import Studio


async def current_studio() -> Studio:
    return open_studio()


CurrentStudio = Annotated[Studio, Depends(current_studio)]

_bearer = HTTPBearer(auto_error=False, description="An API key, mut_..., or an access token")
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def current_caller(request: Request, studio: CurrentStudio, credentials: _Credentials) -> Caller:
    """Whoever the key or session belongs to, counted against the limit of their role; refused ones count by address.

    A header outranks the cookie; a cookie alone lets only our own pages change something.
    """
    try:
        if credentials is not None:
            caller = await _recognise(studio, credentials.credentials)
        else:
            caller = await _recognise_page(request, studio)
    except Unauthenticated:
        await count_guest(request, studio)
        raise
    await count_request(request, studio, f"user#{caller.user_id}", caller.requests)
    return caller


async def _recognise(studio: Studio, secret: str) -> Caller:
    """`mut_...` is an API key, anything else an access token whose session must be live."""
    if not secret.startswith("mut_"):
        return await _recognise_token(studio, secret)
    known = caller_at_hand(studio, secret)
    return known if known else await anyio.to_thread.run_sync(caller_of_key, studio, secret)


async def _recognise_token(studio: Studio, token: str) -> Caller:
    claims = read_access_token(studio.settings, token)
    known = session_at_hand(studio, claims.session_id, claims.user_id)
    if known:
        return known
    return await anyio.to_thread.run_sync(caller_of_session, studio, claims.session_id, claims.user_id)


async def _recognise_page(request: Request, studio: Studio) -> Caller:
    token = access_cookie(request, studio.settings)
    if token is None:
        raise Unauthenticated
    caller = await _recognise_token(studio, token)
    require_own_page(request, studio.settings, caller.session_id or "")
    return caller


async def current_user(caller: Annotated[Caller, Depends(current_caller)]) -> str:
    return caller.user_id


async def current_actor(
    request: Request, studio: CurrentStudio, caller: Annotated[Caller, Depends(current_caller)]
) -> Actor:
    return actor_of(request, studio, caller)


def actor_of(request: Request, studio: Studio, caller: Caller | None = None) -> Actor:
    """The actor as the audit log keeps it; without a caller, somebody who is not logged in."""
    return Actor(
        user_id=caller.user_id if caller else None,
        role=caller.role if caller else None,
        key_id=caller.key_id if caller else None,
        session_id=caller.session_id if caller else None,
        address=network_address(request, studio),
        agent=request.headers.get("user-agent"),
        request_id=request.state.request_id,
    )


async def guest_actor(request: Request, studio: CurrentStudio) -> Actor:
    return actor_of(request, studio)


def needs(permission: str) -> Any:
    """The guard of a route, as one of its `dependencies`: 403 that names the permission the caller lacks."""
    required = Permission(permission)

    async def guard(caller: Annotated[Caller, Depends(current_caller)]) -> None:
        caller.require(required)

    guard.permission = required  # type: ignore[attr-defined]
    return Depends(guard)


CurrentCaller = Annotated[Caller, Depends(current_caller)]
CurrentUser = Annotated[str, Depends(current_user)]
CurrentActor = Annotated[Actor, Depends(current_actor)]
GuestActor = Annotated[Actor, Depends(guest_actor)]
