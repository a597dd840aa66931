"""Library items as inputs of films and jobs: an id stands for the key of the file that was looked into."""

from typing import Any

from mutoscope.media.inputs import MEDIA_ID, InputMissing
from mutoscope.media.item import MediaStatus, find_item
from mutoscope.studio import Studio

FILES = ("sound", "image")
"""The fields of jobs that name one file each; `pictures` names several by their roles."""


def key_of(studio: Studio, user_id: str, given: str, *, param: str) -> str:
    """The key of the item that is named by its id; any other key as it is.

    Raises InputMissing for what is somebody else's, is not there, or is not ready.
    """
    if MEDIA_ID.fullmatch(given) is None:
        return given
    item = find_item(studio.database, given)
    if item is None or item.user_id != user_id or item.status is not MediaStatus.READY:
        raise InputMissing(param=param, key=given)
    return item.key


def with_keys(studio: Studio, user_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """A job's input as it was sent, its files by keys. What is of another form is left to its kind."""
    named = dict(given)
    for name in FILES:
        if isinstance(given.get(name), str):
            named[name] = key_of(studio, user_id, given[name], param=f"input.{name}")
    if isinstance(given.get("pictures"), dict):
        named["pictures"] = {
            role: key_of(studio, user_id, each, param=f"input.pictures.{role}") if isinstance(each, str) else each
            for role, each in given["pictures"].items()
        }
    return named
