"""The study stage: a text told while it is drawn by hand, board by board, each thing when its word is heard."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mutoscope.clips.boards import Board, plan_board, spares
from mutoscope.clips.passages import passages
from mutoscope.clips.sound import LEAD, make_sound, speak
from mutoscope.clips.sound_order import ClipSound
from mutoscope.clips.whiteboard import Whiteboard
from mutoscope.engines import registry
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.tasks import SAMPLE_RATE, Speech, Word, WriteRequest
from mutoscope.films.picture_frame import CAPTION_BAND, SQUARE_CAPTION_BAND, TALL_CAPTION_BAND
from mutoscope.render.caption_art import CaptionArtist, lay_over, spoken_word
from mutoscope.render.captions import make_cues
from mutoscope.render.clip import Paint, Shape, save_clip
from mutoscope.render.emoji import without_emoji
from mutoscope.render.fonts import use_fonts
from mutoscope.render.letters import without_unset
from mutoscope.render.planes import Planes
from mutoscope.render.timeline import FPS, SAMPLES_PER_FRAME
from mutoscope.stages.contracts.study import StudyFacts, StudyInputs
from mutoscope.stages.stage import Bench

_BETWEEN = SAMPLE_RATE * 8 // 10
_TAIL = SAMPLE_RATE * 3 // 2
_LONGEST_PASSAGE, _BOARD_SECONDS = 400, 5.5
_MARGIN = 0.04


def run(inputs: StudyInputs, bench: Bench) -> StudyFacts:
    use_fonts(bench.settings.assets)
    title, told = _told(inputs, bench)
    speech, starts = _spoken(inputs.sound, told, bench)
    frames = -(-(LEAD + len(speech.samples) + _TAIL) // SAMPLES_PER_FRAME)
    narration = inputs.sound.model_copy(update={"narration": " ".join(told)})
    sound = make_sound(
        narration, frames * SAMPLES_PER_FRAME, bench.settings, bench.scratch, seed=inputs.seed, speech=speech
    )
    pictograms = Pictograms(bench.settings.assets / "node_modules")
    boards = _boards(inputs, title, speech, starts, frames, pictograms)
    paint = _painter(inputs, boards, speech, frames, pictograms, bench)
    shape = Shape(inputs.width, inputs.height, frames, FPS)
    save_clip(paint, shape, bench.folder, bench.scratch, report=bench.report, sound=sound)
    return StudyFacts(
        title=title,
        width=inputs.width,
        height=inputs.height,
        frames=frames,
        fps=FPS,
        seconds=round(frames / FPS, 3),
        boards=len(boards),
        drawings=sum(board.slots for board in boards),
    )


def _told(inputs: StudyInputs, bench: Bench) -> tuple[str, list[str]]:
    """The title and the passages."""
    if inputs.text:
        return inputs.title, passages(
            inputs.text, inputs.sound.language, longest=_LONGEST_PASSAGE, seconds=_BOARD_SECONDS
        )
    writer = registry.writer(bench.own_settings(), keep=False)
    request = WriteRequest(
        topic=inputs.topic, text=None, title=inputs.title or None, language=inputs.sound.language,
        seconds=inputs.seconds, seed=inputs.seed,
    )  # fmt: skip
    script = writer.write(request)
    return script.title, [scene.narration for scene in script.scenes]


def _spoken(sound: ClipSound, told: list[str], bench: Bench) -> tuple[Speech, list[int]]:
    """All passages as one speech with pauses between, and the place of each passage's first word."""
    said: list[NDArray[np.int16]] = []
    words: list[Word] = []
    starts, at = [], 0
    for number, passage in enumerate(told):
        speech = speak(sound.model_copy(update={"narration": passage}), bench.settings)
        starts.append(len(words))
        words += [replace(word, start=word.start + at, end=word.end + at) for word in speech.words]
        pause = np.zeros(_BETWEEN if number + 1 < len(told) else 0, np.int16)
        said += [speech.samples, pause]
        at += len(speech.samples) + len(pause)
    return Speech(np.concatenate(said), tuple(words)), starts


def _boards(
    inputs: StudyInputs, title: str, speech: Speech, starts: list[int], frames: int, pictograms: Pictograms
) -> list[Board]:
    """A board is there from the pause before its passage to the pause after it."""
    words = [Word(word.text, word.start + LEAD, word.end + LEAD) for word in speech.words]
    firsts = [0, *((words[start].start - _BETWEEN * 2 // 3) // SAMPLES_PER_FRAME for start in starts[1:]), frames]
    ends = [*starts[1:], len(words)]
    spare = spares(title or inputs.topic, inputs.sound.language, pictograms)
    return [
        plan_board(
            words[start:end],
            firsts[number],
            firsts[number + 1],
            inputs.sound.language,
            pictograms,
            title=without_unset(without_emoji(title)) if number == 0 else "",
            frame=SAMPLES_PER_FRAME,
            spare=spare[number % len(spare)],
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        if end > start
    ]


def _painter(
    inputs: StudyInputs, boards: list[Board], speech: Speech, frames: int, pictograms: Pictograms, bench: Bench
) -> Paint:
    size, language = (inputs.width, inputs.height), inputs.sound.language
    board = Whiteboard(boards, size, pictograms, language, inputs.seed, _band(inputs))
    if not inputs.captions:
        return board.paint
    words = [Word(word.text, word.start + LEAD, word.end + LEAD) for word in speech.words]
    cues = make_cues(words, frames=frames, language=language)
    artist = CaptionArtist(*size, language, bench.settings.assets)

    def paint(number: int, frame: Planes) -> None:
        board.paint(number, frame)
        cue = next((cue for cue in cues if cue.first <= number < cue.last), None)
        if cue is not None:
            lay_over(frame, artist.draw(cue, spoken_word(cue, number)))

    return paint


def _band(inputs: StudyInputs) -> float:
    """The share of the height that captions cover."""
    if not inputs.captions:
        return _MARGIN
    if inputs.height > inputs.width:
        return TALL_CAPTION_BAND
    return SQUARE_CAPTION_BAND if inputs.height == inputs.width else CAPTION_BAND
