"""The picture that a video begins with or that is edited: named by its id or address, or a data URL."""

import base64
import binascii
import re
import tempfile
from pathlib import Path

from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.media.upload import store_input
from mutoscope.studio import Studio
from mutoscope.videos.request import ImageReference

_DATA = re.compile(r"data:image/[a-z0-9.+-]{1,32};base64,", re.IGNORECASE)


class DataUrlUnreadable(InvalidInput):
    """The data URL holds no picture that can be read."""

    code = "data_url_unreadable"
    hint = "Send data:image/png;base64, and the picture in base64, or the file itself."


def image_of(
    studio: Studio, user_id: str, actor: Actor, reference: ImageReference, *, field: str = "input_reference"
) -> str:
    """The id that is named, or the key of what was fetched and kept as an input of the user.

    Raises DataUrlUnreadable, what `fetch_picture` and what `store_input` do.
    """
    if reference.file_id is not None:
        return reference.file_id
    try:
        return _keep(studio, user_id, actor, _read(reference.image_url or ""))
    except InvalidInput as error:
        error.param = field
        raise


def _read(url: str) -> bytes:
    if not url.startswith("data:"):
        # Few name an address, and what fetches it is loaded for them alone.
        from mutoscope.documents.fetch import fetch_picture

        return fetch_picture(url)
    head = _DATA.match(url)
    if head is None:
        raise DataUrlUnreadable
    try:
        return base64.b64decode(url[head.end() :], validate=True)
    except binascii.Error as error:
        raise DataUrlUnreadable from error


def _keep(studio: Studio, user_id: str, actor: Actor, content: bytes) -> str:
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "reference"
        path.write_bytes(content)
        return store_input(studio, user_id, path, "reference", actor=actor).key
