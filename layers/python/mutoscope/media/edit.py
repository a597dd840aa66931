"""Renaming a library item, and saying who may see it."""

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.errors import NotFound
from mutoscope.media.item import MediaItem, Privacy, item_from
from mutoscope.studio import Studio


def edit_item(
    studio: Studio, item: MediaItem, actor: Actor, *, name: str | None = None, privacy: Privacy | None = None
) -> MediaItem:
    old = {"name": item.name, "privacy": item.privacy}
    new = {"name": name or item.name, "privacy": privacy or item.privacy}
    row = studio.database.row(
        "edit_media",
        media_id=item.media_id,
        user_id=item.user_id,
        name=name,
        privacy=privacy,
        actor=actor.values(),
        change=Change("media.edited", "media", item.media_id, old=old, new=new).values(),
    )
    if row is None:
        raise NotFound(what="media", id=item.media_id)
    return item_from(row)
