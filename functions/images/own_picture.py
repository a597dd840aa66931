"""The picture that a request is about: a file of its form, or in JSON the name of one that is here already."""

from mutoscope.adapters.http.forms import Uploaded, keep_file
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.studio import Studio


class PictureLacking(InvalidInput):
    """The request needs a picture in {name}."""

    code = "picture_lacking"
    hint = "Send a PNG, WebP or JPEG file in the form, or in JSON the key that PUT /v1/inputs/{{filename}} answered."


class OnePictureOnly(InvalidInput):
    """{count} pictures were sent in {name}, and one is edited at a time."""

    code = "one_picture_only"
    hint = "Send one; a model that takes several is ordered by POST /v1/jobs with the kind `generate` and `pictures`."


def own_picture(
    studio: Studio,
    user_id: str,
    sent: Uploaded,
    field: str,
    named: str | None,
    *,
    actor: Actor,
    is_needed: bool = True,
) -> str | None:
    """Its key among the user's inputs. Raises PictureLacking, OnePictureOnly, and what looking into a file refuses."""
    files = sent.of(field)
    if len(files) > 1:
        raise OnePictureOnly(param=field, name=field, count=len(files))
    if files:
        return keep_file(studio, user_id, files[0], actor=actor)
    if named is None and is_needed:
        raise PictureLacking(param=field, name=field)
    return named
