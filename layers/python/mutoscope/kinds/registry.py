"""The kinds that can be ordered, by name."""

from mutoscope.errors import InvalidInput
from mutoscope.kinds.cloth_swap import CLOTH_SWAP
from mutoscope.kinds.film import FILM
from mutoscope.kinds.generate import GENERATE
from mutoscope.kinds.image_batch import IMAGE_BATCH
from mutoscope.kinds.image_to_video import IMAGE_TO_VIDEO
from mutoscope.kinds.influencer import INFLUENCER
from mutoscope.kinds.kind import Kind
from mutoscope.kinds.music import MUSIC
from mutoscope.kinds.script import SCRIPT_KIND
from mutoscope.kinds.speech import SPEECH
from mutoscope.kinds.text_to_image import TEXT_TO_IMAGE
from mutoscope.kinds.text_to_video import TEXT_TO_VIDEO

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        FILM,
        SCRIPT_KIND,
        SPEECH,
        TEXT_TO_IMAGE,
        IMAGE_BATCH,
        MUSIC,
        TEXT_TO_VIDEO,
        IMAGE_TO_VIDEO,
        GENERATE,
        CLOTH_SWAP,
        INFLUENCER,
    )
}


class UnknownKind(InvalidInput):
    """There is no kind {kind}."""

    code = "unknown_kind"
    hint = "Choose one of: {known}."


def require_kind(name: str) -> Kind:
    if name not in KINDS:
        raise UnknownKind(param="kind", kind=name, known=", ".join(KINDS))
    return KINDS[name]
