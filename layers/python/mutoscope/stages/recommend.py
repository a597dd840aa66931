"""The recommend stage: which pictures a script asks for and when each is seen, and the pictures themselves.

Against a recording, the studio's own speech is timed by the words as they were spoken, any other by estimate.
"""

import shutil
from collections.abc import Sequence

from mutoscope.engines.tasks import Word
from mutoscope.engines.transcribe.own_speech import recognised
from mutoscope.engines.understanding import TranscribeRequest
from mutoscope.media.inputs import name_of
from mutoscope.media.own_voice import estimate_words
from mutoscope.media.sound_file import MOST_SECONDS, read_own_sound
from mutoscope.scripts.aligned import told_in
from mutoscope.scripts.pictures import Pictures, Told, recommend
from mutoscope.stages.contracts.recommend import JSON, RecommendFacts, RecommendInputs, image_file, untimed
from mutoscope.stages.stage import Bench


def run(inputs: RecommendInputs, bench: Bench) -> RecommendFacts:
    pictures = recommend(_told(inputs, bench), inputs.script.language, inputs.seconds)
    (bench.folder / JSON).write_text(pictures.model_dump_json(), encoding="utf-8")
    for number, drawn in enumerate(inputs.drawn, start=1):
        shutil.copyfile(bench.fetch(drawn.key, drawn.file), bench.folder / image_file(number))
    last = pictures.sections[-1]
    return RecommendFacts(images=_count(pictures), timing=pictures.timing.value, seconds=last.end_time)


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
