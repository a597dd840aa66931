"""Keys of other providers that an account brings along: sealed when they come, opened only inside a stage.

A key is in no answer, no log, no hash and no manifest; only its last four characters and its version may be seen.
"""

from dataclasses import dataclass

from pydantic import SecretStr

from mutoscope.accounts.provider_check import check_key
from mutoscope.accounts.sealing import Place, seal, unseal
from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound, Unavailable
from mutoscope.ports import Row
from mutoscope.settings import Settings
from mutoscope.studio import Studio

OPENAI_ADDRESS = "https://api.openai.com/v1"


class ChangedMeanwhile(Unavailable):
    """The key was changed by another request at the same moment."""

    code = "changed_meanwhile"


@dataclass(frozen=True)
class NewProviderKey:
    provider_key_id: str
    provider: str
    secret: SecretStr
    verify: bool
    """Whether the provider is asked, in one small call that costs nothing, before the key is stored."""


def put_provider_key(studio: Studio, user_id: str, actor: Actor, new: NewProviderKey) -> Row:
    """Stores the account's key for the provider, or the next version of it; the version before is erased.

    Raises ProviderKeyRefused, Unavailable, ChangedMeanwhile.
    """
    verified_at = check_key(studio.settings, new.provider, new.secret) if new.verify else None
    before = studio.database.row("provider_key_of", user_id=user_id, provider=new.provider)
    provider_key_id = before["provider_key_id"] if before else new.provider_key_id
    version = before["version"] + 1 if before else 1
    plain = new.secret.get_secret_value()
    row = studio.database.row(
        "put_provider_key",
        actor=actor.values(),
        provider_key_id=provider_key_id,
        user_id=user_id,
        provider=new.provider,
        version=version,
        verified_at=verified_at.isoformat() if verified_at else None,
        last_four=plain[-4:],
        sealed=seal(studio.data_keys, Place(user_id, provider_key_id, version), plain),
    )
    if row is None:
        raise ChangedMeanwhile
    return row


def switch_provider_key(studio: Studio, user_id: str, actor: Actor, provider_key_id: str, *, is_active: bool) -> None:
    require_provider_key(studio, user_id, provider_key_id)
    studio.database.row(
        "switch_provider_key",
        actor=actor.values(),
        provider_key_id=provider_key_id,
        user_id=user_id,
        is_active=is_active,
    )


def delete_provider_key(studio: Studio, user_id: str, actor: Actor, provider_key_id: str) -> None:
    values = {"provider_key_id": provider_key_id, "user_id": user_id, "actor": actor.values()}
    if studio.database.row("delete_provider_key", **values) is None:
        raise NotFound(what="provider key", id=provider_key_id)


def require_provider_key(studio: Studio, user_id: str, provider_key_id: str) -> Row:
    row = studio.database.row("get_provider_key", provider_key_id=provider_key_id, user_id=user_id)
    if row is None:
        raise NotFound(what="provider key", id=provider_key_id)
    return row


def own_settings(studio: Studio, user_id: str) -> Settings:
    """The settings with the account's own keys in place of the studio's. For use inside a stage, and nowhere else."""
    row = studio.database.row("sealed_provider_key", user_id=user_id, provider="openai")
    if row is None:
        return studio.settings
    place = Place(user_id, row["provider_key_id"], row["version"])
    key = SecretStr(unseal(studio.data_keys, place, row["sealed"]))
    return studio.settings.model_copy(update={"openai_base_url": _address(studio.settings), "openai_api_key": key})


def settings_without_keys(studio: Studio, user_id: str) -> Settings:
    """The settings that choose the same engines as `own_settings`: for a stage's hash, which no key is part of."""
    if studio.database.row("sealed_provider_key", user_id=user_id, provider="openai") is None:
        return studio.settings
    return studio.settings.model_copy(update={"openai_base_url": _address(studio.settings), "openai_api_key": None})


def _address(settings: Settings) -> str:
    return settings.openai_base_url or OPENAI_ADDRESS
