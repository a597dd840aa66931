"""The recommend stage: which pictures a script asks for and when each is seen, and the pictures themselves.

Against a recording, the studio's own speech is timed by the words as they were spoken, any other by estimate.
"""

import shutil
from collections.abc import Sequence

from mutoscope.engines.tasks import Word
from mutoscope.engines.transcribe.own_speech import recognised
from mutoscope.engines.understanding import TranscribeRequest
from mutoscope.films.script import Script
from mutoscope.films.times import LEAD_SECONDS, estimated_times
from mutoscope.media.inputs import name_of
from mutoscope.media.own_voice import estimate_words
from mutoscope.media.sound_file import MOST_SECONDS, read_own_sound
from mutoscope.scripts.aligned import told_in
from mutoscope.scripts.pictures import Pictures, Told, recommend
from mutoscope.stages.stage import Bench, Frozen, Stage

JSON = "pictures.json"


class Drawn(Frozen):
    """A picture that was drawn before: the key of its stage's result, and the name of the file in it."""

    key: str
    file: str


class RecommendInputs(Frozen):
    """`sound` is the key of a recording of the script, empty for none; `drawn` are the pictures in their order."""

    script: Script
    sound: str
    seconds: float
    drawn: tuple[Drawn, ...]


class RecommendFacts(Frozen):
    images: int
    timing: str
    """`measured` by a recording, or `estimated` from the words."""
    seconds: float


def run(inputs: RecommendInputs, bench: Bench) -> RecommendFacts:
    pictures = recommend(_told(inputs, bench), inputs.script.language, inputs.seconds)
    (bench.folder / JSON).write_text(pictures.model_dump_json(), encoding="utf-8")
    for number, drawn in enumerate(inputs.drawn, start=1):
        shutil.copyfile(bench.fetch(drawn.key, drawn.file), bench.folder / image_file(number))
    last = pictures.sections[-1]
    return RecommendFacts(images=_count(pictures), timing=pictures.timing.value, seconds=last.end_time)


def image_file(number: int) -> str:
    return f"image_{number:02d}.png"


def untimed(script: Script) -> list[Told]:
    """The scenes by the length of their words."""
    return [
        Told(
            text=scene.narration,
            picture=scene.picture,
            start=time.start,
            end=time.end,
            lead=LEAD_SECONDS,
            voice=None,
        )
        for scene, time in zip(script.scenes, estimated_times(script), strict=True)
    ]


def _told(inputs: RecommendInputs, bench: Bench) -> list[Told]:
    if not inputs.sound:
        return untimed(inputs.script)
    path, name = bench.bring(inputs.sound), name_of(inputs.sound)
    sound = read_own_sound(path, name, channels=1, most=MOST_SECONDS)
    text = " ".join(scene.narration for scene in inputs.script.scenes)
    language = inputs.script.language
    asked = TranscribeRequest(path, sound[:, 0], language, "", lambda: bench.spoken(len(sound)))
    own = recognised(asked)
    words: Sequence[Word] = own.words if own else estimate_words(sound, text, language, name)
    return told_in(inputs.script, words, len(sound))


def _count(pictures: Pictures) -> int:
    return sum(len(section.images) for section in pictures.sections)


RECOMMEND = Stage("recommend", "1", RecommendFacts, run)
