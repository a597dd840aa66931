"""The picture that a request is about: a file of its form, or in JSON the name of one that is here already."""

from mutoscope.adapters.http.forms import Uploaded, keep_file
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.images.named import OnePictureOnly, PictureReference
from mutoscope.studio import Studio
from mutoscope.videos.reference import image_of


class PictureLacking(InvalidInput):
    """The request needs a picture in {name}."""

    code = "picture_lacking"
    hint = (
        "Send a PNG, WebP or JPEG file in the form, or in JSON a data URL or the key that PUT /v1/inputs/{{filename}}"
        " answered."
    )


def own_picture(
    studio: Studio,
    user_id: str,
    sent: Uploaded,
    field: str,
    named: PictureReference | None,
    *,
    actor: Actor,
    is_needed: bool = True,
) -> str | None:
    """Its key among the user's inputs.

    Raises PictureLacking, OnePictureOnly, and what `image_of` and looking into a file refuse.
    """
    files = sent.of(field)
    if len(files) > 1:
        raise OnePictureOnly(param=field, name=field, count=len(files))
    if files:
        return keep_file(studio, user_id, files[0], actor=actor)
    if named is not None:
        return image_of(studio, user_id, actor, named, field=field)
    if is_needed:
        raise PictureLacking(param=field, name=field)
    return None
