"""Keys of other providers over HTTP: store, list, look, switch off and on, delete. The key itself never comes back."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StrictBool, field_serializer, field_validator

from mutoscope.accounts.provider_check import Provider
from mutoscope.accounts.provider_keys import (
    NewProviderKey,
    delete_provider_key,
    put_provider_key,
    require_provider_key,
    switch_provider_key,
)
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.ports import Row

router = Router(prefix="/v1/provider_keys", tags=["provider keys"], dependencies=[needs("provider_keys")])

ProviderKeyId = Annotated[str, Id("pkey", "provider key")]
ProviderKeyPaging = Annotated[Paging, Depends(paging(Id("pkey"), "provider"))]


class ProviderKeyRequest(BaseModel):
    """An account has one key for each provider; a second one is the next version of the first, which is erased."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    provider: Provider
    secret: Annotated[SecretStr, Field(min_length=8, max_length=512)]
    verify: bool = False

    @field_validator("secret")
    @classmethod
    def printable(cls, value: SecretStr) -> SecretStr:
        plain = value.get_secret_value()
        if not (plain.isascii() and plain.isprintable() and " " not in plain):
            raise ValueError("must be printable characters without spaces")
        return value

    @field_serializer("secret", when_used="json")
    def digested(self, value: SecretStr) -> str:
        """What tells two requests apart; the key itself is in no dump of its request."""
        return hashlib.sha256(value.get_secret_value().encode()).hexdigest()


class ProviderKeySwitch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_active: StrictBool


class ProviderKeyResource(BaseModel):
    id: str
    object: Literal["provider_key"] = "provider_key"
    created_at: int
    provider: Provider
    last_four: str
    version: int
    is_active: bool
    verified_at: int | None


class DeletedProviderKey(BaseModel):
    id: str
    object: Literal["provider_key.deleted"] = "provider_key.deleted"
    deleted: Literal[True] = True


@router.post("", status_code=201, response_model=ProviderKeyResource)
def store_provider_key(
    body: ProviderKeyRequest, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    def stored() -> ProviderKeyResource:
        new = NewProviderKey(once.new_id("pkey"), body.provider, body.secret, body.verify)
        return _shown(put_provider_key(studio, user_id, actor, new))

    return once.answer(body, stored)


@router.get("")
def list_provider_keys(
    studio: CurrentStudio, user_id: CurrentUser, asked: ProviderKeyPaging
) -> Page[ProviderKeyResource]:
    def show(rows: Sequence[Row]) -> list[ProviderKeyResource]:
        return [_shown(row) for row in rows]

    return asked.answer(studio.database, "provider_keys", show, user_id=user_id)


@router.get("/{provider_key_id}")
def get_provider_key(
    provider_key_id: ProviderKeyId, studio: CurrentStudio, user_id: CurrentUser
) -> ProviderKeyResource:
    return _shown(require_provider_key(studio, user_id, provider_key_id))


@router.patch("/{provider_key_id}")
def patch_provider_key(
    provider_key_id: ProviderKeyId,
    body: ProviderKeySwitch,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
) -> ProviderKeyResource:
    """A key that is switched off is kept, and the studio's own is used instead."""
    switch_provider_key(studio, user_id, actor, provider_key_id, is_active=body.is_active)
    return _shown(require_provider_key(studio, user_id, provider_key_id))


@router.delete("/{provider_key_id}")
def remove_provider_key(
    provider_key_id: ProviderKeyId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> DeletedProviderKey:
    delete_provider_key(studio, user_id, actor, provider_key_id)
    return DeletedProviderKey(id=provider_key_id)


def _shown(row: Row) -> ProviderKeyResource:
    verified_at = row["verified_at"]
    return ProviderKeyResource(
        id=row["provider_key_id"],
        created_at=int(row["created_at"].timestamp()),
        provider=row["provider"],
        last_four=row["last_four"],
        version=row["version"],
        is_active=row["is_active"],
        verified_at=int(verified_at.timestamp()) if verified_at else None,
    )
