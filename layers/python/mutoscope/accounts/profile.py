"""The profile: what users say of themselves, and what the API shows of them to themselves."""

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, UrlConstraints, model_validator
from pydantic.networks import AnyUrl

from mutoscope.accounts.notices import require_notices
from mutoscope.accounts.plain_text import Name
from mutoscope.accounts.roles import permissions_of
from mutoscope.accounts.usernames import Username, UsernameTaken, username_key
from mutoscope.accounts.users import User, require_user, user_from
from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound
from mutoscope.json_depth import require_shallow
from mutoscope.studio import Studio

LARGEST_PREFERENCES = 16_000


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    """Small, shallow, and of characters that PostgreSQL's jsonb can hold."""
    require_shallow(value)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, RecursionError) as error:
        raise ValueError("it holds numbers or characters that JSON in UTF-8 cannot hold") from error
    if size > LARGEST_PREFERENCES:
        raise ValueError(f"it has {size:,} bytes as JSON; the limit is {LARGEST_PREFERENCES:,}")
    if "\\u0000" in text:
        raise ValueError("it holds a NUL character")
    return value


Preferences = Annotated[dict[str, Any], AfterValidator(_storable), AfterValidator(require_notices)]
Locale = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", description="BCP 47: en-GB")
]
PictureUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["https"], max_length=2000, host_required=True)]


class ProfileChange(BaseModel):
    """What is left out stays as it is. Role, address and password have routes of their own."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    username: Username | None = None
    picture_url: PictureUrl | None = None
    locale: Locale | None = None
    preferences: Preferences | None = None

    @model_validator(mode="after")
    def _names_stay(self) -> "ProfileChange":
        for field in ("name", "username", "preferences"):
            if field in self.model_fields_set and getattr(self, field) is None:
                raise ValueError(f"{field} cannot be null; leave it out to keep it")
        return self


class UserResource(BaseModel):
    id: str
    object: Literal["user"] = "user"
    created_at: int
    updated_at: int
    name: str
    username: str | None
    email: str | None
    email_verified: bool
    role: str
    permissions: list[str]
    picture_url: str | None
    locale: str | None
    preferences: dict[str, Any]


def show_user(studio: Studio, user: User) -> UserResource:
    return UserResource(
        id=user.user_id,
        created_at=int(user.created_at.timestamp()),
        updated_at=int(user.updated_at.timestamp()),
        name=user.name,
        username=user.username,
        email=user.email,
        email_verified=user.email_verified,
        role=user.role,
        permissions=sorted(permissions_of(studio.database, user.role)),
        picture_url=user.picture_url,
        locale=user.locale,
        preferences=user.preferences,
    )


def change_profile(studio: Studio, user_id: str, change: ProfileChange, actor: Actor) -> User:
    """The user after the change; `UsernameTaken` changes nothing."""
    if change.username is not None:
        _change_username(studio, require_user(studio.database, user_id), change.username, actor)
    changes = change.model_dump(mode="json", exclude_unset=True, exclude={"username"})
    if not changes:
        return require_user(studio.database, user_id)
    row = studio.database.row("change_profile", user_id=user_id, changes=changes, actor=actor.values())
    if row is None:
        raise NotFound(what="user", id=user_id)
    return user_from(row)


def _change_username(studio: Studio, user: User, username: str, actor: Actor) -> None:
    if username == user.username:
        return
    row = studio.database.row(
        "change_username",
        user_id=user.user_id,
        username=username,
        username_key=username_key(username),
        old=user.username,
        actor=actor.values(),
    )
    if row is None or not row["changed"]:
        raise UsernameTaken(param="username", username=username)
