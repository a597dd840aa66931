"""API keys over HTTP: create, list, look, rotate, revoke. The secret is in the answer that makes it and in no other."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import Depends, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from mutoscope.accounts.key_ring import NewKey, create_key, require_key, revoke_key, rotate_key
from mutoscope.accounts.plain_text import Name
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.ports import Row

router = Router(prefix="/v1/api_keys", tags=["api keys"], dependencies=[needs("api_keys")])

DAY_SECONDS = 24 * 3600
LONGEST_OVERLAP = 7 * DAY_SECONDS
MOST_CREDITS = 1_000_000_000
FARTHEST = timedelta(days=3660)
KeyId = Annotated[str, Id("key", "API key")]
KeyPaging = Annotated[Paging, Depends(paging(Id("key"), "name"))]


def _to_come(moment: datetime) -> datetime:
    now = datetime.now(UTC)
    if moment <= now:
        raise ValueError("must lie in the future")
    if moment > now + FARTHEST:
        raise ValueError("must lie within ten years")
    return moment


class ApiKeyRequest(BaseModel):
    """`scopes` are permissions you have yourself; left out, the key may do everything you may do now."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    scopes: Annotated[list[Annotated[str, Field(max_length=64)]] | None, Field(min_length=1, max_length=64)] = None
    expires_at: Annotated[AwareDatetime, AfterValidator(_to_come)] | None = None
    monthly_credits: Annotated[int | None, Field(ge=0, le=MOST_CREDITS)] = None


class Rotation(BaseModel):
    """The old key lives on for `overlap_seconds`, so that both work while programs change over."""

    model_config = ConfigDict(extra="forbid")

    overlap_seconds: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP)] = DAY_SECONDS


class ApiKeyResource(BaseModel):
    id: str
    object: Literal["api_key"] = "api_key"
    created_at: int
    name: str
    prefix: str
    scopes: list[str] | None
    monthly_credits: int | None
    expires_at: int | None
    last_used_at: int | None
    rotated_from: str | None
    status: Literal["active", "expired", "revoked"]


class NewApiKeyResource(ApiKeyResource):
    secret: str


@router.post("", status_code=201, response_model=NewApiKeyResource)
def create_api_key(
    body: ApiKeyRequest, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor, once: Once
) -> Response:
    def made() -> NewApiKeyResource:
        wanted = NewKey(once.new_id("key"), body.name, body.scopes, body.monthly_credits, body.expires_at)
        row, secret = create_key(studio, caller, actor, wanted)
        return NewApiKeyResource(**_shown(row), secret=secret)

    return _for_nobody_else(once.answer(body, made))


@router.get("")
@at_once
def list_api_keys(studio: CurrentStudio, user_id: CurrentUser, asked: KeyPaging) -> Page[ApiKeyResource]:
    def show(rows: Sequence[Row]) -> list[ApiKeyResource]:
        return [ApiKeyResource(**_shown(row)) for row in rows]

    return asked.answer(studio.database, "api_keys", show, user_id=user_id)


@router.get("/{api_key_id}")
@at_once
def get_api_key(api_key_id: KeyId, studio: CurrentStudio, user_id: CurrentUser) -> ApiKeyResource:
    return ApiKeyResource(**_shown(require_key(studio, user_id, api_key_id)))


@router.post("/{api_key_id}/rotation", status_code=201, response_model=NewApiKeyResource)
def rotate_api_key(
    api_key_id: KeyId,
    studio: CurrentStudio,
    caller: CurrentCaller,
    actor: CurrentActor,
    once: Once,
    body: Rotation | None = None,
) -> Response:
    given = body or Rotation()

    def made() -> NewApiKeyResource:
        new_id, overlap = once.new_id("key"), given.overlap_seconds
        row, secret = rotate_key(studio, caller, actor, api_key_id, new_id=new_id, overlap_seconds=overlap)
        return NewApiKeyResource(**_shown(row), secret=secret)

    return _for_nobody_else(once.answer(given, made))


@router.delete("/{api_key_id}")
def revoke_api_key(
    api_key_id: KeyId, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor
) -> ApiKeyResource:
    """Ends the key at once. Revoking it again changes nothing."""
    revoke_key(studio, caller, actor, api_key_id)
    return ApiKeyResource(**_shown(require_key(studio, caller.user_id, api_key_id)))


def _for_nobody_else(answer: Response) -> Response:
    """No proxy and no browser keeps an answer with a secret in it."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shown(row: Row) -> dict[str, object]:
    expires_at = row["expires_at"]
    over = "revoked" if row["revoked_at"] else "expired" if expires_at and expires_at <= datetime.now(UTC) else None
    return {
        "id": row["api_key_id"],
        "created_at": _seconds(row["created_at"]),
        "name": row["name"],
        "prefix": f"mut_live_{row['key_id']}",
        "scopes": row["scopes"],
        "monthly_credits": row["monthly_credits"],
        "expires_at": _seconds(expires_at),
        "last_used_at": _seconds(row["last_used_at"]),
        "rotated_from": row["rotated_from"],
        "status": over or "active",
    }


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None
