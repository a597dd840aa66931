"""One's own account: look, change, take everything along, delete."""

from typing import Annotated, Literal

from fastapi import Body, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from mutoscope.accounts.credentials_change import require_proof
from mutoscope.accounts.deletion import delete_account
from mutoscope.accounts.export import export
from mutoscope.accounts.passwords import Password
from mutoscope.accounts.profile import ProfileChange, UserResource, change_profile, show_user
from mutoscope.accounts.roles import Permission
from mutoscope.accounts.users import require_user
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.cookies import clear_session_cookies
from mutoscope.adapters.http.routes import Router

router = Router(prefix="/v1/me", tags=["me"], dependencies=[needs(Permission.ACCOUNT)])


_SHOWN = (
    Permission.API_KEYS,
    Permission.PROVIDER_KEYS,
    Permission.AUDIT_READ,
    Permission.FILMS_READ,
    Permission.JOBS_READ,
)
"""What an export shows besides the account."""


class Deletion(BaseModel):
    """`password` may be left out within ten minutes of a log-in."""

    model_config = ConfigDict(extra="forbid")

    password: Password | None = None


class Deleted(BaseModel):
    id: str
    object: Literal["user.deleted"] = "user.deleted"
    deleted: bool = True


@router.get("")
@at_once
def get_me(studio: CurrentStudio, user_id: CurrentUser) -> UserResource:
    return show_user(studio, require_user(studio.database, user_id))


@router.patch("")
def patch_me(body: ProfileChange, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor) -> UserResource:
    return show_user(studio, change_profile(studio, user_id, body, actor))


@router.get("/export", response_class=Response, responses={200: {"content": {"application/json": {}}}})
def export_me(studio: CurrentStudio, caller: CurrentCaller) -> Response:
    """Everything that is yours as one JSON document, as a download; files are named in it, not contained.

    A key needs the rights to all that it shows.
    """
    for permission in _SHOWN:
        caller.require(permission)
    headers = {"Content-Disposition": 'attachment; filename="mutoscope.json"', "Cache-Control": "no-store"}
    return StreamingResponse(export(studio, caller.user_id), media_type="application/json", headers=headers)


@router.delete("")
def delete_me(
    response: Response,
    studio: CurrentStudio,
    caller: CurrentCaller,
    actor: CurrentActor,
    body: Annotated[Deletion | None, Body()] = None,
) -> Deleted:
    """Deletes the account with all its films, jobs and files, for good."""
    user = require_user(studio.database, caller.user_id)
    require_proof(studio, user, caller, body.password if body else None, actor)
    delete_account(studio, user, actor)
    clear_session_cookies(response, studio.settings)
    return Deleted(id=user.user_id)
