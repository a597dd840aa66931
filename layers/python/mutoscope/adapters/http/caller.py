"""Who calls, and what they may: the studio, the caller, the guard of a route, and the actor of a change.

Every route under /v1 names the permission it needs (`needs`), or is open and counted by address. All of it runs on the
event loop and asks nobody, as long as this process recognised the caller a moment ago.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, get_args

from fastapi import Depends, Request, params
from fastapi.security import HTTPBearer
from starlette.requests import HTTPConnection

from mutoscope.accounts.access_tokens import read_access_token
from mutoscope.accounts.api_keys import caller_at_hand, caller_of_key
from mutoscope.accounts.caller import Caller
from mutoscope.accounts.key_places import is_familiar, note_place
from mutoscope.accounts.roles import Permission
from mutoscope.accounts.session_callers import caller_of_session, session_at_hand
from mutoscope.adapters.http.cookies import access_cookie, require_own_page
from mutoscope.adapters.http.limits import count_guest, count_request, network_address
from mutoscope.adapters.http.threads import ask_in_a_thread
from mutoscope.audit.actor import Actor
from mutoscope.bootstrap import open_studio
from mutoscope.errors import Unauthenticated
from mutoscope.studio import Studio


async def current_studio(request: HTTPConnection) -> Studio:
    return studio_of(request)


CurrentStudio = Annotated[Studio, Depends(current_studio)]


async def current_caller(request: Request) -> Caller:
    """Whoever the key or session belongs to, counted against the limit of their role; refused ones count by address.

    It takes the request alone, and remembers there whom it recognised: FastAPI solves a dependency's own dependencies
    again for each of its dependents, and that was the larger part of an authenticated request.
    """
    known: Caller | None = getattr(request.state, "caller", None)
    if known is not None:
        return known
    studio = studio_of(request)
    try:
        caller = await _recognise_request(request, studio)
    except Unauthenticated:
        await count_guest(request, studio)
        raise
    await count_request(request, studio, f"user#{caller.user_id}", caller.requests)
    request.state.caller = caller
    if caller.key_id and not is_familiar(caller.key_id, network_address(request, studio)):
        await ask_in_a_thread(note_place, studio, caller.key_id, actor_of(request, studio, caller))
    return caller


def studio_of(request: HTTPConnection) -> Studio:
    """The studio of this process, or the one that the application was told to use instead."""
    chosen: Callable[[], Studio] = request.app.dependency_overrides.get(current_studio, open_studio)
    return chosen()


async def _recognise_request(request: Request, studio: Studio) -> Caller:
    """A header outranks the cookie; a cookie alone lets only our own pages change something."""
    header = request.headers.get("authorization")
    if header is None and "xi-api-key" in request.headers:
        # How ElevenLabs' clients bring a key.
        return await _recognise(studio, request, request.headers["xi-api-key"].strip())
    if header is None:
        return await _recognise_page(request, studio)
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated
    return await _recognise(studio, request, secret.strip())


async def _recognise(studio: Studio, request: Request, secret: str) -> Caller:
    """`mut_...` is an API key, anything else an access token whose session must be live."""
    if not secret.startswith("mut_"):
        return await _recognise_token(studio, secret)
    known = caller_at_hand(studio, secret)
    return known if known else await ask_in_a_thread(caller_of_key, studio, secret, actor_of(request, studio))


async def _recognise_token(studio: Studio, token: str) -> Caller:
    claims = read_access_token(studio.settings, token)
    known = session_at_hand(studio, claims.session_id, claims.user_id)
    if known:
        return known
    return await ask_in_a_thread(caller_of_session, studio, claims.session_id, claims.user_id)


async def _recognise_page(request: Request, studio: Studio) -> Caller:
    token = access_cookie(request, studio.settings)
    if token is None:
        raise Unauthenticated
    caller = await _recognise_token(studio, token)
    require_own_page(request, studio.settings, caller.session_id or "")
    return caller


async def current_user(request: Request) -> str:
    return (await current_caller(request)).user_id


async def current_actor(request: Request) -> Actor:
    return actor_of(request, studio_of(request), await current_caller(request))


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


class Guard(HTTPBearer):
    """403 that names the permission the caller lacks; for the API's description, the scheme of its credentials.

    One dependency and no more: for FastAPI to solve each takes as long as to recognise the caller.
    """

    def __init__(self, permission: Permission) -> None:
        super().__init__(scheme_name="HTTPBearer", description="An API key, mut_..., or an access token")
        self.permission = permission

    async def __call__(self, request: HTTPConnection) -> None:
        assert isinstance(request, Request)
        (await current_caller(request)).require(self.permission)


async def count_open(request: Request) -> None:
    """A route that recognises nobody is counted by address, whatever credentials come along."""
    await count_guest(request, studio_of(request))


def needs(permission: str) -> Any:
    """The guard of a route, as one of its `dependencies`."""
    return Depends(Guard(Permission(permission)))


def recognises(call: Callable[..., Any], dependencies: Sequence[params.Depends] = ()) -> bool:
    """Whether a route or a dependency asks who is calling, by itself or through one of its own dependencies."""
    if call in (current_caller, current_user, current_actor) or isinstance(call, Guard):
        return True
    parameters = inspect.signature(call).parameters.values()
    asked = [*dependencies, *(each for parameter in parameters for each in _dependencies(parameter))]
    return any(recognises(each.dependency) for each in asked if each.dependency)


def _dependencies(parameter: inspect.Parameter) -> list[params.Depends]:
    said = (*get_args(parameter.annotation)[1:], parameter.default)
    return [each for each in said if isinstance(each, params.Depends)]


CurrentCaller = Annotated[Caller, Depends(current_caller)]
CurrentUser = Annotated[str, Depends(current_user)]
CurrentActor = Annotated[Actor, Depends(current_actor)]
GuestActor = Annotated[Actor, Depends(guest_actor)]
