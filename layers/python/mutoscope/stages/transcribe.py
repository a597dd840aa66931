"""The transcribe stage: what is said in a recording, as text, as subtitles, and with the times of its words."""

import zlib

from mutoscope.engines import registry
from mutoscope.engines.tasks import SAMPLE_RATE, Word
from mutoscope.engines.understanding import TranscribeRequest, Transcript
from mutoscope.media.inputs import name_of
from mutoscope.media.sound_file import MOST_SECONDS, read_own_sound
from mutoscope.render.caption_files import to_srt, to_vtt
from mutoscope.render.caption_lines import cue_text
from mutoscope.render.captions import make_cues
from mutoscope.render.timeline import SAMPLES_PER_FRAME, Cue
from mutoscope.stages.contracts.spoken import TimedWord
from mutoscope.stages.contracts.transcribe import (
    JSON,
    SRT,
    TEXT,
    VTT,
    Segment,
    TranscribeFacts,
    TranscribeInputs,
    TranscriptFile,
)
from mutoscope.stages.spoken import seconds
from mutoscope.stages.stage import Bench


def run(inputs: TranscribeInputs, bench: Bench) -> TranscribeFacts:
    path = bench.bring(inputs.sound)
    sound = read_own_sound(path, name_of(inputs.sound), channels=1, most=MOST_SECONDS)[:, 0]
    settings = bench.own_settings()
    engine = registry.transcriber(settings, keep=settings is bench.settings)
    heard = engine.transcribe(
        TranscribeRequest(
            file=path,
            sound=sound,
            language=inputs.language or None,
            prompt=inputs.prompt,
            spoken=lambda: bench.spoken(len(sound)),
        )
    )
    cues = _cues(heard, len(sound))
    _write(heard, cues, engine.name, len(sound), bench)
    return TranscribeFacts(characters=len(heard.text), seconds=seconds(len(sound)), language=heard.language)


def _write(heard: Transcript, cues: tuple[Cue, ...], engine: str, length: int, bench: Bench) -> None:
    file = TranscriptFile(
        text=heard.text,
        language=heard.language,
        duration=seconds(length),
        engine=engine,
        words=tuple(
            TimedWord(word=word.text, start=seconds(word.start), end=seconds(word.end)) for word in heard.words
        ),
        segments=_segments(heard, cues),
    )
    (bench.folder / JSON).write_text(file.model_dump_json(), encoding="utf-8")
    (bench.folder / TEXT).write_text(f"{heard.text}\n", encoding="utf-8")
    (bench.folder / SRT).write_text(to_srt(cues, heard.language), encoding="utf-8")
    (bench.folder / VTT).write_text(to_vtt(cues, heard.language), encoding="utf-8")


def _cues(heard: Transcript, length: int) -> tuple[Cue, ...]:
    """Subtitles by the words; of an engine that times only segments each of these is one."""
    frames = -(-length // SAMPLES_PER_FRAME)
    if heard.words or not heard.segments:
        return make_cues(heard.words, frames=frames, language=heard.language)
    parts = [Word(text, start, end) for start, end, text in heard.segments]
    return make_cues(parts, frames=frames, language=heard.language)


def _segments(heard: Transcript, cues: tuple[Cue, ...]) -> tuple[Segment, ...]:
    timed = [(seconds(start), seconds(end), text) for start, end, text in heard.segments] or [
        (_clock(cue.first), _clock(cue.last), cue_text(cue, heard.language)) for cue in cues
    ]
    return tuple(
        Segment(id=place, start=start, end=end, text=text, compression_ratio=_compression(text))
        for place, (start, end, text) in enumerate(timed)
    )


def _compression(text: str) -> float:
    """As OpenAI's whisper counts it: bytes of the text over bytes of it deflated."""
    plain = text.encode()
    return round(len(plain) / len(zlib.compress(plain)), 3) if plain else 0.0


def _clock(frame: int) -> float:
    return round(frame * SAMPLES_PER_FRAME / SAMPLE_RATE, 3)
