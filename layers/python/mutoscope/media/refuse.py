"""Refusing a file: the row keeps why, the file store keeps nothing."""

from mutoscope.errors import MutoscopeError
from mutoscope.media.item import MediaItem, Refusal
from mutoscope.observability import logger
from mutoscope.studio import Studio


def refuse(studio: Studio, item: MediaItem, reason: MutoscopeError, *, scanned: bool = False) -> None:
    refusal = Refusal(code=reason.code, message=reason.message, hint=reason.advice)
    studio.database.row("refuse_media", media_id=item.media_id, refusal=refusal.model_dump(), scanned=scanned)
    drop_files(studio, item.user_id, item.media_id)
    logger.info("media refused", media_id=item.media_id, code=reason.code)


def drop_files(studio: Studio, user_id: str, media_id: str) -> None:
    """Everything of it that the file store has: what arrived, what was arriving, what was kept and made of it."""
    studio.uploads.abort_prefix(f"temp/{user_id}/{media_id}/")
    for folder in ("temp", "inputs"):
        studio.media.delete_prefix(f"{folder}/{user_id}/{media_id}/")
