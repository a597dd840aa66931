"""Pictures, voices and music of one's own: variants of the picture, voice and score stages that read a stored file.

Each is kept under the SHA-256 of the file's content like any stage, so the same file is prepared once.
"""

from pathlib import Path

import cv2

from mutoscope.errors import DiskFull
from mutoscope.media.own_voice import SPEECH_LOUDNESS, at_loudness, estimate_words
from mutoscope.media.picture_file import cover
from mutoscope.media.sound_file import MOST_SECONDS, MOST_VOICE_SECONDS, read_own_sound
from mutoscope.render.sound import write_sound
from mutoscope.stages.contracts.own_media import MUSIC_LOUDNESS, Bring, OwnPictureInputs, OwnScoreInputs, OwnVoiceInputs
from mutoscope.stages.contracts.picture import PICTURE, PictureFacts
from mutoscope.stages.contracts.score import MUSIC, ScoreFacts
from mutoscope.stages.contracts.voice import SPEECH, SpokenWord, VoiceFacts
from mutoscope.stages.stage import Bench


def picture(bring: Bring, name: str, inputs: OwnPictureInputs, bench: Bench) -> PictureFacts:
    pixels = cover(_brought(bring, bench), inputs.width, inputs.height, name)
    if not cv2.imwrite(str(bench.folder / PICTURE), pixels[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise DiskFull(where=str(bench.folder))
    return PictureFacts(width=inputs.width, height=inputs.height)


def voice(bring: Bring, name: str, inputs: OwnVoiceInputs, bench: Bench) -> VoiceFacts:
    recorded = read_own_sound(_brought(bring, bench), name, channels=1, most=MOST_VOICE_SECONDS)
    speech = at_loudness(recorded, SPEECH_LOUDNESS)
    words = estimate_words(recorded, inputs.text, inputs.language, name)
    write_sound(bench.folder / SPEECH, speech)
    spoken = tuple(SpokenWord(text=word.text, start=word.start, end=word.end) for word in words)
    return VoiceFacts(samples=len(speech), words=spoken)


def score(bring: Bring, name: str, _: OwnScoreInputs, bench: Bench) -> ScoreFacts:
    music = at_loudness(read_own_sound(_brought(bring, bench), name, channels=2, most=MOST_SECONDS), MUSIC_LOUDNESS)
    write_sound(bench.folder / MUSIC, music)
    return ScoreFacts(samples=len(music))


def _brought(bring: Bring, bench: Bench) -> Path:
    path = bench.scratch / "own"
    bring(path)
    return path
