"""The kinds that can be ordered, by name."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from mutoscope.errors import InvalidInput

if TYPE_CHECKING:
    from mutoscope.kinds.kind import Kind


class _Kinds(Mapping[str, "Kind"]):
    """All are loaded when the first is asked for: together they take most of the studio, and most requests ask for
    none."""

    def __getitem__(self, name: str) -> "Kind":
        return _every_kind()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_every_kind())

    def __len__(self) -> int:
        return len(_every_kind())


KINDS = _Kinds()


class UnknownKind(InvalidInput):
    """There is no kind {kind}."""

    code = "unknown_kind"
    hint = "Choose one of: {known}."


def require_kind(name: str) -> "Kind":
    if name not in KINDS:
        raise UnknownKind(param="kind", kind=name, known=", ".join(KINDS))
    return KINDS[name]


@cache
def _every_kind() -> dict[str, "Kind"]:
    from mutoscope.kinds.cloth_swap import CLOTH_SWAP
    from mutoscope.kinds.film import FILM
    from mutoscope.kinds.generate import GENERATE
    from mutoscope.kinds.gif import GIF
    from mutoscope.kinds.image_analysis import IMAGE_ANALYSIS
    from mutoscope.kinds.image_batch import IMAGE_BATCH
    from mutoscope.kinds.image_edit import IMAGE_EDIT
    from mutoscope.kinds.image_recommendation import IMAGE_RECOMMENDATION
    from mutoscope.kinds.image_to_video import IMAGE_TO_VIDEO
    from mutoscope.kinds.image_variation import IMAGE_VARIATION
    from mutoscope.kinds.influencer import INFLUENCER
    from mutoscope.kinds.music import MUSIC
    from mutoscope.kinds.parallax_video import PARALLAX_VIDEO
    from mutoscope.kinds.prompt_improve import PROMPT_IMPROVE
    from mutoscope.kinds.script import SCRIPT_KIND
    from mutoscope.kinds.speech import SPEECH
    from mutoscope.kinds.story_video import STORY_VIDEO
    from mutoscope.kinds.study_animation import STUDY_ANIMATION
    from mutoscope.kinds.talking_presenter import TALKING_PRESENTER
    from mutoscope.kinds.text_to_image import TEXT_TO_IMAGE
    from mutoscope.kinds.text_to_video import TEXT_TO_VIDEO
    from mutoscope.kinds.transcription import TRANSCRIPTION
    from mutoscope.kinds.upscale import UPSCALE
    from mutoscope.kinds.video_extension import VIDEO_EXTENSION

    kinds = (
        FILM,
        SCRIPT_KIND,
        SPEECH,
        TRANSCRIPTION,
        PROMPT_IMPROVE,
        IMAGE_ANALYSIS,
        IMAGE_RECOMMENDATION,
        TEXT_TO_IMAGE,
        IMAGE_BATCH,
        IMAGE_EDIT,
        IMAGE_VARIATION,
        UPSCALE,
        MUSIC,
        TEXT_TO_VIDEO,
        IMAGE_TO_VIDEO,
        VIDEO_EXTENSION,
        GIF,
        STORY_VIDEO,
        TALKING_PRESENTER,
        STUDY_ANIMATION,
        PARALLAX_VIDEO,
        GENERATE,
        CLOTH_SWAP,
        INFLUENCER,
    )
    return {kind.name: kind for kind in kinds}
