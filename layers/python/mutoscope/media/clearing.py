"""Deleting a file of the library for good: its row, its shares, its files, whatever was still arriving."""

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.errors import InvalidInput, NotFound
from mutoscope.media.announce import watch
from mutoscope.media.item import MediaItem
from mutoscope.media.refuse import drop_files
from mutoscope.studio import Studio


class MediaInUse(InvalidInput):
    """{count} of your films use {name}: {films}."""

    code = "media_in_use"
    hint = (
        "Delete it with force=true to take it out of them: finished films stay as they are, and when one is made again"
        " its scenes get a drawn picture and the studio's voice."
    )


def delete_item(studio: Studio, item: MediaItem, actor: Actor, *, force: bool) -> None:
    """Raises MediaInUse, NotFound. What a crash leaves behind the row, the errand that is sent before it takes away."""
    watch(studio, item.user_id, item.media_id)
    old = {"name": item.name, "status": item.status, "size": item.size}
    change = Change("media.deleted", "media", item.media_id, old=old)
    row = studio.database.row(
        "delete_media", media_id=item.media_id, force=force, actor=actor.values(), change=change.values()
    )
    if row is None:
        raise NotFound(what="media", id=item.media_id)
    if row["outcome"] == "in_use":
        using = studio.database.rows("films_using_media", media_id=item.media_id)
        films = ", ".join(each["film_id"] for each in using)
        raise MediaInUse(count=row["films"], name=item.name, films=films)
    drop_files(studio, item.user_id, item.media_id)
