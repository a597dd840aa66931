"""What the stages that read a file of one's own take and tell."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from mutoscope.stages.contracts.picture import PictureFacts
from mutoscope.stages.contracts.score import ScoreFacts
from mutoscope.stages.contracts.voice import VoiceFacts
from mutoscope.stages.stage import Frozen, Stage, worked_in

Bring = Callable[[Path], None]
"""Brings the stored file to a path."""
MUSIC_LOUDNESS = -20.0


class OwnPictureInputs(Frozen):
    digest: str
    width: int
    height: int


class OwnVoiceInputs(Frozen):
    digest: str
    text: str
    language: str


class OwnScoreInputs(Frozen):
    digest: str


def own_picture(bring: Bring, name: str) -> Stage[OwnPictureInputs, PictureFacts]:
    """Scales the picture to cover the frame. Raises PictureBroken."""
    return Stage(
        "picture", "own-1", PictureFacts, partial(worked_in("mutoscope.stages.own_media", "picture"), bring, name)
    )


def own_voice(bring: Bring, name: str) -> Stage[OwnVoiceInputs, VoiceFacts]:
    """Brings a recording to the loudness of a narrator; its words' times are estimated from their lengths.

    Raises SoundBroken, SoundTooLong, VoiceSilent.
    """
    return Stage("voice", "own-2", VoiceFacts, partial(worked_in("mutoscope.stages.own_media", "voice"), bring, name))


def own_score(bring: Bring, name: str) -> Stage[OwnScoreInputs, ScoreFacts]:
    """Brings the piece to the loudness of a composed one; the mix loops and fades it to the film's length.

    Raises SoundBroken, SoundTooLong.
    """
    return Stage("score", "own-1", ScoreFacts, partial(worked_in("mutoscope.stages.own_media", "score"), bring, name))
